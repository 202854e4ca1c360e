"""Two clerks write one entry: the second is told, and loses nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.catalogue_editions import open_edition
from directories.catalogue_entries import change_entry
from directories.models import CatalogueEntry, Role
from disclosure_portal.foundation.workflow import StaleStatusError
from tests.factories import agency, member
from tests.factories.ledger import entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return agency()


@pytest.fixture
def first(unit):
    return member(Role.EDITOR, unit, name="王芳", is_staff=True)


@pytest.fixture
def second(unit):
    return member(Role.EDITOR, unit, name="赵强", is_staff=True)


@pytest.fixture
def row(unit, first):
    return entry(open_edition(unit, by=first), "低保对象名单", by=first)


def at(row):
    args = [row.catalogue_id, row.pk]
    return reverse("admin:directories_catalogue_entry", args=args)


def typed(version, **answers):
    return {
        "domain": "社会救助",
        "level_1": "低保对象名单",
        "cadence": "periodic",
        "span": "quarter",
        "number": "20",
        "unit": "working_days",
        "months_after": "0",
        "content_version": version,
        **answers,
    }


def stored(row):
    return CatalogueEntry.objects.get(pk=row.pk)


def test_the_form_carries_the_version_that_it_shows(client, first, row):
    client.force_login(first)

    page = client.get(at(row))

    assert page.context["form"]["content_version"].value() == 1
    assert 'type="hidden" name="content_version" value="1"' in page.text


def test_the_second_of_two_is_told_whose_edit_it_was_and_keeps_the_own_words(
    client, first, second, row
):
    client.force_login(first)
    saved = client.post(at(row), typed(1, content="甲写的内容"))
    client.force_login(second)

    page = client.post(at(row), typed(1, content="乙写的内容", section="办公室"))

    assert saved.status_code == 302
    assert page.status_code == 200
    (told,) = page.context["form"].non_field_errors()
    assert "王芳" in told
    assert "低保对象名单" in told
    assert "乙写的内容" in page.text
    assert page.context["form"]["section"].value() == "办公室"
    assert (stored(row).content, stored(row).section) == ("甲写的内容", "")
    assert stored(row).content_version == 2


def test_one_after_the_other_both_are_saved(client, first, second, row):
    client.force_login(first)
    client.post(at(row), typed(1, content="甲写的内容"))
    client.force_login(second)
    client.post(at(row), typed(2, content="乙写的内容"))

    assert (stored(row).content, stored(row).content_version) == ("乙写的内容", 3)


@pytest.mark.parametrize("version", ["", "0", "7"])
def test_a_form_without_its_version_writes_over_nothing(client, first, row, version):
    client.force_login(first)

    page = client.post(at(row), typed(version, content="新的内容"))

    assert page.context["form"].non_field_errors()
    assert (stored(row).content, stored(row).content_version) == ("", 1)


def test_a_look_at_the_time_limit_keeps_the_version(client, first, row):
    client.force_login(first)

    page = client.post(at(row), typed(1, look="1"))

    assert page.context["form"]["content_version"].value() == "1"
    assert stored(row).content_version == 1


def test_what_is_not_right_leaves_the_version(client, first, row):
    entry(row.catalogue, by=first, code="A-1")
    client.force_login(first)

    refused = client.post(at(row), typed(1, code="A-1"))
    saved = client.post(at(row), typed(1, code="A-2"))

    assert refused.status_code == 200
    assert saved.status_code == 302
    assert stored(row).content_version == 2


def test_a_deed_on_what_was_read_before_is_refused(first, second, row):
    older = stored(row)
    change_entry(row, by=first, section="财务室")

    with pytest.raises(StaleStatusError, match="王芳"):
        change_entry(older, by=second, section="办公室")
    assert stored(row).section == "财务室"
