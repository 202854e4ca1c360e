"""A clerk's day with a spreadsheet in a real browser: the template comes down, a sheet
with faults goes up, the faults are read, the mended file is taken, returned, mended
again, signed, and read by the public."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Download, Page

from notices.models import Kind, Notice, NoticeStatus
from tests.factories.structures import fee_draft, publish
from tests.factories.subsidies import programme, published_subsidy
from tests.sheets import FEE_ROWS, fee_sheet, workbook

from .pages import axe_faults, follow

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "清源县收费目录清单（2026年）"
HOME = ("石盘镇", "堰口村", "三组")
IDENTITY = "990421197001010017"  # nobody's: its check digit is wrong
MATERIALS = ("材料名称", "原件/复印件", "份数")
BAD_FEES = fee_sheet(
    FEE_ROWS[0],
    (2, "土地闲置费", "宗", "价款的20%", "二十", "《城市房地产管理法》"),
    (3, "", "本", "10元/本", 10, "发改价格〔2017〕1186号"),
)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def programmes(unit):
    """The one that the subsidy of these days is paid by."""
    return programme(unit=unit)


@dataclass(frozen=True)
class Day:
    """What one kind's day is about. `say` fills the kind's facts in the form; `mend`
    is what the clerk changes when the notice has come back."""

    kind: Kind
    heading: str
    bad: bytes
    places: list[str]
    good: bytes
    say: Callable[[Page], None]
    mend: Callable[[Page], None]
    read: list[str]


def fill(page, **texts):
    """Fields of a kind's own by their names, the first of each."""
    for name, text in texts.items():
        page.locator(f"[name$='-0-{name}']").first.fill(text)


def choose(page, **values):
    for name, value in values.items():
        page.locator(f"select[name$='-0-{name}']").first.select_option(value)


def say_guide(page):
    fill(
        page,
        item="不动产首次登记",
        conditions="房屋已竣工验收合格。",
        bases="《不动产登记暂行条例》",
        place="清源县政务服务大厅一楼",
        hours="工作日 8:30—17:30",
        telephone="0000-5550123",
        number="1",
    )
    choose(page, handling="promised", audience="both")
    fill(page, legal_days="30", promised_days="5")
    page.locator("[name$='-0-is_free']").check()
    page.locator("[name$='-0-name'][maxlength]").last.fill("受理审核")


def say_subsidy(page):
    page.locator("select[name$='-0-programme']").select_option(index=1)
    fill(page, for_year="2026", part="全年")


PEOPLE = ("乡镇", "村", "村民小组", "户主姓名", "身份证号", "面积(亩)", "金额(元)")
DAYS = [
    Day(
        kind=Kind.FEE,
        heading="收费项目",
        bad=BAD_FEES,
        places=["E4", "B5"],
        good=fee_sheet(),
        say=lambda page: None,
        mend=lambda page: page.locator("textarea[name$='-1-bases']").fill(
            "《中华人民共和国城市房地产管理法》"
        ),
        read=["80元/件", "《中华人民共和国城市房地产管理法》"],
    ),
    Day(
        kind=Kind.PROCEDURE,
        heading="材料",
        bad=workbook([MATERIALS, ("申请书", "原件", "若干"), ("", "复印件", 1)]),
        places=["C2", "A3"],
        good=workbook([MATERIALS, ("申请书", "原件", 1), ("身份证明", "复印件", 1)]),
        say=say_guide,
        mend=lambda page: fill(page, conditions="房屋已竣工，验收合格。"),
        read=["申请书", "身份证明", "验收合格", "5个工作日"],
    ),
    Day(
        kind=Kind.SUBSIDY,
        heading="姓名",
        bad=workbook([PEOPLE, (*HOME, "钟厚朴", IDENTITY, 3.5, 300)]),
        places=["G2"],
        good=workbook([PEOPLE, (*HOME, "钟厚朴", IDENTITY, 3.5, 337.75)]),
        say=say_subsidy,
        mend=lambda page: fill(page, bases="《耕地地力保护补贴实施方案》"),
        read=["337.75", "耕地地力保护补贴"],
    ),
]


def write(page, day):
    """A draft of the kind with its facts, then the page of its first table."""
    page.goto("/admin/notices/notice/add/")
    page.fill("#id_title", TITLE)
    page.select_option("#id_board", index=1)
    page.select_option("#id_kind", day.kind)
    follow(page, "[name=_continue]")
    day.say(page)
    follow(page, "[name=_continue]")
    follow(page, ".notice-sheets a")


def upload(page, content, name="表格.xlsx"):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("#sheet-file", file)
    follow(page, ".sheet-upload button")


def submit(page):
    follow(page, "[name=_submit]")
    page.locator("#panel").wait_for()


@pytest.mark.parametrize("day", DAYS, ids=[day.kind.value for day in DAYS])
def test_from_the_template_to_the_public_page(
    open_page, sign_in, board, editor, approver, programmes, day
):
    desk, officer, public = open_page(), open_page(), open_page()
    sign_in(desk, editor)
    sign_in(officer, approver)
    write(desk, day)

    # The template comes down and names its columns.
    with desk.expect_download() as download:
        desk.click("a[href$='/template/']")
    assert day.heading in "".join(cells_of(download.value))

    # A sheet with faults: they are told by their places, and nothing is stored.
    upload(desk, day.bad)
    assert desk.locator(".sheet-faults tbody th").all_inner_texts() == day.places
    assert desk.locator("[action$='/take/']").count() == 0
    assert axe_faults(desk) == []

    # The mended file takes over; its lines are taken and submitted.
    upload(desk, day.good)
    assert axe_faults(desk) == []
    follow(desk, "[action$='/take/'] button")
    submit(desk)
    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.IN_REVIEW

    # Returned with a reason; the clerk mends it in the form.
    officer.goto(f"/desk/notices/{notice.pk}/")
    officer.click("details:has([action$='/return/']) summary")
    officer.fill("#return_reason", "请写明全称。")
    follow(officer, "[action$='/return/'] button")
    desk.goto("/desk/")
    follow(desk, f"text={TITLE}")
    day.mend(desk)
    submit(desk)

    # Signed, and read by anybody.
    officer.goto(f"/desk/notices/{notice.pk}/")
    officer.check("#sign_all_ticks")
    follow(officer, "[action$='/sign/'] button")
    public.goto(reverse("notice-detail", args=[notice.pk]))
    text = public.locator("main").inner_text()
    assert [words for words in day.read if words not in text] == []
    assert axe_faults(public) == []


def test_a_published_table_goes_out_as_a_sheet(browser_page):
    notice = publish(fee_draft())
    browser_page.goto(notice.get_absolute_url())

    with browser_page.expect_download() as download:
        browser_page.click("a[href$='.xlsx']")

    assert "80元/件" in cells_of(download.value)


def test_a_recipient_finds_their_own_line(phone_page):
    published_subsidy()
    page = phone_page

    page.goto("/subsidies/check/")
    page.fill("[name=name]", "钟厚朴")
    page.fill("[name=check_value]", IDENTITY[-6:])
    follow(page, "main form button[type=submit]")

    page.locator("text=337.75").first.wait_for()
    assert axe_faults(page) == []


def cells_of(download: Download) -> list[str]:
    book = load_workbook(BytesIO(Path(download.path()).read_bytes()))
    rows = book.worksheets[0].iter_rows(values_only=True)
    return [str(value) for row in rows for value in row]
