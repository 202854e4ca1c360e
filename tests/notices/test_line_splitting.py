"""One sheet, a notice for each village: each with its own lines, all or none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import AgencyKind, Membership, Role
from notices.attaching import attach
from notices.drafting import set_co_publishers, set_posting_period
from notices.models import (
    Kind,
    LandFacts,
    LandLine,
    Notice,
    PostingPeriod,
    SubsidySum,
)
from notices.review import submit
from tests.factories.directories import agency, member
from tests.factories.structures import COMPENSATION, TAKING, draft_with_facts
from tests.factories.subsidies import payment_draft
from tests.foundation.made_files import PDF
from tests.sheets import token_on_page, workbook

pytestmark = pytest.mark.django_db

HEADINGS = ("村", "组", "地类", "面积(亩)", "补偿标准(元/亩)", "补偿金额(元)")
ROWS = (
    ("堰口村", "一组", "水田", 2, 30000, 60000),
    ("橘园村", "二组", "旱地", 1, 20000, 20000),
    ("堰口村", "三组", "旱地", 1.5, 20000, 30000),
)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def taking(**fields: Any) -> Notice:
    facts = LandFacts(**TAKING)
    lines = [COMPENSATION]
    return draft_with_facts(Kind.LAND, facts, *lines, title="征地补偿公告", **fields)


def split(client, notice, *rows, column="village"):
    client.force_login(notice.author)
    sheet = SimpleUploadedFile("补偿.xlsx", workbook([HEADINGS, *rows]))
    address = reverse("desk-lines-act", args=[notice.pk, "lines", "upload"])
    client.post(address, {"sheet": sheet})
    token = token_on_page(notice, "lines")
    address = reverse("desk-lines-act", args=[notice.pk, "lines", "split"])
    return client.post(address, {"column": column, "token": token}, follow=True)


def test_each_village_gets_a_draft_with_its_lines_and_the_common_facts(client):
    notice = taking()

    split(client, notice, *ROWS)

    titles = Notice.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["征地补偿公告（堰口村）", "征地补偿公告（橘园村）"]
    assert LandFacts.objects.count() == 2
    groups = LandLine.objects.order_by("notice", "position")
    assert list(groups.values_list("notice__title", "group")) == [
        ("征地补偿公告（堰口村）", "一组"),
        ("征地补偿公告（堰口村）", "三组"),
        ("征地补偿公告（橘园村）", "二组"),
    ]


def test_a_village_that_the_writer_writes_for_publishes_itself(client):
    town = agency("石盘镇", kind=AgencyKind.TOWNSHIP)
    village = agency("橘园村", kind=AgencyKind.VILLAGE, parent=town)
    notice = taking(unit=town)
    writer = member(Role.EDITOR, town)
    Notice.objects.filter(pk=notice.pk).update(author=writer)
    notice.author = writer

    split(client, notice, *ROWS)

    assert Notice.objects.get(title__contains="橘园村").agency == village
    assert Notice.objects.get(title__contains="堰口村").agency == town


def test_a_line_without_a_place_keeps_the_sheet_whole(client):
    notice = taking()
    before = LandLine.objects.count()

    response = split(client, notice, *ROWS, ("", "九组", "水田", 1, 30000, 30000))

    assert response.status_code == 400
    assert Notice.objects.count() == 1
    assert LandLine.objects.count() == before


def test_only_places_divide_a_sheet(client):
    notice = taking()

    response = split(client, notice, *ROWS, column="land_class")

    assert response.status_code == 404


TWO_TOWNS = ("乡镇", "村", "组", "户主姓名", "身份证号", "面积(亩)", "金额(元)")
PAID = (
    ("石盘镇", "新村", "一组", "钟厚朴", "990421197001010017", 3.5, 337.75),
    ("槐荫镇", "新村", "二组", "向春生", "99042119680203002X", 2, 193),
)


def split_payment(client, notice, column):
    client.force_login(notice.author)
    sheet = SimpleUploadedFile("名单.xlsx", workbook([TWO_TOWNS, *PAID]))
    at = [notice.pk, "recipients"]
    client.post(reverse("desk-lines-act", args=[*at, "upload"]), {"sheet": sheet})
    data = {"column": column, "token": token_on_page(notice, "recipients")}
    client.post(reverse("desk-lines-act", args=[*at, "split"]), data)
    return list(Notice.objects.order_by("pk"))


@pytest.mark.parametrize("column", ["township", "village"])
def test_each_part_of_a_payment_can_be_submitted_with_its_own_sums(client, column):
    notice = payment_draft(ordered_amount=Decimal("530.75"), title="补贴公示")
    for town, amount in (("石盘镇", "337.75"), ("槐荫镇", "193.00")):
        village = "新村" if column == "village" else ""
        SubsidySum.objects.create(
            notice=notice, township=town, village=village, amount=Decimal(amount)
        )

    drafts = split_payment(client, notice, column)

    assert len(drafts) == 2
    for draft in drafts:
        draft.refresh_from_db()
        submit(draft, by=notice.author)
        assert SubsidySum.objects.filter(notice=draft).count() == 1


def test_villages_of_one_name_stay_two_and_each_goes_to_its_own_unit(client):
    county = agency("清源县", kind=AgencyKind.COUNTY)
    units = []
    for town in ("石盘镇", "槐荫镇"):
        above = agency(town, kind=AgencyKind.TOWNSHIP, parent=county)
        units.append(agency("新村", kind=AgencyKind.VILLAGE, parent=above))
    office = agency("县农业农村局", parent=county)
    notice = payment_draft(unit=office, title="补贴公示")
    for unit in units:
        Membership.objects.create(user=notice.author, agency=unit, role=Role.EDITOR)

    drafts = split_payment(client, notice, "village")

    assert [draft.title for draft in drafts] == [
        "补贴公示（石盘镇新村）",
        "补贴公示（槐荫镇新村）",
    ]
    assert [draft.agency for draft in drafts] == units


def test_every_part_keeps_the_posting_period_the_files_and_the_partners(client):
    notice = payment_draft(title="补贴公示")
    partner = agency("县财政局")
    set_posting_period(
        notice,
        PostingPeriod(
            starts_on=date(2026, 11, 26), length=7, objection_unit="县农业农村局"
        ),
    )
    set_co_publishers(notice, [notice.agency, partner])
    attach(notice, file_name="方案.pdf", chunks=[PDF], by=notice.author)

    drafts = split_payment(client, notice, "township")

    for draft in drafts:
        assert draft.posting_period.length == 7
        assert draft.co_publishers.count() == 2
        assert draft.attachments.count() == 1
