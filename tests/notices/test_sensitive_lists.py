"""Sensitive programmes: no number or sum is told by which few could be told apart."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from notices.models import Notice, Programme, SubsidySum
from notices.recipient_submission import SensitiveSums
from notices.recipient_sums import Entry, Sums, few_together
from notices.review import submit
from notices.structures.registry import structure_of
from tests.factories.structures import publish
from tests.factories.subsidies import (
    PEOPLE,
    payment_draft,
    payment_of,
    programme,
    published_subsidy,
    subsidy_draft,
)
from tests.sheets import token_on_page, workbook

pytestmark = pytest.mark.django_db

FIRST = PEOPLE[0]


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def living_in(places):
    """One recipient for each sign, in the township of that sign."""
    return [
        {**FIRST, "township": f"{place}镇", "check": f"99042119700101{number:04}"}
        for number, place in enumerate(places)
    ]


def sensitive_draft(places):
    return subsidy_draft(*living_in(places), paid_by=programme(is_sensitive=True))


def state_sum(notice, village, count):
    SubsidySum.objects.create(
        notice=notice, township="甲镇", village=village, count=count,
        amount=Decimal("1013.25"),
    )  # fmt: skip


def townships(notice):
    structure = structure_of(notice)
    assert structure
    return [(row["township"], row["count"]) for row in structure["townships"]]


# --- Sums by township ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ("甲甲甲乙乙丙", [("甲镇", 3), ("其他", 3)]),
        ("甲甲甲乙", [("其他", 4)]),
        ("甲甲甲乙乙乙乙丙", [("乙镇", 4), ("其他", 4)]),
        ("甲乙丙", [("其他", 3)]),
        ("甲甲甲", [("甲镇", 3)]),
        ("甲乙", []),
        ("甲", []),
    ],
)
def test_sums_by_township_tell_nobody_apart(places, told):
    assert townships(sensitive_draft(places)) == told


def test_sums_by_state_of_payment_tell_nobody_apart():
    states = [{"status": state} for state in ("已兑付", "已兑付", "已兑付", "冻结")]
    people = [
        person | state
        for person, state in zip(living_in("甲甲甲甲"), states, strict=True)
    ]

    structure = structure_of(
        subsidy_draft(*people, paid_by=programme(is_sensitive=True))
    )

    assert structure
    assert [(row["status"], row["count"]) for row in structure["statuses"]] == [
        ("其他", 4)
    ]


@pytest.mark.parametrize(
    ("sizes", "together"),
    [
        ([5, 4], [5, 4]),
        ([5, 1, 4], [5, 5]),
        ([2, 2, 9], [9, 4]),
        ([1, 2, 9], [9, 3]),
        ([1, 9], [10]),
        ([2, 1], [3]),
        ([3], [3]),
        ([1], []),
        ([1, 1], []),
        ([], []),
    ],
)
def test_few_are_put_together_until_they_are_enough(sizes, together):
    entries = [
        Entry(f"{size}/{number}", "", Sums(size, None, Decimal(size)))
        for number, size in enumerate(sizes)
    ]

    found = few_together(entries, least=3)

    assert [entry.sums.count for entry in found] == together


# --- Before submission --------------------------------------------------------------


@pytest.mark.parametrize("places", ["甲", "甲甲", "甲乙"])
def test_a_list_of_few_waits_for_the_next_payment(places):
    notice = sensitive_draft(places)

    with pytest.raises(SensitiveSums):
        submit(notice, by=notice.author)


def test_a_list_of_enough_is_submitted():
    notice = sensitive_draft("甲乙丙")

    submit(notice, by=notice.author)


@pytest.mark.parametrize(("village", "count"), [("堰口村", 9), ("", 2), ("", None)])
def test_stated_sums_tell_nobody_apart(village, count):
    notice = payment_draft(paid_by=programme(is_sensitive=True))
    state_sum(notice, village, count)

    with pytest.raises(SensitiveSums):
        submit(notice, by=notice.author)


def test_beside_a_list_nothing_is_stated_that_could_be_subtracted():
    notice = sensitive_draft("甲甲甲乙")
    state_sum(notice, "", 3)

    with pytest.raises(SensitiveSums):
        submit(notice, by=notice.author)


# --- Lists of few that were out before ----------------------------------------------


def test_figures_of_few_are_told_nowhere_once_their_programme_is_sensitive(client):
    notice = published_subsidy(*living_in("甲"))
    paid_by = payment_of(notice).programme
    pages = (reverse("subsidy-list"), reverse("programme-detail", args=[paid_by.pk]))
    before = [client.get(page).text for page in pages]

    Programme.objects.update(is_sensitive=True)
    structure = structure_of(notice)

    assert all("337.75" in text for text in before)
    assert all("337.75" not in client.get(page).text for page in pages)
    assert structure
    assert structure["list"]["count"] is structure["list"]["amount"] is None


def test_figures_of_few_are_in_no_total_of_their_programme_either(client):
    paid_by = programme()
    for places in ("甲", "甲甲甲"):
        published_subsidy(*living_in(places), paid_by=paid_by)

    Programme.objects.update(is_sensitive=True)

    assert "1,013.25 元" in client.get(reverse("subsidy-list")).text


def cells(answer):
    book = load_workbook(BytesIO(answer.getvalue()))
    return str([list(sheet.values) for sheet in book])


def bytes_of(answer):
    return b"".join(answer).decode()


# Where a payment is shown from what was signed.
DOORS = {
    "page": lambda client, at: client.get(f"{at}/").text,
    "API": lambda client, at: client.get(f"/api/v1{at}/").text,
    "table": lambda client, at: bytes_of(client.get(f"{at}/townships.csv")),
    "workbook": lambda client, at: cells(client.get(f"{at}/townships.xlsx")),
    "payments": lambda client, _at: bytes_of(client.get("/data/subsidy.csv")),
    "records": lambda client, _at: bytes_of(client.get("/data/subsidy.ndjson")),
    "lines": lambda client, _at: bytes_of(client.get("/data/subsidy-townships.csv")),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_tells_figures_of_few_that_were_signed_before(client, door):
    notice = published_subsidy(*living_in("甲"), ordered_amount="337.75")
    before = DOORS[door](client, f"/notices/{notice.pk}")

    Programme.objects.update(is_sensitive=True)
    after = DOORS[door](client, f"/notices/{notice.pk}")

    assert "337.75" in before
    assert "337.75" not in after


def test_small_townships_signed_before_are_put_together_now(client):
    notice = published_subsidy(*living_in("甲甲甲乙丙丁"))

    Programme.objects.update(is_sensitive=True)
    told = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert told["list"]["count"] == 6
    assert [(row["township"], row["count"]) for row in told["townships"]] == [
        ("甲镇", 3),
        ("其他", 3),
    ]


def test_villages_stated_before_are_told_by_township_now(client):
    notice = payment_draft(ordered_amount="2026.50")
    state_sum(notice, "堰口村", 1)
    state_sum(notice, "橘园村", 3)
    publish(notice)

    Programme.objects.update(is_sensitive=True)
    told = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert [(row["village"], row["count"]) for row in told["sums"]] == [("", 4)]


def test_what_was_signed_stays_as_it_was():
    notice = published_subsidy(*living_in("甲"))

    Programme.objects.update(is_sensitive=True)

    assert "337.75" in notice.revisions.get().content


# --- Dividing -----------------------------------------------------------------------

HEADINGS = ("乡镇", "村", "组", "户主姓名", "身份证号", "面积(亩)", "金额(元)")


def split(client, places, column):
    notice = payment_draft(paid_by=programme(is_sensitive=True), title="补贴公告")
    rows = [
        (row["township"], "新村", "一组", row["name"], row["check"], 3.5, 337.75)
        for row in living_in(places)
    ]
    client.force_login(notice.author)
    sheet = SimpleUploadedFile("名单.xlsx", workbook([HEADINGS, *rows]))
    at = [notice.pk, "recipients"]
    shown = client.post(
        reverse("desk-lines-act", args=[*at, "upload"]), {"sheet": sheet}
    )
    data = {"column": column, "token": token_on_page(notice, "recipients")}
    answer = client.post(reverse("desk-lines-act", args=[*at, "split"]), data)
    return shown.text, answer


def test_a_sensitive_list_is_not_divided_by_village(client):
    shown, answer = split(client, "甲甲甲甲", "village")

    assert 'name="column" value="village"' not in shown
    assert answer.status_code == 400
    assert Notice.objects.count() == 1


def test_a_sensitive_list_is_divided_by_townships_of_enough_recipients_only(client):
    _shown, answer = split(client, "甲甲甲乙乙", "township")

    assert answer.status_code == 400
    assert Notice.objects.count() == 1


def test_a_sensitive_list_of_large_townships_is_divided(client):
    split(client, "甲甲甲乙乙乙", "township")

    drafts = list(Notice.objects.all())
    assert len(drafts) == 2
    for draft in drafts:
        submit(draft, by=draft.author)
