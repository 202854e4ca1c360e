"""Clerks and the office work on catalogues of units in the administration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from directories.adopting import adopt
from directories.catalogue_editions import file, hand_in, open_edition
from directories.models import (
    Catalogue,
    CatalogueEntry,
    CatalogueStatus,
    Role,
    Slot,
    StandardItem,
)
from directories.standard_defaults import load
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from tests.factories import agency, member, user
from tests.factories.directories import county
from tests.factories.ledger import entry, put_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return agency()


@pytest.fixture
def clerk(unit):
    return member(Role.EDITOR, unit, is_staff=True)


@pytest.fixture
def office():
    return member(Role.OVERSEER, county(), is_staff=True)


@pytest.fixture
def edition(unit, clerk):
    catalogue = open_edition(unit, by=clerk)
    entry(catalogue, "低保对象名单", by=clerk)
    return catalogue


def at(page, *args):
    return reverse(f"admin:directories_catalogue_{page}", args=args)


def typed(**answers):
    return {
        "domain": "社会救助",
        "level_1": "临时救助结果",
        "cadence": "periodic",
        "span": "quarter",
        "number": "20",
        "unit": "working_days",
        "months_after": "0",
        **answers,
    }


def test_a_clerk_begins_the_catalogue_of_the_own_unit(client, unit, clerk):
    client.force_login(clerk)

    answer = client.post(at("add"), {"agency": unit.pk})

    catalogue = Catalogue.objects.get(agency=unit)
    assert answer.url == at("change", catalogue.pk)
    assert client.get(answer.url).status_code == 200


def test_the_list_counts_items_and_those_without_a_rule(client, unit, clerk, edition):
    entry(edition, by=clerk, cadence=None)
    client.force_login(clerk)

    page = client.get(at("changelist"))

    (row,) = page.context["cl"].result_list
    assert row.item_counts == (2, 1)


def test_a_clerk_of_another_unit_finds_no_edition(client, edition):
    client.force_login(member(Role.EDITOR, agency(), is_staff=True))

    assert client.get(at("change", edition.pk)).status_code == 404
    assert client.post(at("deed", edition.pk, "hand-in")).status_code == 404


def test_an_entry_is_written_with_its_time_limit_as_answers(client, clerk, edition):
    client.force_login(clerk)

    answer = client.post(at("add_entry", edition.pk), typed())

    assert answer.url == at("change", edition.pk)
    made = edition.entries.get(level_1="临时救助结果")
    assert str(made.rule) == "每季度，其结束后20个工作日内"


def test_a_look_says_the_time_limit_in_words_and_keeps_nothing(client, clerk, edition):
    client.force_login(clerk)

    page = client.post(at("add_entry", edition.pk), typed(look="1"))

    assert "每季度" in page.text
    assert len(page.context["next_due"]) == 3
    assert page.context["next_due"][0].due_on >= local_day(clock.now())
    assert edition.entries.count() == 1
    assert 'value="临时救助结果"' in page.text
