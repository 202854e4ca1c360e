from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure_portal.foundation.refusals import RefusedFile
from notices.line_sheets import ReadSheet, keep_sheet, read_or_drop
from notices.models import Kind, LineSheet, Notice
from notices.review import Incomplete, submit
from notices.sheet_targets import target_of
from notices.structures.registry import missing_of
from tests.factories.notices import draft_notice
from tests.factories.structures import COMPENSATION, land_draft, publish, structure
from tests.sheets import workbook

pytestmark = pytest.mark.django_db


def of_groups(*lines):
    return [{**line, "group": f"{n}组"} for n, line in enumerate(lines, start=1)]


def test_compensation_is_shown_by_village_and_group_with_sums(client):
    dry = {**COMPENSATION, "group": "三组", "area": Decimal(2), "amount": 86400}

    text = client.get(publish(land_draft(COMPENSATION, dry)).get_absolute_url()).text

    for shown in ("政国土字〔2026〕18号", "二组", "453,600", "12.5", "540,000"):
        assert shown in text


@pytest.mark.parametrize(
    ("area", "standard", "amount", "is_right"),
    [
        ("10.500", "43200", "453600.00", True),
        ("10.500", "43200", "453600.01", True),
        ("10.500", "43200", "453600.02", False),
        ("10.500", "43200", "45360.00", False),
        ("0.333", "35000.5", "11655.17", True),
        ("0.333", "35000.5", "11655.15", False),
        ("0", "43200", "0", True),
    ],
)
def test_an_amount_is_area_times_standard_within_a_fen(
    area, standard, amount, is_right
):
    line = {
        "area": Decimal(area),
        "standard": Decimal(standard),
        "amount": Decimal(amount),
    }

    notice = land_draft(COMPENSATION | line)

    assert (missing_of(notice) == []) is is_right


def test_every_wrong_amount_is_named_by_its_line():
    wrong = {**COMPENSATION, "amount": Decimal("453000.00")}
    notice = land_draft(*of_groups(COMPENSATION, wrong, COMPENSATION, wrong))

    with pytest.raises(Incomplete) as refused:
        submit(notice, by=notice.author)

    message = str(refused.value)
    assert message.count("10.5 × 43200 = 453600.00") == 2
    assert "2" in message
    assert "4" in message


def test_a_taking_without_facts_and_lines_is_not_submitted():
    notice = draft_notice(kind=Kind.LAND)

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)


@pytest.mark.parametrize("code", ["village", "land_class"])
def test_a_line_that_lacks_what_a_villager_must_know_is_named(code):
    notice = land_draft(COMPENSATION, {**COMPENSATION, code: ""})

    with pytest.raises(Incomplete, match="2"):
        submit(notice, by=notice.author)


def test_a_line_has_no_place_for_a_household():
    notice = land_draft()

    assert set(structure(notice)["lines"][0]) == {
        "village",
        "group",
        "land_class",
        "area",
        "standard",
        "amount",
        "resettled",
    }


def test_the_api_gives_the_lines_as_they_were_signed(client):
    notice = publish(land_draft())

    structure = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert structure["area"] == "10.500"
    assert structure["lines"][0]["standard"] == "43200.0000"


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_of_compensation_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, size
):
    notice = publish(land_draft(*of_groups(*[COMPENSATION] * size)))
    client.get(notice.get_absolute_url())

    # The state of the site, the notice, its parts.
    with django_assert_num_queries(3):
        client.get(notice.get_absolute_url())


# --- Never by household -------------------------------------------------------------

HEADINGS = ("村", "组", "地类", "面积(亩)", "补偿标准", "补偿金额")
OF_GROUP = ("上渡村", "二组", "水田", 1.5, 43200, 64800)
OF_ANOTHER = ("上渡村", "二组", "水田", 9, 43200, 388800)


def upload(notice: Notice, *rows: tuple[object, ...]) -> ReadSheet:
    target = target_of(notice.kind, "lines")
    assert target is not None
    chunks = [workbook(rows)]
    kept = keep_sheet(
        notice, target, file_name="补偿.xlsx", chunks=chunks, by=notice.author
    )
    return read_or_drop(kept, target)


@pytest.fixture
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    "heading", ["户主姓名", "姓名", "户主", "身份证号", "一卡通卡号", "银行账号"]
)
def test_a_sheet_by_household_is_sent_to_the_recipient_lists(own_media, heading):
    headings, row = (*HEADINGS, heading), (*OF_GROUP, "钟厚朴")

    with pytest.raises(RefusedFile) as refused:
        upload(land_draft(), headings, row)

    assert "钟厚朴" not in str(refused.value)
    assert not LineSheet.objects.exists()


def test_households_without_their_names_are_told_by_repeating_one_place(own_media):
    sheet = upload(land_draft(), HEADINGS, OF_GROUP, OF_ANOTHER)

    assert [(fault.number, fault.code) for fault in sheet.faults] == [(1, "village")]
    assert not sheet.may_be_taken


@pytest.mark.parametrize("code", ["village", "group", "land_class", "standard"])
def test_lines_of_another_place_class_or_standard_stand_beside_each_other(code):
    other = {**COMPENSATION, "area": Decimal(0), "amount": Decimal(0)}

    notice = land_draft(COMPENSATION, {**other, code: Decimal("40000")})

    assert missing_of(notice) == []


def test_typed_lines_of_one_place_are_not_submitted_either():
    notice = land_draft(COMPENSATION, {**COMPENSATION, "group": " 二 组"})

    with pytest.raises(Incomplete, match="2"):
        submit(notice, by=notice.author)
