"""Rows of an older mailbox: times in four ways, and a reason for each refusal."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from disclosure_portal.foundation.days import LOCAL
from feedback.letter_import_rows import (
    BadRow,
    Doubt,
    Fault,
    Refused,
    kind_of,
    moment,
    read_all,
    read_row,
)

NOW = datetime(2026, 11, 27, tzinfo=UTC)
FIXTURE = Path(__file__).parent.parent / "fixtures" / "old-letters.csv"


def cells(**fields: str) -> dict[str, str]:
    row = {
        "留言编号": "7",
        "留言主题": "咨询水费",
        "留言详情": "水费怎么算？",
        "留言时间": "2019/4/25 9:32:09",
        "答复意见": "按表计。",
        "答复时间": "2019/5/10 14:56:53",
    }
    return row | fields


@pytest.mark.parametrize(
    ("text", "local", "day_only"),
    [
        ("2019/4/25 9:32:09", "2019-04-25T09:32:09+08:00", False),
        ("2019/12/05 19:02:09", "2019-12-05T19:02:09+08:00", False),
        ("2019-04-08 08:37:20", "2019-04-08T08:37:20+08:00", False),
        ("2019/4/8 8:37", "2019-04-08T08:37:00+08:00", False),
        ("2018/4/24", "2018-04-24T00:00:00+08:00", True),
    ],
)
def test_a_moment_is_read_in_each_way_and_is_local(text, local, day_only):
    assert moment(text) == (datetime.fromisoformat(local), day_only)


@pytest.mark.parametrize(
    "text", ["", "昨天", "2019/13/1", "2019/2/30 8:00:00", "4/25/2019", "2019-4/5", "1"]
)
def test_what_is_no_moment_is_none(text):
    assert moment(text) is None


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"留言编号": " "}, Fault.NO_ID),
        ({"留言编号": "9" * 81}, Fault.LONG_ID),
        ({"留言主题": ""}, Fault.NO_TITLE),
        ({"留言详情": "\u200b"}, Fault.NO_TEXT),
        ({"留言详情": "水" * 20_001}, Fault.LONG_TEXT),
        ({"留言时间": ""}, Fault.NO_TIME),
        ({"留言时间": "上周"}, Fault.BAD_TIME),
        ({"留言时间": "2030/1/1 8:00:00"}, Fault.FUTURE),
        ({"答复时间": ""}, Fault.ANSWER_WITHOUT_TIME),
        ({"答复意见": ""}, Fault.TIME_WITHOUT_ANSWER),
        ({"答复时间": "不详"}, Fault.BAD_ANSWER_TIME),
        ({"答复时间": "2019/4/24 8:00:00"}, Fault.ANSWERED_BEFORE_ASKED),
        ({"答复时间": "2030/1/1"}, Fault.FUTURE),
    ],
)
def test_a_row_is_refused_for_a_named_reason(fields, fault):
    with pytest.raises(Refused) as refused:
        read_row(cells(**fields), NOW)

    assert refused.value.fault == fault


def test_an_answer_of_the_same_day_without_an_hour_is_no_fault():
    letter = read_row(cells(答复时间="2019/4/25"), NOW)

    assert letter.answered_at == datetime(2019, 4, 25, 23, 59, 59, tzinfo=LOCAL)
    assert Doubt.DAY_ONLY in letter.doubts


def test_a_letter_without_an_answer_is_open():
    letter = read_row(cells(答复意见="", 答复时间=""), NOW)

    assert (letter.answer, letter.answered_at) == ("", None)


def test_a_long_title_is_cut_and_says_so():
    letter = read_row(cells(留言主题="水" * 101), NOW)

    assert len(letter.title) == 100
    assert Doubt.TITLE_CUT in letter.doubts


@pytest.mark.parametrize(
    ("cell", "title", "kind", "doubt"),
    [
        ("我要咨询", "投诉物业", "consultation", None),
        ("", "咨询投诉电话", "consultation", Doubt.KIND_GUESSED),
        ("", "投诉物业收费", "complaint", Doubt.KIND_GUESSED),
        ("", "举报非法采砂", "report", Doubt.KIND_GUESSED),
        ("", "建议增设公交站", "suggestion", Doubt.KIND_GUESSED),
        ("", "请求修路", "help", Doubt.KIND_GUESSED),
        ("", "几号开学？", "consultation", Doubt.KIND_GUESSED),
        ("其他", "路灯", "complaint", Doubt.KIND_UNKNOWN),
    ],
)
def test_the_kind_is_the_sources_own_else_a_guess_that_says_so(
    cell, title, kind, doubt
):
    assert kind_of(cell, title) == (kind, doubt)


def test_a_file_is_read_whole_and_each_bad_row_is_named():
    with FIXTURE.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(enumerate(csv.DictReader(stream), start=2))

    reading = read_all(rows, NOW)

    assert len(reading.taken) + len(reading.bad) == len(rows)
    assert reading.bad == [
        BadRow(5, Fault.REPEATED_ID, "9001"),
        BadRow(6, Fault.BAD_TIME, "2019/2/30 9:00:00"),
        BadRow(8, Fault.ANSWERED_BEFORE_ASKED, "2018/1/2 9:00:00"),
    ]
    assert Doubt.SAME_TEXT in reading.taken[-1].doubts
    assert all(letter.asked_at.tzinfo for letter in reading.taken)
