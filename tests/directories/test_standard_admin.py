"""The overseer looks at a catalogue, takes it, and settles its time limits."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from directories.models import (
    LimitState,
    Role,
    StandardCatalogue,
    StandardItem,
    StandardUpload,
)
from directories.sheet_uploads import forget_uploads
from disclosure_portal.foundation.models import AuditEntry
from tests.catalogue_sheets import household_catalogue, relief_catalogue
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.standards import take_catalogue

pytestmark = pytest.mark.django_db

UPLOAD = reverse("admin:directories_standardcatalogue_import")
CATALOGUES = reverse("admin:directories_standardcatalogue_changelist")
ITEMS = reverse("admin:directories_standarditem_changelist")


@pytest.fixture
def overseer(client):
    person = member(Role.OVERSEER, county(), is_staff=True)
    client.force_login(person)
    return person


def upload(client, content, file_name="目录.xlsx", **fields):
    file = SimpleUploadedFile(file_name, content)
    typed = {"name": "社会救助目录", "domain": "社会救助", "issue_level": "county"}
    return client.post(UPLOAD, {**typed, "file": file, **fields})


def test_a_sheet_is_looked_at_before_anything_is_taken(client, overseer):
    answer = upload(client, relief_catalogue())

    page = client.get(answer.url)
    assert not StandardCatalogue.objects.exists()
    assert page.context["preview"].may_be_taken
    assert "最低生活保障 / 审核信息" in page.text
    assert "F8" in page.text
    assert (
        page["Cache-Control"].count("no-store") or "no-cache" in page["Cache-Control"]
    )


def test_taking_it_stores_the_items_and_forgets_the_sheet(client, overseer):
    address = upload(client, relief_catalogue()).url

    answer = client.post(address, {"apply": "1"}, follow=True)

    assert answer.redirect_chain == [(CATALOGUES, 302)]
    assert StandardItem.objects.count() == 4
    assert not StandardUpload.objects.exists()
    line = AuditEntry.objects.get(action="imported")
    assert (line.actor, line.target_name) == (overseer, "社会救助目录")
    assert client.get(address).status_code == 404


def test_errors_stand_with_their_places_on_one_page_and_nothing_is_taken(
    client, overseer
):
    twice = ("0501", "户籍管理", "迁移登记", "迁出登记", "另一项")
    address = upload(client, household_catalogue(twice), "户籍.csv").url

    page = client.post(address, {"apply": "1"})

    assert page.status_code == 200
    assert [note.place for note in page.context["preview"].errors] == ["7"]
    assert not page.context["preview"].may_be_taken
    assert not StandardItem.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"a,b\n1,2\n", "a.csv"),
        (b"not a workbook", "目录.xlsx"),
        (b"", "目录.csv"),
        (relief_catalogue(), "目录.docx"),
    ],
)
def test_what_is_no_catalogue_is_told_on_the_form_and_not_kept(
    client, overseer, content, name
):
    page = upload(client, content, name)

    assert page.status_code == 200
    assert page.context["form"].errors["file"]
    assert page.context["form"]["name"].value() == "社会救助目录"
    assert not StandardUpload.objects.exists()


def test_a_sheet_of_a_workbook_is_chosen_by_its_name(client, overseer):
    page = upload(client, relief_catalogue(), sheet="城乡规划")

    assert "社会救助" in page.context["form"].errors["file"][0]


def test_the_preview_of_a_renewal_names_what_changes(client, overseer):
    take_catalogue(household_catalogue(), "户籍.csv", by=overseer, catalogue="户籍")
    changed = household_catalogue().decode("gb18030").replace("收养登记", "收养、入籍")

    answer = upload(client, changed.encode(), "户籍.csv", name="户籍")
    assert answer.status_code == 302, answer.context["form"].errors
    address = answer.url

    preview = client.get(address).context["preview"]
    assert [(str(each.item), each.row) for each in preview.changes] == [
        ("户籍管理 / 出生登记 / 收养、入籍", 5)
    ]
    assert preview.changes[0].columns == "三级事项"


def test_somebody_elses_sheet_is_not_there(client, overseer):
    address = upload(client, relief_catalogue()).url
    client.force_login(member(Role.OVERSEER, county(), is_staff=True))

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_sheets_that_nobody_takes_are_forgotten_after_a_day(client, overseer):
    upload(client, relief_catalogue())
    assert forget_uploads() == "0 sheets removed"

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert forget_uploads() == "1 sheets removed"

    assert not StandardUpload.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_nobody_of_a_single_unit_gets_to_these_pages(client, role):
    client.force_login(member(role, agency(), is_staff=True))

    for address in (UPLOAD, CATALOGUES, ITEMS):
        assert client.get(address).status_code in (302, 403)
    assert upload(client, relief_catalogue()).status_code in (302, 403)
    assert not StandardUpload.objects.exists()


def test_limits_to_be_settled_are_listed_and_settled_by_hand(client, overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    page = client.get(ITEMS, {"limit_state__exact": "unread"})
    (item,) = page.context["cl"].result_list
    rule = {
        "limits-TOTAL_FORMS": "1",
        "limits-INITIAL_FORMS": "0",
        "limits-0-position": "1",
        "limits-0-cadence": "periodic",
        "limits-0-period": "year",
        "limits-0-month": "3",
        "limits-0-day": "31",
    }

    answer = client.post(
        reverse("admin:directories_standarditem_change", args=[item.pk]), rule
    )

    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.limit_state == LimitState.SETTLED
    assert (item.limits.get().month, item.limits.get().day) == (3, 31)
    assert AuditEntry.objects.filter(action="limit_settled", actor=overseer).exists()


def test_a_rule_that_says_nothing_comes_back_with_a_sentence(client, overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    item = StandardItem.objects.get(limit_state=LimitState.UNREAD)
    rule = {
        "limits-TOTAL_FORMS": "1",
        "limits-INITIAL_FORMS": "0",
        "limits-0-position": "1",
        "limits-0-cadence": "within",
    }

    page = client.post(
        reverse("admin:directories_standarditem_change", args=[item.pk]), rule
    )

    assert page.status_code == 200
    item.refresh_from_db()
    assert item.limit_state == LimitState.UNREAD
    assert "请填写期限" in page.text


def test_saving_the_page_as_it_was_settles_nothing(client, overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    item = StandardItem.objects.get(limit_state=LimitState.UNREAD)
    blank = {
        "limits-TOTAL_FORMS": "1",
        "limits-INITIAL_FORMS": "0",
        "limits-0-position": "1",
    }

    client.post(reverse("admin:directories_standarditem_change", args=[item.pk]), blank)

    item.refresh_from_db()
    assert item.limit_state == LimitState.UNREAD


def test_a_limit_may_be_settled_without_a_rule(client, overseer):
    take_catalogue(household_catalogue(), "户籍.csv", by=overseer)
    item = StandardItem.objects.get(limit_state=LimitState.NOT_STATED)
    order = {"action": "settle_without_rule", "_selected_action": [item.pk]}

    client.post(ITEMS, order)

    item.refresh_from_db()
    assert item.limit_state == LimitState.SETTLED
    assert not item.limits.exists()


def test_items_that_were_left_out_are_listed_only_when_asked_for(client, overseer):
    take_catalogue(household_catalogue(), "户籍.csv", by=overseer)
    rest = household_catalogue(rows=[("0501", "户籍管理", "出生登记", "出生登记")])
    take_catalogue(rest, "户籍.csv", by=overseer)

    assert client.get(ITEMS).context["cl"].result_count == 1
    left_out = client.get(ITEMS, {"left_out": "yes"})
    assert left_out.context["cl"].result_count == 2


def test_the_lists_ask_the_database_as_often_for_many_items(
    client, overseer, django_assert_num_queries
):
    take_catalogue(relief_catalogue(), by=overseer)
    client.get(ITEMS)

    with django_assert_num_queries(11):
        client.get(ITEMS)
    for number in range(3):
        take_catalogue(relief_catalogue(), by=overseer, catalogue=f"目录{number}")
    with django_assert_num_queries(11):
        client.get(ITEMS)
