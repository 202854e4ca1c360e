"""An inspector on a telephone: the connection is cut midway, the page loaded anew, a
second tab opened, and nothing is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from supervision.models import Mark, MarkEvidence, SheetStatus
from supervision.round_preparing import assign
from tests.factories.inspections import inspector, marker_of, running_round, sheet_of
from tests.factories.supervision_checklists import overseer
from tests.foundation.made_files import picture

from .pages import axe_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
SAVED = "已保存。"
JPEG = picture("JPEG")


@pytest.fixture
def sheet(db):
    return sheet_of(running_round(1).units.get())


def value_of(page, code):
    return page.locator(f'[data-mark="{code}"] [name=value]')


def status_of(page):
    return page.locator("[data-status]")


def marks():
    rows = Mark.objects.values_list("indicator__code", "value")
    return {code: value for code, value in rows}


def photograph(page, code):
    camera = page.locator(f'[data-mark="{code}"] input[capture]')
    file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
    camera.set_input_files(file)


def kept_files(page, code):
    return page.locator(f'[data-mark="{code}"] [data-kept-files] li')


def come_back(page):
    """The connection is there again, and the browser says so."""
    page.context.set_offline(True)
    page.context.set_offline(False)


def test_a_whole_sheet_is_done_through_a_cut_a_reload_and_a_second_tab(
    open_page, sign_in, sheet
):
    phone = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, marker_of(sheet))
    address = f"/desk/sheets/{sheet.pk}/"
    phone.goto(address)
    assert axe_faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    second = phone.context.new_page()
    second.goto(f"{address}?at=3")

    # The first mark is saved at once; Enter goes on, and the second tab hears of it.
    value_of(phone, "1.1").fill("9.50")
    value_of(phone, "1.1").press("Enter")
    expect(status_of(phone)).to_have_text(SAVED)
    expect(value_of(phone, "1.2")).to_be_focused()
    expect(value_of(second, "1.1")).to_have_value("9.5")
    assert marks() == {"1.1": Decimal("9.5")}

    # Without a connection marks wait, and one still moves among the indicators.
    phone.context.set_offline(True)
    photograph(phone, "1.1")
    expect(status_of(phone)).to_contain_text("保存在本机的照片和文件：1")
    phone.keyboard.type("2")
    phone.keyboard.press("Enter")
    expect(status_of(phone)).to_contain_text("1项评分保存在本机")
    phone.keyboard.type("90")
    phone.keyboard.press("k")
    expect(value_of(phone, "1.2")).to_be_focused()
    expect(status_of(phone)).to_contain_text("2项评分保存在本机")
    expect(value_of(second, "2.1")).to_have_value("90")
    assert set(marks()) == {"1.1"}

    # The page is loaded anew while they wait: they are still there, and still unsent.
    phone.context.route("**/mark/", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.goto(f"{address}?at=2.1")
    expect(value_of(phone, "2.1")).to_have_value("90")
    expect(status_of(phone)).to_contain_text("2项评分保存在本机")
    text = "现场.jpg：保存在本机，尚未上传撤去"
    expect(kept_files(phone, "1.1")).to_have_text([text])
    expect(kept_files(second, "1.1")).to_have_count(1)
    assert axe_faults(phone) == []
    phone.locator("[data-close] button").click()
    assert set(marks()) == {"1.1"}

    # What is left is marked in the second tab; then all of it is sent.
    value_of(second, "3").fill("1")
    value_of(second, "3").press("Enter")
    expect(value_of(phone, "3")).to_have_value("1")
    phone.context.unroute("**/mark/")
    come_back(phone)
    expect(status_of(phone)).to_have_text(SAVED)
    expect(phone.locator("[data-whole]")).to_be_visible()
    assert marks() == {
        "1.1": Decimal("9.5"),
        "1.2": Decimal(2),
        "2.1": Decimal(90),
        "3": Decimal(1),
    }
    expect(kept_files(phone, "1.1")).to_have_count(0)
    expect(kept_files(second, "1.1")).to_have_count(0)
    assert MarkEvidence.objects.get().mark.indicator.code == "1.1"

    with phone.expect_navigation(url="**/desk/sheets/"):
        phone.locator("[data-close] button").click()
    sheet.refresh_from_db()
    assert sheet.status == SheetStatus.HANDED_IN


def test_of_two_inspectors_the_later_is_asked_whose_mark_stands(
    open_page, sign_in, sheet
):
    one, other = marker_of(sheet), inspector()
    assign(sheet.unit, [one, other], by=overseer())
    first, second = open_page(), open_page()
    for page, person in ((first, one), (second, other)):
        sign_in(page, person)
        page.goto(f"/desk/sheets/{sheet.pk}/?tree=1")

    for page, value in ((first, "9"), (second, "5")):
        value_of(page, "1.1").fill(value)
        value_of(page, "1.1").press("Enter")
        expect(status_of(page)).not_to_have_text("")
        expect(status_of(page)).not_to_have_text("正在保存……")
    panel = second.locator('[data-mark="1.1"]')
    expect(panel.locator("[data-theirs-words]")).to_contain_text(str(one))
    assert axe_faults(second) == []
    assert marks() == {"1.1": Decimal(9)}

    panel.locator("[data-keep-mine]").click()
    expect(status_of(second)).to_have_text(SAVED)
    assert marks() == {"1.1": Decimal(5)}


def test_a_photograph_waits_for_its_mark_through_a_reload(open_page, sign_in, sheet):
    phone = open_page(viewport=PHONE)
    sign_in(phone, marker_of(sheet))
    phone.goto(f"/desk/sheets/{sheet.pk}/?at=1.1")

    photograph(phone, "1.1")
    expect(status_of(phone)).to_contain_text("请先保存评分")
    phone.reload()
    expect(kept_files(phone, "1.1")).to_have_count(1)
    assert MarkEvidence.objects.count() == 0
    value_of(phone, "1.1").fill("9")
    value_of(phone, "1.1").press("Enter")

    expect(status_of(phone)).to_have_text(SAVED)
    expect(kept_files(phone, "1.1")).to_have_count(0)
    assert MarkEvidence.objects.get().title == "现场"


def test_where_the_browser_keeps_no_photographs_that_is_said_and_they_are_sent(
    open_page, sign_in, sheet
):
    page = open_page()
    page.add_init_script("indexedDB.open = () => { throw new Error('full'); }")
    sign_in(page, marker_of(sheet))
    page.goto(f"/desk/sheets/{sheet.pk}/?at=1.1")

    photograph(page, "1.1")
    expect(status_of(page)).to_contain_text("存储空间已满或被禁用")
    value_of(page, "1.1").fill("9")
    value_of(page, "1.1").press("Enter")

    expect(page.locator('[data-mark="1.1"] [data-files] a')).to_have_count(1)
    assert MarkEvidence.objects.count() == 1
