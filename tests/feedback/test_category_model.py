"""What a small model learns of sorted letters, and how it says why. No database."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from feedback.category_model import Suggestion, from_json, learn

WATER, ROAD, PIPES, TAPS = ("01",), ("02",), ("01", "0101"), ("01", "0102")
LETTERS = [
    ("自来水停水", "家里停水三天，自来水公司没有通知。", PIPES),
    ("停水通知", "水管爆裂停水，无水做饭。", PIPES),
    ("水费太高", "水表读数不对，水费多收。", TAPS),
    ("水表换新", "水表老化，水费算错，请换水表。", TAPS),
    ("路灯不亮", "公路两边路灯坏了，夜里看不见。", ROAD),
    ("公路坑洼", "公路坑坑洼洼，路灯也不亮。", ROAD),
]
MODEL = learn(LETTERS)


def best(title: str, text: str = "") -> Suggestion:
    return MODEL.suggest(title, text)[0]


def test_a_letter_gets_the_category_of_those_that_speak_as_it_does():
    assert best("公路路灯坏了").path == ROAD


def test_it_goes_as_deep_as_it_is_certain():
    assert best("停水", "停水了").path == PIPES
    assert best("水表水费").path == TAPS


def test_it_names_the_words_that_spoke_for_it():
    assert "水表" in best("水表", "请看水表和水费").words[0]


def test_pairs_that_follow_each_other_are_read_as_one_word():
    letters = [("公积金", "公积金提取", WATER)] * 2 + [("路灯", "路灯", ROAD)] * 2

    assert "公积金" in learn(letters).suggest("咨询", "公积金怎么办")[0].words[0]


def test_shares_of_all_categories_make_one():
    shares = MODEL.shares((), {"路灯": 1, "水表": 1})

    assert sum(shares.values()) == pytest.approx(1)


def test_nothing_is_suggested_of_unknown_words():
    assert MODEL.suggest("你好", "hello") == []


def test_nothing_is_suggested_by_an_empty_model():
    assert learn([]).suggest("路灯", "路灯") == []


def test_names_of_categories_teach_where_no_letter_does():
    model = learn([], {WATER: "供水", ROAD: "路灯照明"})

    assert model.suggest("小区路灯", "")[0].path == ROAD


def test_words_of_a_single_letter_are_not_kept():
    letters = [*LETTERS, ("张三丰的家", "张三丰家没有路灯", ROAD)]

    assert "三丰" not in json.dumps(learn(letters).to_json(), ensure_ascii=False)


def test_the_model_comes_back_from_plain_json_as_it_was():
    back = from_json(json.loads(json.dumps(MODEL.to_json())))

    assert back.suggest("停水", "水费") == MODEL.suggest("停水", "水费")
    assert back.letters == len(LETTERS)


def test_a_model_of_another_version_is_refused():
    with pytest.raises(ValueError, match="version"):
        from_json({**MODEL.to_json(), "version": 0})


@given(st.permutations(LETTERS), st.text("停水表路灯坏公", max_size=12))
def test_the_order_of_letters_teaches_nothing(letters, asked):
    assert learn(letters).to_json() == MODEL.to_json()
    assert learn(letters).suggest(asked, "") == MODEL.suggest(asked, "")


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_gets_at_most_three_different_suggestions(title, text):
    found = MODEL.suggest(title, text)

    assert len({each.path[0] for each in found}) == len(found) <= 3
    assert [each.share for each in found] == sorted(
        (each.share for each in found), reverse=True
    )
