"""One sheet, a notice for each village: each with its own lines, all or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import AgencyKind, Role
from notices.models import Kind, LandFacts, LandLine, LineSheet, Notice
from tests.factories.directories import agency, member
from tests.factories.structures import COMPENSATION, TAKING, draft_with_facts
from tests.sheets import workbook

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
    token = LineSheet.objects.get().token
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
