"""The arithmetic of a clock as a writer reads it."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure_portal.foundation.workdays import WorkCalendar
from feedback.clock_words import clock_lines, recounted_words
from feedback.clocks import Course, Limit, LineKind, Pause, count
from tests.work_calendars import SHIPPED

pytestmark = pytest.mark.once


def lines(course: Course, today: date = date(2026, 3, 31)) -> list[str]:
    return clock_lines(count(course, SHIPPED, today))


def test_over_the_spring_festival() -> None:
    assert lines(Course(date(2026, 2, 13), Limit(5))) == [
        "2026年2月13日（星期五）收到，当日不计。",
        "自2026年2月14日（星期六）起算。",
        "2026年2月14日（星期六）：计1个工作日。",
        "2026年2月14日（星期六）调休上班，计入。",
        "2026年2月15日（星期日）至2026年2月23日（星期一）春节放假，不计。",
        "2026年2月24日（星期二）至2026年2月27日（星期五）：计4个工作日。",
        "办理期限为5个工作日，于2026年2月27日（星期五）当日结束时届满。",
    ]


@pytest.mark.parametrize(
    ("received", "words"),
    [
        (date(2025, 9, 26), "至2025年10月8日（星期三）国庆节、中秋节放假，不计。"),
        (date(2026, 9, 28), "至2026年10月7日（星期三）国庆节放假，不计。"),
        (date(2026, 6, 16), "至2026年6月21日（星期日）端午节放假，不计。"),
    ],
)
def test_a_holiday_is_called_by_its_name(received: date, words: str) -> None:
    told = lines(Course(received, Limit(8)))

    assert any(line.endswith(words) for line in told)


def test_days_off_of_the_office_alone_have_no_name() -> None:
    off = frozenset({date(2026, 3, 5)})
    calendar = WorkCalendar(off, frozenset(), date(2026, 12, 31))
    told = clock_lines(
        count(Course(date(2026, 3, 2), Limit(5)), calendar, date(2026, 3, 3))
    )

    assert "2026年3月5日（星期四）放假，不计。" in told


def test_with_a_pause_and_more_time() -> None:
    pause = Pause(date(2026, 3, 4), date(2026, 3, 6))
    told = lines(Course(date(2026, 3, 2), Limit(5, added=5), [pause]))

    assert (
        "自2026年3月4日（星期三）次日起至2026年3月6日（星期五）止"
        "等待来信人补充，扣除2个工作日。"
    ) in told
    assert "经批准延长5个工作日，已一并计入。" in told
    assert told[-1].startswith("办理期限为10个工作日，于2026年3月18日")


def test_while_the_writer_is_waited_for() -> None:
    course = Course(date(2026, 3, 2), Limit(5), [Pause(date(2026, 3, 4))])
    told = lines(course, date(2026, 3, 18))

    assert (
        "2026年3月4日（星期三）起等待来信人补充，期限暂停计算，尚余3个工作日。"
    ) in told
    assert told[-1].startswith("如来信人今日补充，5个工作日的办理期限将于2026年3月23日")


def test_of_calendar_days_that_end_on_a_day_off() -> None:
    told = lines(Course(date(2026, 3, 4), Limit(10, is_working=False)))

    assert told[-2:] == [
        "2026年3月14日（星期六）是休息日，顺延至下一工作日2026年3月16日（星期一）。",
        "办理期限为10 个自然日，于2026年3月16日（星期一）当日结束时届满。",
    ]


def test_beyond_the_announced_years() -> None:
    assert "可能" in lines(Course(date(2027, 3, 2), Limit(5)))[-1]


def test_a_count_anew_names_both_days_and_why() -> None:
    facts = {"before": "2026-02-20", "after": "2026-02-27"}

    assert recounted_words(facts) == (
        "答复期限由2026年2月20日（星期五）变更为2026年2月27日（星期五）。"
    )
    assert recounted_words(facts | {"reason": "calendar"}).startswith("因放假安排")


def test_every_kind_of_line_has_words() -> None:
    everything = Course(
        date(2026, 1, 5),
        Limit(20, added=5),
        [Pause(date(2026, 2, 10), date(2026, 2, 12)), Pause(date(2026, 2, 27))],
        restarted=date(2026, 2, 9),
    )
    rolled = Course(date(2028, 3, 2), Limit(10, is_working=False))
    found = [
        line.kind
        for course in (everything, rolled)
        for line in count(course, SHIPPED, date(2026, 3, 9)).lines
    ]

    assert set(found) == set(LineKind)
    assert all(lines(everything))
    assert all(lines(rolled))
