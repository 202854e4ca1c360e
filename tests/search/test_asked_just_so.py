"""Words in Chinese quotation marks, and document numbers in any spelling."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from tests.factories import published_notice

pytestmark = pytest.mark.django_db


def titles(text: str) -> list[str]:
    return [hit.text.title for hit in Finder(Search(ask(text))).best()]


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("“养老保险”", ("养老保险",)),
        ("居民 “养老保险”", ("养老保险",)),
        ("“养老保险” 居民 “缴费标准”", ("养老保险", "缴费标准")),
        ('“养老保险” "缴费标准"', ("养老保险", "缴费标准")),
        ("什么是“一网通办”", ()),
        ("“一网通办”是什么", ()),
        ("“养老保险", ()),
        ("“”", ()),
        ("“，”", ()),
    ],
)
def test_chinese_quotation_marks_that_stand_by_themselves_ask_for_just_that(
    typed, phrases
):
    assert ask(typed).phrases == phrases


def test_what_stands_in_chinese_quotation_marks_must_stand_there_just_so():
    published_notice(title="甲", body="<p>城乡居民养老保险。</p>")
    published_notice(title="乙", body="<p>居民养鸡，养老，老保险单。</p>")

    assert titles("“养老保险”") == ["甲"]


def test_a_question_with_quotation_marks_stays_one():
    published_notice(title="什么事项可以一网通办")

    assert titles("什么是“一网通办”") == ["什么事项可以一网通办"]


def test_who_cites_a_number_is_found_before_pieces_of_it_in_whatever_spelling():
    for number in range(3):
        pieces = f"国办发 2020 24号文 国办函〔2020〕2{number}号 〔2020〕24号"
        published_notice(title=f"第{number}", body=f"<p>{pieces}</p>")
    published_notice(title="通知", body="<p>依据国办发【２０２０】第024号。</p>")

    assert titles("国办发〔2020〕24号")[0] == "通知"
    assert titles("国办发 2020-24号")[0] == "通知"
