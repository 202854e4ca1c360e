"""What was changed between two texts, as a stranger reads it."""

from __future__ import annotations

import gc
import random
from time import process_time

import pytest
from hypothesis import given, settings, strategies as st

from notices.redline import Change, Piece, is_changed, redline, tokens

pytestmark = pytest.mark.once

WORDS = ["收费", "标准", "30", "35.5", "元", "的", "，", "。", "\n", "2026", "abc", " "]
texts = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)


def reading(pieces, *left_out):
    return "".join(text for change, text in pieces if change not in left_out)


def marked(before, after):
    signs = {Change.SAME: "{}", Change.GONE: "[-{}]", Change.NEW: "[+{}]"}
    return "".join(signs[each.change].format(each.text) for each in
                   redline(before, after))  # fmt: skip


@given(texts | st.text(max_size=80), texts | st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_the_redline_holds_both_texts_whole(before, after):
    pieces = redline(before, after)

    assert reading(pieces, Change.GONE) == after
    assert reading(pieces, Change.NEW) == before


@given(texts | st.text(max_size=80), texts | st.text(max_size=80))
@settings(deadline=None)
def test_taking_a_change_back_reads_as_the_change_did(before, after):
    there, back = redline(before, after), redline(after, before)

    places = [[each.text for each in pieces if each.change is Change.SAME]
              for pieces in (there, back)]  # fmt: skip
    assert places[0] == places[1]
    assert reading(back, Change.GONE) == before


@given(texts | st.text(max_size=200))
def test_equal_texts_have_no_change(text):
    assert not is_changed(redline(text, text))


@given(texts, texts)
def test_neighbours_differ_in_sort(before, after):
    pieces = redline(before, after)

    sorts = [piece.change for piece in pieces]
    assert all(first != second for first, second in zip(sorts, sorts[1:], strict=False))
    assert all(piece.text for piece in pieces)


@given(st.text(max_size=100))
def test_tokens_leave_nothing_out(text):
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("收费标准为30元/件。", "收费标准为35元/件。", "收费标准为[-30][+35]元/件。"),
        ("共1,200.50元", "共1,300.50元", "共[-1,200.50][+1,300.50]元"),
        ("比例3%", "比例30%", "比例[-3%][+30%]"),
        ("7月1日起执行", "8月1日起执行", "[-7][+8]月1日起执行"),
        ("请带身份证", "请带居民身份证原件", "请带[+居民]身份证[+原件]"),
        ("收费三十元", "收费三十五元", "收费[-三十][+三十五]元"),
        ("第十一条", "第十二条", "第[-十一][+十二]条"),
        ("no change", "no big change", "no [+big ]change"),
        ("第一条\n第二条\n", "第一条\n第三条\n第二条\n", "第一条\n[+第三条\n]第二条\n"),
        ("", "新", "[+新]"),
        ("旧", "", "[-旧]"),
    ],
)
def test_numbers_and_words_stay_whole(before, after, shown):
    assert marked(before, after) == shown


def test_a_few_like_characters_between_changes_are_no_island():
    assert marked("由甲县的镇政府负责办理", "由乙市的街道办负责办理") == (
        "由[-甲县的镇政府][+乙市的街道办]负责办理"
    )


def test_a_moved_paragraph_leaves_the_others_alone():
    before = "甲段说一。\n乙段说二。\n丙段说三。\n丁段说四。\n"
    after = "乙段说二。\n丙段说三。\n丁段说四。\n甲段说一。\n"

    assert Piece(Change.SAME, "乙段说二。\n丙段说三。\n丁段说四。\n") in redline(
        before, after
    )


def long_text(length, seed):
    """Ten thousand lines of what officials write, from few characters."""
    chance = random.Random(seed)
    signs = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分"
    lines = []
    while length > 0:
        line = "".join(chance.choices(signs, k=chance.randint(5, 80)))
        lines.append(line)
        length -= len(line)
    return "\n".join(lines)


def edited(text, seed):
    chance = random.Random(seed)
    lines = text.split("\n")
    for _time in range(len(lines) // 20):
        at = chance.randrange(len(lines))
        lines[at] = lines[at].replace("的", "之", 1) + "另行通知"
    return "\n".join(lines)


def cost(before, after):
    """The least of three, without what else lies in the memory of the suite."""
    gc.collect()
    gc.disable()
    try:
        return min(timed(before, after) for _time in range(3))
    finally:
        gc.enable()


def timed(before, after):
    start = process_time()
    redline(before, after)
    return process_time() - start


@pytest.mark.parametrize(
    "change",
    [
        lambda text: edited(text, 2),
        lambda text: long_text(len(text), 3),
        lambda text: text.replace("\n", ""),
        lambda text: text[::-1],
    ],
    ids=["edited here and there", "another text", "one line", "backwards"],
)
def test_work_grows_with_the_length_and_not_with_its_square(change):
    """Eight times the text: a square would be 64 times the work."""
    short, long = long_text(40_000, 1), long_text(320_000, 1)
    one = cost(short, change(short))

    eight = cost(long, change(long))

    assert eight < 24 * max(one, 0.02)
