"""Words for the same thing, words asked for just so, words that must not be there."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.models import SynonymGroup
from disclosure_portal.foundation.search.finding import Finder, Search, words_to_mark
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.snippets import marked
from disclosure_portal.foundation.search.spelling import is_near
from disclosure_portal.foundation.search.synonyms import (
    load_start_set,
    table_of,
    words_changed,
)
from tests.factories import published_notice

pytestmark = pytest.mark.django_db


def titles(text: str, **more) -> list[str]:
    return [hit.text.title for hit in Finder(Search(ask(text), **more)).best()]


def test_the_start_set_has_pairs_and_no_word_twice_in_a_group():
    added = load_start_set()

    groups = SynonymGroup.objects.values_list("words", flat=True)
    assert added == len(groups) >= 50
    for group in groups:
        words = group.split()
        assert len(set(words)) == len(words) >= 2
    assert load_start_set() == 0


def test_who_asks_for_a_word_finds_others_for_the_same_thing():
    published_notice(title="最低生活保障标准")
    published_notice(title="低保标准")
    published_notice(title="供水通知")
    load_start_set()

    assert titles("低保") == ["低保标准", "最低生活保障标准"]
    assert titles("最低生活保障") == ["最低生活保障标准", "低保标准"]
    finder = Finder(Search(ask("低保")))
    assert finder.count().number == 2
    assert len(finder.newest(10)) == 2


def test_another_word_is_marked_as_a_whole_and_its_pieces_nowhere():
    table = table_of(["低保 最低生活保障"])

    pieces = marked(
        "最低生活保障与生活补助、住房保障：低保标准",
        words_to_mark(ask("低保标准").widened(table)),
    )

    assert [piece.text for piece in pieces if piece.is_marked] == [
        "最低生活保障",
        "低保标准",
    ]


def test_changed_synonyms_hold_for_the_next_question():
    published_notice(title="低保标准")
    assert titles("困难补助") == []

    SynonymGroup.objects.create(words="困难补助\n低保")
    words_changed()

    assert titles("困难补助") == ["低保标准"]


def test_of_two_words_that_overlap_the_longer_one_is_replaced():
    table = table_of(["身份证 居民身份证"])

    assert ask("居民身份证").widened(table).variants == ("居民身份证", "身份证")


def test_what_is_quoted_must_stand_there_just_so():
    published_notice(title="甲", body="<p>城乡居民养老保险。</p>")
    published_notice(title="乙", body="<p>居民养鸡，养老，老保险单。</p>")

    assert set(titles("养老保险")) >= {"甲"}
    assert titles('"养老保险"') == ["甲"]
    finder = Finder(Search(ask('"养老保险"')))
    assert finder.count().number == 1
    assert [hit.text.title for hit in finder.newest(10)] == ["甲"]


def test_what_is_unwanted_stands_in_nothing_that_is_found():
    published_notice(title="城市低保标准")
    published_notice(title="农村低保标准")
    published_notice(title="低保公告", body="<p>最低工资标准另行公布。</p>")

    assert set(titles("低保 -农村")) == {"城市低保标准", "低保公告"}
    assert set(titles("低保 -最低工资标准")) == {"城市低保标准", "农村低保标准"}
    assert titles("低保 -农村 -最低工资标准") == ["城市低保标准"]


def test_words_may_be_looked_for_in_titles_only():
    published_notice(title="低保公告")
    published_notice(title="公告", body="<p>低保</p>")

    assert titles("低保", is_title_only=True) == ["低保公告"]


@pytest.mark.parametrize(
    "text", ["-", '"', '""', "-农村", '"，"', "2025 -2026", 'a "b']
)
def test_signs_alone_are_no_conditions(text):
    question = ask(text)

    assert not question.is_checked
    Finder(Search(question)).best()


@pytest.mark.parametrize(
    ("word", "other", "is_so"),
    [
        ("底保", "低保", True),
        ("保低", "低保", True),
        ("公积", "公积金", True),
        ("住房公积金", "公住房积金", False),
        ("住房公积金", "住房积公金", True),
        ("住房公积金", "住房公金", True),
        ("低保", "低保", False),
        ("医保", "社保", True),
        ("低保", "高考", False),
    ],
)
def test_a_slip_is_one_character_or_two_neighbours(word, other, is_so):
    assert is_near(word, other) == is_so
    assert is_near(other, word) == is_so
