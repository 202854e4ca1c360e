"""The stretch of a text that shows why it was found."""

from __future__ import annotations

from hypothesis import given, strategies as st

from disclosure_portal.foundation.search.snippets import WIDTH, marked, snippet

TEXTS = st.text(st.sampled_from("低保標准ＡaＢ 。，申请ﬁ㈱\n"), max_size=300)
WORDS = st.lists(
    st.text(st.sampled_from("低保标准ab申请"), min_size=1, max_size=3), max_size=4
)


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


@given(TEXTS, WORDS)
def test_marking_changes_no_text(text, words):
    assert text_of(marked(text, words)) == text


@given(TEXTS, WORDS)
def test_a_snippet_is_a_stretch_of_the_text(text, words):
    pieces, start = snippet(text, words)

    shown = text_of(pieces).removeprefix("…").removesuffix("…")
    assert text.startswith(shown, start)
    assert len(shown) <= WIDTH


def test_what_was_found_is_marked_as_it_stands_in_the_text():
    pieces = marked("關於低保標準的通知", ["低保", "标准"])

    assert [piece.text for piece in pieces if piece.is_marked] == ["低保標準"]


def test_a_number_is_not_marked_within_another():
    pieces = marked("霁政发〔2016〕16号", ["16"])

    assert [piece.text for piece in pieces] == ["霁政发〔2016〕", "16", "号"]


def test_the_stretch_with_most_of_the_words_is_shown():
    text = "低保。" + "无关的话。" * 40 + "低保标准提高到每月七百元。" + "别的事。" * 40

    pieces, start = snippet(text, ["低保", "标准"])

    assert start > 100
    assert "低保标准" in [piece.text for piece in pieces if piece.is_marked]
