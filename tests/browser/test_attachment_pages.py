"""Files opened as pages, on a phone and at a desk."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import Workbook
from playwright.sync_api import expect

from directories.models import Role
from disclosure_portal.foundation.models import Extraction
from notices.extracting import open_file
from notices.models import Tick
from notices.publication import sign
from notices.review import submit
from tests import factories as make
from tests.foundation.made_pdfs import blank_pdf, pdf_of

from .pages import Stop, faults_of

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def wide_workbook() -> bytes:
    book = Workbook()
    for row in range(30):
        book.active.append([f"第{row}行第{column}列" for column in range(20)])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def stops(live_server):
    notice = make.draft_notice(unit=make.agency(telephone="0310-0000002"))
    files = {
        "pages": ("方案.pdf", pdf_of("FLOOD PLAN OF THE WHOLE COUNTY", pages=3)),
        "scan": ("扫描件.pdf", blank_pdf(pages=1)),
        "tables": ("预算表.xlsx", wide_workbook()),
        "broken": ("坏文件.pdf", b"%PDF-1.7\nbroken"),
    }
    keys = {
        name: make.attachment(notice, name=file, content=content).pk
        for name, (file, content) in files.items()
    }
    for pk in Extraction.objects.values_list("pk", flat=True):
        open_file.call(pk)
    submit(notice, by=notice.author)
    sign(notice, by=make.member(Role.APPROVER, notice.agency), ticks=Tick.values)
    return {
        name: Stop(name, reverse("notice-attachment", args=[notice.pk, key]))
        for name, key in keys.items()
    }


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_opened_file_is_sound(open_page, stops, viewport):
    page = open_page(viewport=viewport)

    faults = {name: faults_of(page, stop) for name, stop in stops.items()}

    assert {name: found for name, found in faults.items() if found} == {}


def test_pictures_keep_their_place_before_they_are_there(open_page, stops):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.route("**/pages/*/", lambda route: route.abort())

    page.goto(stops["pages"].address)

    boxes = [each.bounding_box() for each in page.locator(".leaf__picture").all()]
    assert len(boxes) == 3
    assert all(box["height"] > box["width"] * 1.3 for box in boxes)


def test_the_text_of_a_page_opens_by_keyboard(open_page, stops):
    page = open_page(viewport=PHONE)
    page.goto(stops["pages"].address)

    page.locator(".leaf__text summary").first.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".leaf__lines").first).to_be_visible()
