"""Last period's title becomes this period's, where it plainly names the period."""

from __future__ import annotations

import pytest

from notices.duty_words import LIKELY, likeness
from notices.period_words import names, period_said, renewed

RENEWED = [
    ("2025年第三季度低保资金", "2025-Q3", "2025-Q4", "2025年第四季度低保资金"),
    ("2025年第四季度低保公示", "2025-Q4", "2026-Q1", "2026年第一季度低保公示"),
    ("2025年度第四季度低保公示", "2025-Q4", "2026-Q1", "2026年度第一季度低保公示"),
    ("2025年三季度收支", "2025-Q3", "2025-Q4", "2025年四季度收支"),
    ("2025年第3季度收支", "2025-Q3", "2025-Q4", "2025年第4季度收支"),
    ("三季度收支（2025年1-3月）", "2025-Q1", "2025-Q2", "三季度收支（2025年4-6月）"),
    ("2025年10月至12月收支", "2025-Q4", "2026-Q1", "2026年1月至3月收支"),
    ("3月份救助对象名单", "2026-03", "2026-04", "4月份救助对象名单"),
    ("2025年12月救助对象名单", "2025-12", "2026-01", "2026年1月救助对象名单"),
    ("2025年09月名单", "2025-09", "2025-10", "2025年10月名单"),
    ("2025年08月名单", "2025-08", "2025-09", "2025年09月名单"),
    ("十二月份名单", "2025-12", "2026-01", "一月份名单"),
    ("2025年上半年工作总结", "2025-H1", "2025-H2", "2025年下半年工作总结"),
    ("2025年下半年工作总结", "2025-H2", "2026-H1", "2026年上半年工作总结"),
    ("政府信息公开工作2025年度报告", "2025", "2026", "政府信息公开工作2026年度报告"),
    ("2025年部门预算", "2025", "2026", "2026年部门预算"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "before", "after", "wanted"), RENEWED)
def test_the_words_of_the_period_are_renewed(title, before, after, wanted):
    assert renewed(title, before, after) == wanted


KEPT = [
    ("3月15日消费者权益日活动", "2026-03", "2026-04", "a day is no month"),
    ("1至3月救助名单", "2026-03", "2026-04", "a range is no month"),
    ("3月至5月救助名单", "2026-03", "2026-04", "nor is its first one"),
    ("13月份", "2026-03", "2026-04", "a figure within a figure"),
    ("2024年第三季度", "2025-Q3", "2025-Q4", "of another year"),
    ("2025年第二季度", "2025-Q3", "2025-Q4", "another quarter"),
    ("2025年第三季度决算", "2025", "2026", "a quarter within the year"),
    ("2025年3月清单", "2025", "2026", "a month within the year"),
    ("清政发12025年号", "2025", "2026", "a figure within a figure"),
    ("低保名单", "2025-Q3", "2025-Q4", "no period at all"),
    ("2025年第三季度", "2025-Q3", "2025-10", "a duty whose periods changed"),
    ("2025年第三季度", "event-7", "event-8", "an event has no period"),
]


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [row[:3] for row in KEPT],
    ids=[row[3] for row in KEPT],
)
def test_what_is_not_plain_stays_as_it_is(title, before, after):
    assert renewed(title, before, after) == title


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("2025-Q3", "2025年第三季度"),
        ("2025-H1", "2025年上半年"),
        ("2025-03", "2025年3月"),
        ("2025-12", "2025年12月"),
        ("2025", "2025年"),
        ("event-12", ""),
    ],
)
def test_a_period_is_said_as_officials_write_it(key, said):
    assert period_said(key) == said


@pytest.mark.parametrize("key", ["2025-Q3", "2025-H2", "2025-03", "2025-12", "2025"])
def test_a_title_with_the_words_of_a_period_names_it_and_no_other(key):
    title = f"{period_said(key)}低保名单"

    assert names(title, key)
    assert not names(title, key.replace("2025", "2024"))
    assert not names("低保名单", key)


@pytest.mark.parametrize(
    ("title", "name", "speaks"),
    [
        ("2026年第一季度城乡低保对象名单公示", "最低生活保障 / 低保对象名单", True),
        ("2026年第一季度城乡低保对象名单公示", "低保对象名单", True),
        ("2026年第一季度城乡低保对象名单公示", "财政预算", False),
        ("2026年第一季度情况公示", "信息公开情况", False),
    ],
)
def test_a_title_speaks_of_a_duty_whose_name_it_has(title, name, speaks):
    assert (likeness(title, name.split(" / ")[-1]) >= LIKELY) == speaks
