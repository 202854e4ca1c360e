"""公开时限: the texts of catalogues, and the rules that are read in them."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from directories.time_limits import (
    Cadence,
    LimitRule,
    Period,
    Span,
    Trigger,
    read_limit,
)

FORMED, CHANGED = Trigger.FORMED, Trigger.CHANGED
TWENTY = LimitRule(Cadence.WITHIN, (FORMED, CHANGED), 20, Span.WORKING_DAYS)
TEN = LimitRule(Cadence.WITHIN, (FORMED, Trigger.OBTAINED), 10, Span.WORKING_DAYS)


def within(number, span, *triggers):
    return LimitRule(Cadence.WITHIN, triggers, number, span)


def yearly(month, day):
    return LimitRule(Cadence.PERIODIC, period=Period.YEAR, month=month, day=day)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("自信息形成或者变更之日起20个工作日内", TWENTY),
        ("信息形成（变更）20个工作日内", TWENTY),
        ("自该信息形成或者变更之日起２０个工作日内予以公开", TWENTY),
        ("信息形成或者变更之日起 2 0 个工作日内", TWENTY),
        ("信息形成或变更之日起二十个工作日内", TWENTY),
        ("（信息形成或者变更之日起20个工作日内）", TWENTY),
        ("制定或获取信息之日起10个工作日内", TEN),
        ("信息形成20个工作日内公开", within(20, Span.WORKING_DAYS, FORMED)),
        ("20个工作日内", within(20, Span.WORKING_DAYS)),
        (
            "处罚决定作出之日起7个工作日内",
            within(7, Span.WORKING_DAYS, Trigger.DECIDED),
        ),
        ("收到申请后一个月内", within(1, Span.MONTHS, Trigger.OBTAINED)),
        ("接到举报后24小时内公开", within(24, Span.HOURS, Trigger.OBTAINED)),
        ("验收结束后两周内", within(14, Span.DAYS, Trigger.ENDED)),
        ("招标公告发布之日起20日内", within(20, Span.DAYS, Trigger.OTHER)),
        ("作出决定当日公开", within(0, Span.DAYS, Trigger.DECIDED)),
        ("实时公开", LimitRule(Cadence.AT_ONCE)),
        ("及时", LimitRule(Cadence.AT_ONCE)),
        ("信息变更后及时更新", LimitRule(Cadence.AT_ONCE, (CHANGED,))),
        ("长期公开", LimitRule(Cadence.STANDING)),
        ("每年3月底前", yearly(3, 31)),
        ("每年1月31日前公开", yearly(1, 31)),
        ("每年第一季度", yearly(3, 31)),
        ("每年年底前", yearly(12, 31)),
        ("每月10日前", LimitRule(Cadence.PERIODIC, period=Period.MONTH, day=10)),
        ("每季度公开一次", LimitRule(Cadence.PERIODIC, period=Period.QUARTER)),
        ("按年度公开", LimitRule(Cadence.PERIODIC, period=Period.YEAR)),
        (
            "每季度结束后15日内",
            LimitRule(
                Cadence.PERIODIC, number=15, span=Span.DAYS, period=Period.QUARTER
            ),
        ),
        (
            "公示期为7个工作日",
            LimitRule(Cadence.POSTED, posting=7, posting_span=Span.WORKING_DAYS),
        ),
    ],
)
def test_a_text_of_one_rule_gives_the_rule(text, rule):
    reading = read_limit(text)

    assert reading.rules == (rule,)
    assert reading.text == text
    assert not reading.unread


@pytest.mark.parametrize(
    "text",
    [
        "制定或获取信息之日起10个工作日内,公示7个工作日",
        "制定或获取信息之日起10个工作日内（公示7个工作日）",
        "制定或获取信息之日起10个工作日内；公示时间不少于七个工作日",
        "制定或获取信息之日起10个工作日内，并在村公示栏公示7个工作日",
    ],
)
def test_how_long_it_hangs_belongs_to_the_rule_before(text):
    (rule,) = read_limit(text).rules

    assert (rule.number, rule.span) == (10, Span.WORKING_DAYS)
    assert (rule.posting, rule.posting_span) == (7, Span.WORKING_DAYS)


@pytest.mark.parametrize(
    "text",
    [
        "采购公告：信息形成20个工作日内；中标结果：及时公开",
        "1、采购公告：信息形成20个工作日内 2、中标结果：及时公开",
        "采购公告:信息形成20个工作日内\n中标结果:及时公开",
    ],
)
def test_several_rules_in_a_cell_are_kept_apart_with_what_each_is_for(text):
    first, second = read_limit(text).rules

    assert (first.about, first.number) == ("采购公告", 20)
    assert (second.about, second.cadence) == ("中标结果", Cadence.AT_ONCE)


@pytest.mark.parametrize(
    "reserved",
    [
        "。法律、法规另有规定的，从其规定。",
        "（法律法规另有规定的从其规定）",
        "；法律、法规对政府信息公开的期限另有规定的，从其规定",
        "，法律法规另有规定的除外，从其规定",
    ],
)
def test_what_the_law_reserves_is_a_remark(reserved):
    reading = read_limit(f"信息形成或者变更之日起20个工作日内{reserved}")

    assert reading.rules == (TWENTY,)
    assert "另有规定" in reading.remarks[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同上",
        "定期公开",
        "提前5个工作日",
        "会议召开前3日",
        "公示5-7天",
        "信息形成之日起5-20个工作日内",
        "信息形成后十五至二十个工作日内",
        "按规定时限公开",
        "2020年12月底前",
        "每年13月底前",
        "每月35日前",
        "信息形成之日起20个工作日内，特殊情况经批准可以延长",
        "法律法规另有规定的从其规定",
        "月",
    ],
)
def test_what_is_half_understood_is_not_understood(text):
    reading = read_limit(text)

    assert reading.rules == ()
    assert not reading.is_understood
    assert reading.text == text


NUMERALS = "零一二三四五六七八九"


def in_words(number):
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    head = "" if tens == 1 else NUMERALS[tens]
    return f"{head}十{NUMERALS[ones] if ones else ''}"


@given(
    number=st.integers(1, 99),
    unit=st.sampled_from(
        [
            ("个工作日", Span.WORKING_DAYS),
            ("日", Span.DAYS),
            ("小时", Span.HOURS),
            ("个月", Span.MONTHS),
        ]
    ),
    event=st.sampled_from(["", "自信息形成之日起", "信息变更后", "自作出决定之日起"]),
)
def test_a_number_is_the_same_in_digits_of_any_width_and_in_words(number, unit, event):
    wide = str(number).translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)})

    readings = {
        read_limit(f"{event}{written}{unit[0]}内").rules
        for written in (str(number), wide, in_words(number))
    }

    ((rule,),) = readings
    assert (rule.number, rule.span) == (number, unit[1])


@given(
    st.text(
        alphabet="自信息形成变更之日起20个工作内公示每年月前,;:()（）、。 三十\n",
        max_size=30,
    )
)
def test_any_text_is_kept_and_is_understood_as_a_whole_or_not_at_all(text):
    reading = read_limit(text)

    assert reading.text == text
    assert not (reading.rules and reading.unread)
    for rule in reading.rules:
        assert (rule.number is None) == (rule.span is None)
        assert (rule.posting is None) == (rule.posting_span is None)
        assert (rule.cadence is Cadence.WITHIN) <= (rule.number is not None)
        assert (rule.cadence is Cadence.PERIODIC) == (rule.period is not None)
        assert rule.day is None or 1 <= rule.day <= 31


@given(junk=st.text(alphabet="特殊情况可延长", min_size=3, max_size=8))
def test_a_clause_too_many_makes_the_whole_not_understood(junk):
    assert not read_limit(f"信息形成之日起20个工作日内，{junk}").rules
