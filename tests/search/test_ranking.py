"""How what is known of a record beside its text changes its place."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.ranking import Corpus, standing, weigh


@pytest.mark.parametrize(
    ("younger", "older"), [(0, 1), (0.5, 1.5), (2, 3)], ids=["new", "half", "old"]
)
def test_each_year_weighs_a_few_per_cent(younger, older):
    share = standing(age=older) / standing(age=younger)

    assert 0.95 < share < 0.98


@pytest.mark.parametrize("age", [-1, 0])
def test_what_was_published_just_now_loses_nothing(age):
    assert standing(age=age) == 1


def test_beyond_some_years_all_are_as_old():
    assert standing(age=5) == standing(age=56) > 0.85


def test_a_guide_does_not_age_and_weighs_more_for_a_word():
    assert standing(age=5, is_guide=True) == 1
    assert 1 < standing(age=5, is_guide=True, is_word=True) < 1.2
    assert standing(age=0, is_word=True) == 1


def test_what_ended_weighs_less_however_new_it_is():
    assert standing(age=1) > standing(age=0, is_over=True) > 0.8


def test_a_guide_weighs_half_as_much_again_for_who_asks_how():
    assert standing(age=5, is_guide=True, asks_how=True) == 1.5
    assert standing(age=0, asks_how=True) == 1


@pytest.mark.parametrize(
    "words",
    [
        *("怎么申请低保", "低保怎样申请", "如何申请低保", "低保办理", "低保在哪里办"),
        *("申请低保需要什么材料", "低保去哪申请", "补办身份证多少钱", "低保在哪办"),
    ],
)
def test_it_is_known_who_asks_how_something_is_done(words):
    assert ask(words).asks_how


@pytest.mark.parametrize(
    "words", ["低保", "低保名单", "低保标准是多少", "谁是低保对象"]
)
def test_other_questions_are_not_taken_for_it(words):
    assert not ask(words).asks_how


def score_of(words, title, body):
    corpus = Corpus(1_000, 100.0)
    return weigh(ask(words), corpus, lambda _term: 10).score(title, body)


def test_who_has_all_of_a_question_stands_before_who_says_half_of_it_often():
    words = "农村房屋改造由谁补助"
    whole = score_of(words, "", "农村房屋改造补助")
    half = score_of(words, "", "农村房屋。" * 20)

    assert whole > 1.4 * half


def test_characters_alone_count_where_the_words_differ():
    words = "小孩子几岁上小学"

    assert score_of(words, "", "儿童满六岁入小学。") > score_of(words, "", "入小学。")
