"""What holds for every text and every mask."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from disclosure_portal.foundation.leaks import find_leaks, mask

from .made_numbers import Maker

pytestmark = pytest.mark.once

SEEDS = st.integers(0, 10**6)
NUMBERS = st.one_of(
    SEEDS.map(lambda seed: Maker(seed).mobile()),
    SEEDS.map(lambda seed: Maker(seed).identity()),
    SEEDS.map(lambda seed: Maker(seed).identity15()),
    SEEDS.map(lambda seed: Maker(seed).card(19)),
    SEEDS.map(lambda seed: Maker(seed).card(16)),
    SEEDS.map(lambda seed: f"{Maker(seed).area(8)}-{Maker(seed).local(8)}"),
    SEEDS.map(lambda seed: Maker(seed).local(7)),
    SEEDS.map(lambda seed: Maker(seed).email()),
    SEEDS.map(lambda seed: Maker(seed).credit_code()),
    SEEDS.map(lambda seed: Maker(seed).digits(1 + seed % 9)),
)
BETWEEN = st.sampled_from(
    ["", " ", "、", "，", "/", "-", "——", "\n", "\t", "电话：", "卡号", "订单号", "(",
     ")", "（", "）", "+86 ", "86-", "转", "*", "****", "元", "@", ".", "a", "X",
     "ABC-", "张某", "\u200b", "\u3000", "https://a.cn/", "身份证号", "#163.com",
     "０", "_"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(NUMBERS, BETWEEN), max_size=12).map("".join)
SOME = 300


@settings(max_examples=SOME, deadline=None)
@given(TEXTS)
def test_a_masked_text_has_no_hits(text):
    masked = mask(text, find_leaks({"text": text}, []))

    assert not find_leaks({"text": masked}, [])


@settings(max_examples=SOME, deadline=None)
@given(TEXTS)
def test_a_mask_touches_nothing_but_its_hits_and_moves_nothing(text):
    hits = find_leaks({"text": text}, [])
    masked = mask(text, hits)

    assert len(masked) == len(text)
    hidden = {place for hit in hits for place in range(hit.start, hit.end)}
    for place, (sign, after) in enumerate(zip(text, masked, strict=True)):
        assert sign == after or (after == "*" and place in hidden)


@settings(max_examples=SOME, deadline=None)
@given(TEXTS)
def test_hits_stand_where_they_say_and_never_in_one_another(text):
    hits = find_leaks({"text": text}, [])

    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(hit.masked != hit.text for hit in hits)
    assert all(one.end <= two.start for one, two in zip(hits, hits[1:], strict=False))


@settings(max_examples=SOME, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    find_leaks({"text": text}, [text])
