from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from disclosure_portal.foundation.templatetags.portal import official_body

FRAME = re.compile(r'<div class="table-scroll" role="group" tabindex="0" [^>]+>')


def size_link(request=None):
    page = Template("{% view_address 'large' %}")
    return page.render(Context({"request": request} if request else {}))


def test_a_table_scrolls_in_a_frame_that_the_keyboard_reaches():
    framed = official_body("<p>甲</p><table><tr><td>乙</td></tr></table><p>丙</p>")

    assert FRAME.sub("[", framed) == (
        "<p>甲</p>[<table><tr><td>乙</td></tr></table></div><p>丙</p>"
    )


def test_each_table_frame_has_a_name_of_its_own():
    framed = official_body("<table></table>" * 3)

    names = re.findall(r'aria-label="([^"]+)"', framed)
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    "body",
    ["", "<p>没有表格</p>", "<p>&lt;table&gt; 是一个词</p>"],
    ids=["empty", "prose", "the word"],
)
def test_a_body_without_tables_stays_as_it_is(body):
    assert official_body(body) == body


def test_a_table_in_a_table_keeps_the_frames_nested():
    framed = official_body("<table><tr><td><table><tr></tr></table></td></tr></table>")

    assert FRAME.sub("[", framed) == (
        "[<table><tr><td>[<table><tr></tr></table></div></td></tr></table></div>"
    )


def test_the_stored_body_reaches_the_page_unescaped():
    page = Template("{{ body|official_body }}")

    assert page.render(Context({"body": "<p>一</p>"})) == "<p>一</p>"


def test_the_size_link_comes_back_to_the_page_with_its_filters():
    request = RequestFactory().get("/notices/", {"q": "低保 标准", "year": "2026"})

    link = size_link(request)

    assert link.startswith("/view/?size=large&amp;next=")
    assert "%2Fnotices%2F%3Fq%3D" in link
    assert "%26year%3D2026" in link


def test_an_error_page_without_a_request_comes_back_to_the_home_page():
    assert size_link() == "/view/?size=large&amp;next=%2F"


def test_a_heading_may_break_between_its_phrases_and_stays_escaped():
    page = Template("{{ title|phrases }}").render(Context({"title": "A&B的公示"}))

    assert page == "A&amp;B的<wbr>公示"


def test_numbers_and_hours_stand_on_one_line():
    text = "0310-0000001（工作日 8:30—12:00）<b>"

    page = Template("{{ text|unbroken }}").render(Context({"text": text}))

    assert page == (
        '<span class="figure">0310-0000001</span>'
        '（工作日 <span class="figure">8:30—12:00</span>）&lt;b&gt;'
    )


def test_a_number_without_strokes_is_left_alone():
    page = Template("{{ text|unbroken }}").render(Context({"text": "拨打 12345"}))

    assert page == "拨打 12345"
