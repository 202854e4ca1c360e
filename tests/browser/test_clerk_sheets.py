"""A clerk's day with a spreadsheet in a real browser: the template comes down, a sheet
with faults goes up, the faults are read, the mended file is taken, returned, mended
again, signed, and read by the public."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from directories.models import Role
from notices.models import FeeLine, Kind, Notice, NoticeStatus
from tests import factories as make
from tests.sheets import FEE_ROWS, fee_sheet

from .pages import axe_faults

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "清源县收费目录清单（2026年）"
BAD_FEES = fee_sheet(
    FEE_ROWS[0],
    (2, "土地闲置费", "宗", "价款的20%", "二十", "《城市房地产管理法》"),
    (3, "", "本", "10元/本", 10, "发改价格〔2017〕1186号"),
)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def unit(db):
    return make.agency("清源县自然资源局")


@pytest.fixture
def board(db):
    return make.board("行政事业性收费")


@pytest.fixture
def editor(unit):
    return make.member(Role.EDITOR, unit, is_staff=True, name="王芳")


@pytest.fixture
def approver(unit):
    return make.member(Role.APPROVER, unit, is_staff=True, name="李强")


def start(page, kind):
    """Write a draft of the kind, and open the page of its first table."""
    page.goto("/admin/notices/notice/add/")
    page.fill("#id_title", TITLE)
    page.select_option("#id_board", index=1)
    page.select_option("#id_kind", kind)
    page.click("[name=_continue]")
    page.locator(".notice-sheets a").first.click()
    page.locator("#sheet-file").wait_for()


def upload(page, content, name="表格.xlsx"):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("#sheet-file", file)
    page.click(".sheet-upload button")
    page.locator("#sheet-title").wait_for()


def test_fees_go_from_the_template_to_the_public_page(
    open_page, sign_in, board, editor, approver
):
    desk, officer, public = open_page(), open_page(), open_page()
    sign_in(desk, editor)
    sign_in(officer, approver)
    start(desk, Kind.FEE)

    # The template comes down and names its columns.
    with desk.expect_download() as download:
        desk.click("a[href$='/template/']")
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert any("收费项目" in cell for cell in cells)

    # A sheet with faults: they are told by their places, and nothing is stored.
    upload(desk, BAD_FEES)
    places = desk.locator(".sheet-faults tbody th").all_inner_texts()
    assert places == ["E4", "B5"]
    assert axe_faults(desk) == []
    assert not FeeLine.objects.exists()

    # The mended file takes over; its lines are taken and submitted.
    upload(desk, fee_sheet())
    desk.click("[action$='/take/'] button")
    desk.locator("[name=_submit]").wait_for()
    desk.click("[name=_submit]")
    desk.locator("#panel").wait_for()
    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.IN_REVIEW

    # Returned with a reason; the clerk mends one line in the form.
    officer.goto(f"/desk/notices/{notice.pk}/")
    officer.click("details:has([action$='/return/']) summary")
    officer.fill("#return_reason", "请写明依据的全称。")
    officer.click("[action$='/return/'] button")
    officer.wait_for_url("**/desk/")
    desk.goto("/desk/")
    desk.click(f"text={TITLE}")
    basis = desk.locator("textarea[id$='-1-bases']")
    basis.fill("《中华人民共和国城市房地产管理法》")
    desk.click("[name=_submit]")
    desk.locator("#panel").wait_for()

    # Signed, and read by anybody, as a page and as a sheet.
    officer.goto(f"/desk/notices/{notice.pk}/")
    officer.click("[action$='/sign/'] button")
    officer.wait_for_url("**/desk/")
    public.goto(reverse("notice-detail", args=[notice.pk]))
    table = public.locator(".lines__table").inner_text()
    assert "80元/件" in table
    assert "《中华人民共和国城市房地产管理法》" in table
    assert axe_faults(public) == []
    with public.expect_download() as download:
        public.click("a[href$='.xlsx']")
    lines = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    assert lines.worksheets[0].max_row == 3
