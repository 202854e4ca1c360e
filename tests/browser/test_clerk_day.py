"""A clerk's day in a real browser: a notice is written, pasted into, previewed,
returned, mended, signed, and read by the public."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from directories.models import Role
from notices.models import Notice, NoticeStatus
from notices.presence import appear
from tests import factories as make

from .pages import axe_faults, follow

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "/admin/notices/notice/add/"
TITLE = "关于公布2026年春季学期收费标准的通知"

# What Word puts on the clipboard, cut down: styles of its own, a table, a picture.
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p{color:red}</style></head><body><!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center'><b>收费标准</b></p>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'>现公布如下。
<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>项目</p></td>
<td><p class=MsoNormal>标准</p></td></tr><tr><td><p class=MsoNormal>课本费</p></td>
<td><p class=MsoNormal>100元</p></td></tr></table>
<p class=MsoNormal align=right style='text-align:right'>清源县教育局</p>
<p><img src="file:///C:/1.png"></p>
<script>document.title = "taken"</script>
<!--EndFragment--></body></html>
"""

PASTE = """([html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  const target = document.querySelector(".editor__text");
  target.focus();
  target.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true,
  }));
}"""


def write(page, title=TITLE):
    page.goto(ADD)
    page.locator(".editor__text").wait_for()
    page.fill("#id_title", title)
    page.select_option("#id_board", index=1)


def test_from_the_first_word_to_the_public_page(
    open_page, sign_in, unit, board, editor, approver
):
    desk, officer, public = open_page(), open_page(), open_page()
    sign_in(desk, editor)
    sign_in(officer, approver)

    # The clerk writes, pastes from Word, previews and submits.
    write(desk)
    desk.evaluate(PASTE, [WORD, "收费标准"])
    desk.locator(".editor__text td", has_text="100元").wait_for()
    expect(desk.locator(".editor__note")).not_to_be_empty()
    follow(desk, "[name=_preview]")
    preview = re.compile(r"/desk/notices/\d+/")
    expect(desk).to_have_url(preview)
    assert desk.locator(".body td", has_text="100元").count() == 1
    assert desk.locator(".body .align-right").inner_text() == "清源县教育局"
    follow(desk, "[action$='/submit/'] button")
    notice = Notice.objects.get()
    assert notice.status == NoticeStatus.IN_REVIEW
    assert "script" not in notice.body
    assert "img" not in notice.body

    # The approver returns it with a reason.
    officer.goto("/desk/")
    follow(officer, f"text={TITLE}")
    officer.click("details:has([action$='/return/']) summary")
    officer.fill("#return_reason", "请写明收费依据。")
    follow(officer, "[action$='/return/'] button")
    assert officer.url.endswith("/desk/")

    # The clerk finds the reason on the desk, mends the text and submits again.
    desk.goto("/desk/")
    assert desk.locator(".tasks__reason").inner_text() == "请写明收费依据。"
    follow(desk, f"text={TITLE}")
    desk.locator(".editor__text").click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("依据：清价费〔2026〕1号。")
    follow(desk, "[name=_submit]")
    expect(desk).to_have_url(preview)

    # The approver signs: three taps from the desk.
    officer.goto("/desk/")
    follow(officer, f"text={TITLE}")
    officer.check("#sign_all_ticks")
    follow(officer, "[action$='/sign/'] button")
    assert officer.url.endswith("/desk/")

    # Anybody reads it.
    public.goto(reverse("notice-detail", args=[notice.pk]))
    assert public.locator("h1").inner_text() == TITLE
    assert "清价费〔2026〕1号" in public.locator(".body").inner_text()
    assert public.locator(".body table").count() == 1


def test_the_editor_is_worked_by_keyboard(browser_page, sign_in, editor, board):
    sign_in(browser_page, editor)
    write(browser_page)
    page = browser_page

    page.locator(".editor__bar select").first.focus()
    for _press in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("加粗的字")
    follow(page, "[name=_continue]")

    assert Notice.objects.get().body == "<p><strong>加粗的字</strong></p>"


def test_an_opened_text_that_nobody_touched_is_saved_as_it_was(
    browser_page, sign_in, unit, board, editor
):
    body = (
        '<p class="align-center">表一</p>\n<table>\n<thead>\n<tr><th scope="col">项目'
        '</th></tr>\n</thead>\n<tbody>\n<tr><td class="align-right">1</td></tr>\n'
        "</tbody>\n</table>"
    )
    notice = make.draft_notice(unit=unit, board=board, body=body)
    stored = Notice.objects.get().body
    sign_in(browser_page, editor)
    browser_page.goto(reverse("admin:notices_notice_change", args=[notice.pk]))
    browser_page.locator(".editor__text").wait_for()

    browser_page.fill("#id_summary", "只改了摘要")
    follow(browser_page, "[name=_continue]")

    assert Notice.objects.get().summary == "只改了摘要"
    assert Notice.objects.get().body == stored


def test_text_that_was_never_saved_comes_back_after_a_crash(
    browser_page, sign_in, editor, board
):
    sign_in(browser_page, editor)
    browser_page.on("dialog", lambda dialog: dialog.accept())
    write(browser_page, "没有保存的标题")
    browser_page.locator(".editor__text").click()
    browser_page.keyboard.type("没有保存的正文")

    browser_page.reload()
    browser_page.locator(".unsaved button").first.click()

    expect(browser_page.locator("#id_title")).to_have_value("没有保存的标题")
    expect(browser_page.locator(".editor__text")).to_contain_text("没有保存的正文")


def test_leaving_with_unsaved_text_asks_first(browser_page, sign_in, editor, board):
    asked = []
    sign_in(browser_page, editor)

    def stay(dialog):
        asked.append(dialog.type)
        dialog.accept()

    browser_page.on("dialog", stay)
    write(browser_page)
    browser_page.locator("#id_title").press("End")
    browser_page.locator("#id_title").type("补")
    browser_page.goto("/desk/")

    assert asked == ["beforeunload"]


def test_what_was_saved_is_offered_no_more(browser_page, sign_in, editor, board):
    sign_in(browser_page, editor)
    write(browser_page)
    follow(browser_page, "[name=_continue]")

    browser_page.goto(ADD)
    browser_page.locator(".editor__text").wait_for()

    assert browser_page.locator(".unsaved button").count() == 0


def test_without_javascript_plain_text_becomes_paragraphs(
    page_without_js, sign_in, editor, board
):
    sign_in(page_without_js, editor)
    page_without_js.goto(ADD)
    page_without_js.fill("#id_title", TITLE)
    page_without_js.select_option("#id_board", index=1)
    page_without_js.fill("#id_body", "第一段。\n第二段。")

    follow(page_without_js, "[name=_continue]")

    assert Notice.objects.get().body.count("<p>") == 2


def test_the_open_form_says_who_else_came(browser_page, sign_in, unit, board, editor):
    notice = make.draft_notice(unit=unit, board=board)
    page = browser_page
    sign_in(page, editor)
    page.clock.install()
    page.goto(reverse("admin:notices_notice_change", args=[notice.pk]))
    appear(notice, by=make.member(Role.EDITOR, unit, name="刘洋"))

    page.clock.run_for(31_000)

    page.locator(".presence", has_text="刘洋").wait_for()


PAGES = [
    "/desk/",
    "/desk/internal/",
    "/desk/notices/from-word/",
    "/admin/",
    "/admin/notices/notice/",
    ADD,
    "/admin/directories/agency/",
    "/admin/directories/official/add/",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_staff_pages(
    open_page, sign_in, unit, board, editor, address, width
):
    make.draft_notice(unit=unit, board=board)
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, editor)

    page.goto(address)
    page.wait_for_load_state("networkidle")

    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_where_an_approver_signs(phone_page, sign_in, unit, approver):
    notice = make.submitted_notice(unit=unit)
    sign_in(phone_page, approver)

    phone_page.goto(reverse("desk-notice", args=[notice.pk]))

    assert axe_faults(phone_page) == []


def test_the_unit_of_a_row_is_searched_by_name(browser_page, sign_in, unit, editor):
    notice = make.draft_notice(unit=unit)
    partner = make.agency("清源县财政局")
    sign_in(browser_page, editor)
    page = browser_page
    page.goto(reverse("admin:notices_notice_change", args=[notice.pk]))

    page.click("#co_publishings-group summary")
    page.click("#co_publishings-0 .select2-selection")
    page.fill(".select2-search__field", "财政")
    page.click(".select2-results__option:has-text('清源县财政局')")
    follow(page, "[name=_continue]")

    assert [row.agency for row in Notice.objects.get().co_publishings.all()] == [
        partner
    ]
