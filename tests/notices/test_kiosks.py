"""What a touch screen in a hall shows."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import AgencyKind, FloorPlan, Role
from tests.factories import (
    agency,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import guide_draft, publish
from tests.foundation.made_files import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return agency("清源县残疾人联合会")


def page_of(client, name, hall, *more, **query):
    return client.get(reverse(name, args=[hall.slug, *more]), query)


def links(page):
    return re.findall(r'<a\b[^>]*href="([^"]*)"', page.text)


def test_guides_are_found_by_their_letter(client, hall):
    publish(guide_draft(unit=hall, title="残疾人证办理指南"))
    publish(guide_draft(unit=hall, title="无障碍改造申请指南"))

    page = page_of(client, "kiosk-guides", hall, letter="C").text

    assert "残疾人证办理指南" in page
    assert "无障碍改造申请指南" not in page
    assert "letter=W" in page
    assert "letter=B" not in page


def test_a_hall_without_guides_shows_those_of_the_county(client):
    publish(guide_draft(unit=agency("清源县公安局"), title="户口迁移办理指南"))
    hall = agency("清源县政务大厅", kind=AgencyKind.SERVICE_HALL)

    assert "户口迁移办理指南" in page_of(client, "kiosk-guides", hall).text


def test_a_long_list_is_turned_by_pages(client, hall):
    for number in range(8):
        publish(guide_draft(unit=hall, title=f"残疾人服务{number}"))

    first = page_of(client, "kiosk-guides", hall, letter="C")
    last = page_of(client, "kiosk-guides", hall, letter="C", page="999999999999")

    assert f"{reverse('kiosk-guides', args=[hall.slug])}?letter=C&amp;page=2" in links(
        first
    )
    assert "残疾人服务7" in last.text
    assert "2 / 2" in last.text


def test_no_page_leads_to_another_site_or_off_the_kiosk(client, hall):
    body = '<p>见<a href="https://www.example.gov.cn/">办法</a></p>'
    guide = publish(
        guide_draft(
            unit=hall,
            body=body,
            facts={"online_url": "https://apply.example.gov.cn/", "window": "一楼"},
        )
    )

    page = page_of(client, "kiosk-notice", hall, guide.pk)

    assert "办法" in page.text
    assert {link.split("/")[1] for link in links(page)} == {"kiosk"}
    assert "<form" not in page.text


def test_every_page_has_a_way_to_the_start_and_back_there_by_itself(client, hall):
    guide = publish(guide_draft(unit=hall))
    start = reverse("kiosk", args=[hall.slug])

    pages = [
        page_of(client, "kiosk", hall),
        page_of(client, "kiosk-guides", hall),
        page_of(client, "kiosk-notices", hall),
        page_of(client, "kiosk-units", hall),
        page_of(client, "kiosk-floors", hall),
        page_of(client, "kiosk-unit", hall, hall.slug),
        page_of(client, "kiosk-notice", hall, guide.pk),
    ]

    for page in pages:
        assert start in links(page)
        assert f'data-start="{start}"' in page.text
        assert 'data-idle="60"' in page.text


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (withdrawn_notice, 410),
        (draft_notice, 404),
        (lambda: published_notice(audience="staff"), 404),
    ],
    ids=["withdrawn", "draft", "internal"],
)
def test_what_is_not_public_is_not_on_a_kiosk(client, hall, make, status):
    notice = make()

    page = page_of(client, "kiosk-notice", hall, notice.pk)

    assert page.status_code == status
    assert notice.title not in page.text


def test_a_clerk_hangs_the_plan_of_a_floor(client, hall):
    editor = member(Role.EDITOR, hall, is_staff=True)
    client.force_login(editor, backend="directories.permissions.MembershipBackend")
    form = {
        "agency": hall.pk,
        "title": "一楼",
        "description": "左边是综合窗口。",
        "position": 0,
        "picture": SimpleUploadedFile("plan.png", picture("PNG"), "image/png"),
    }
    client.post(reverse("admin:directories_floorplan_add"), form)
    client.logout()

    plan = FloorPlan.objects.get()
    page = page_of(client, "kiosk-floors", hall).text

    assert reverse("floor-plan", args=[plan.digest]) in page
    assert 'alt="左边是综合窗口。"' in page
    shown = client.get(reverse("floor-plan", args=[plan.digest]))
    assert shown["Content-Type"] == "image/png"


def test_units_are_found_by_what_they_do_not_by_their_level(client, hall):
    for name in ("县民政局", "市场监督管理局", "市民政局", "城关镇"):
        agency(name, parent=hall)

    found = {
        letter: page_of(client, "kiosk-units", hall, letter=letter).text
        for letter in "CMSX"
    }

    assert "县民政局" in found["M"]
    assert "市民政局" in found["M"]
    assert "市场监督管理局" in found["S"]
    assert "城关镇" in found["C"]
    assert "县民政局" not in found["X"]
