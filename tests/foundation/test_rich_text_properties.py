"""What holds for every body, whatever somebody pastes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings, strategies as st

from disclosure_portal.foundation.official_text import STRAY, without_controls
from disclosure_portal.foundation.rich_text import clean, paragraphs, plain_text
from disclosure_portal.foundation.rich_text_styles import CLASSES

pytestmark = pytest.mark.once

ALLOWED = {
    "a": {"href", "title"},
    "p": {"class"},
    "h2": {"class"},
    "h3": {"class"},
    "h4": {"class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "ol": {"start"},
    **dict.fromkeys(
        ("br", "hr", "strong", "em", "u", "s", "sub", "sup", "ul", "li", "blockquote",
         "table", "caption", "thead", "tbody", "tr"),
        set(),
    ),
}  # fmt: skip
VOID = {"br", "hr"}
SOME = 300

OPENINGS = st.sampled_from(
    ["<p>", "<p class='align-center x'>", "<p style='text-indent:0'>", "<div>", "<b>",
     "<div align=center>", "<p style='text-align:right'>", "<p align=left>", "<i>",
     "<p style='text-indent:300pt'>", "<u>", "<s>", "<sub>", "<sup>", "<font>",
     "<span style='font-weight:bold'>", "<span style='mso-list:Ignore'>", "<center>",
     "<span style='text-decoration:underline'>", "<h1>", "<h3 align=center>", "<pre>",
     "<ul>", "<ol start=4>", "<li>", "<blockquote>", "<table>", "<caption>", "<thead>",
     "<tbody>", "<tfoot>", "<tr>", "<td colspan=2>", "<td align=right>",
     "<th scope=row>", "<td rowspan=2>", "<th align=left>", "<a href='/x'>",
     "<a href='#y'>", "<o:p>",
     "<a href='javascript:x'>", "<a href=\"http://a.cn/?a='&b=<\" title='\"&<'>",
     "<script>", "<style>", "<svg>", "<math>", "<iframe>", "<form>", "<textarea>",
     "<xml>", "<template>", "<noscript>", "<plaintext>", "<select>", "<!--",
     "<![if x]>", "<?xml:namespace x?>", "<img src=x onerror=y>",
     "<br>", "<hr>", "<option>", "<dl>"]
)  # fmt: skip
CLOSINGS = st.sampled_from(
    ["</p>", "</div>", "</b>", "</i>", "</u>", "</span>", "</ul>", "</ol>", "</li>",
     "</table>", "</td>", "</tr>", "</a>", "</h1>", "</pre>", "</blockquote>", "-->",
     "</script>", "</svg>", "</caption>", "</style>", "</center>", "</sub>", "</xml>"]
)  # fmt: skip
SPACES = st.sampled_from(
    [" ", "\n", "\t", "　", "　　", "　" * 9, "&nbsp;", "&ensp;",
                          "\xa0" * 3, "\u2003", "&nbsp;" * 20, "\r\n", "\x0b", "\x85"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["正文", "一、总体要求", "（一）指导", "（此件公开发布）", "各县人民政府：", "word",
     "2024年1月2日", "a&b", "&lt;", "&amp;lt;", "<", ">", "\"'", "\ue004", "。", "é",
     "\ud800", "\x00", "\u202e", "，", "\U0001f600", "e\u0301", "&#0;", "&#x80;"]
)  # fmt: skip
BODIES = st.lists(
    OPENINGS | CLOSINGS | SPACES | WORDS | st.text(max_size=3), max_size=25
).map("".join)


class Checker(HTMLParser):
    """Fails on an element, attribute or nesting that a body must not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert {name for name, _ in attrs} <= ALLOWED[tag]
        for name, value in attrs:
            if name == "class":
                assert value in CLASSES
            if name == "href":
                assert re.match(r"(https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def check(html: str) -> None:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []


@settings(max_examples=SOME, deadline=None)
@given(BODIES)
@example("<ul><li><p align=center>x<ul><li>y")
@example("<p><u>&nbsp;</u><u>&nbsp;</u> x")
def test_cleaning_twice_changes_nothing(body):
    once = clean(body)

    assert clean(once) == once


@settings(max_examples=SOME, deadline=None)
@given(BODIES)
def test_a_clean_body_is_well_formed_and_holds_only_what_is_listed(body):
    check(clean(body))


@settings(max_examples=SOME, deadline=None)
@given(st.text())
def test_any_text_is_survived(body):
    once = clean(body)

    check(once)
    assert clean(once) == once


@settings(max_examples=SOME, deadline=None)
@given(BODIES)
def test_the_plain_text_of_a_body_survives_its_cleaning(body):
    assert plain_text(clean(body)) == plain_text(body)


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


PIECES = st.lists(
    st.sampled_from(
        ["一、", "二、", "三、总体要求", "（一）", "（二）指导", "第一条",
         "第二条　", "。", "通知如下：", "各县人民政府：", "根据", "；", "”", "　　",
         "　" * 12, "  ", "\n", "某县财政局2024年1月2日", "（此件公开发布）",
         "冀政〔2024〕5号", "第一章总则",
         "\r\n", "附件", "<b>", "<某办法>", "&amp;", "号"]
    )
    | st.text(max_size=4),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=SOME, deadline=None)
@given(PIECES)
def test_paragraphs_add_and_lose_no_character_but_spaces(text):
    kept = without_controls(text).translate({0xE003: None, 0xE004: None, 0xE010: "．"})

    html = paragraphs(text)

    assert solid(plain_text(html)) == solid(STRAY.sub("", kept))


@settings(max_examples=SOME, deadline=None)
@given(PIECES)
def test_paragraphs_are_clean_already(text):
    html = paragraphs(text)

    check(html)
    assert clean(html) == html
