"""What a body shows, and how changed characters find their way back into it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from disclosure_portal.foundation.rich_text import clean
from disclosure_portal.foundation.rich_text_shown import (
    link_words,
    shown_text,
    with_shown_text,
    without_links,
)

pytestmark = pytest.mark.once

HTML = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<strong>", "</strong>", "<a href='mailto:a@b.cn'>", "</a>",
         "<table>", "<tr>", "<td>", "</td>", "</table>", "<br>", "<ul>", "<li>", "文",
         "138", "1234", "a & b", "&lt;p&gt;", "&nbsp;", " ", "\n", "\u3000", "＜",
         '<a href="/x" title="a>b">']
    ),
    max_size=30,
).map(lambda parts: clean("".join(parts)))  # fmt: skip


def digits_starred(text):
    return "".join("*" if sign.isdigit() else sign for sign in text)


def test_inline_elements_join_and_blocks_and_cells_part():
    html = "<p>138<strong>12</strong>34</p><table><tr><td>a</td><td>b</td></tr></table>"

    assert shown_text(html).split() == ["1381234", "a", "b"]


def test_characters_change_where_they_stand():
    html = "<p>1 &lt; <em>2</em>&amp;</p>"

    changed = with_shown_text(html, digits_starred(shown_text(html)))

    assert changed == "<p>* &lt; <em>*</em>&amp;</p>"


def test_what_is_put_in_is_text_and_never_an_element():
    assert with_shown_text("<p>1</p>", "\n<\n") == "<p>&lt;</p>"


def test_a_link_says_its_mail_address_telephone_and_title():
    html = (
        '<a href="mailto:a@b.cn">x</a><a href="tel:123" title="y &amp; z">x</a>'
        '<a href="https://b.cn/1">x</a>'
    )

    assert link_words(html) == ["a@b.cn", "123\ny & z", ""]


def test_links_are_taken_away_by_their_number_and_their_words_stay():
    html = '<p><a href="tel:1">x</a> <a href="/y" title="a>b">y</a></p>'

    assert without_links(html, {0}) == '<p>x <a href="/y" title="a>b">y</a></p>'
    assert without_links(html, {1}) == '<p><a href="tel:1">x</a> y</p>'


@settings(max_examples=300)
@given(HTML)
def test_the_same_text_changes_nothing(html):
    assert with_shown_text(html, shown_text(html)) == html


@settings(max_examples=300)
@given(HTML)
def test_changed_digits_leave_a_body_that_is_clean_and_reads_as_changed(html):
    text = digits_starred(shown_text(html))

    changed = with_shown_text(html, text)

    assert shown_text(changed) == text
    assert clean(changed) == changed
