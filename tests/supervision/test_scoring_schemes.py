"""Schemes that offices have published, each with units worked out by hand."""

from __future__ import annotations

import pytest

from supervision.scoring import Scoring
from supervision.scoring_checklists import (
    Band,
    BonusGate,
    FailLine,
    Grading,
    Measured,
    Multiplier,
    Term,
    UnitGroup,
    VetoRule,
)
from supervision.scoring_rules import (
    Absence,
    AbsenceKind,
    Cap,
    CapScope,
    Mark,
    Rate,
    VetoEffect,
)
from tests.supervision.checklists import (
    BONUS,
    D,
    bonus,
    branch,
    checklist,
    faults,
    item,
    marked,
    out_of,
    part,
    penalty,
    scored,
    total,
    veto,
)

pytestmark = pytest.mark.once

FAILED = Grading(
    bands=(Band(grade="合格", lowest=D(60)), Band(grade="不合格", lowest=D(0)))
)

# 全国: 单项否决; 扣分 100, below 60 不合格; 加分 30 only above 80.
NATIONAL = checklist(
    veto("否决"),
    faults("发布解读", "40", "1"),
    faults("办事服务", "25", "1"),
    faults("互动交流", "20", "1"),
    faults("功能设计", "15", "1"),
    item("加分", "30", part=BONUS),
    parts=(part("base", "100"), part(BONUS, "30")),
    terms=(
        Term(
            parts=("base",),
            multiplier=Multiplier(by=D(4), per=D(3), when_absent="办事服务"),
        ),
    ),
    bonus_gates=(BonusGate(threshold=D(80), is_strict=True),),
    fail_lines=(FailLine(threshold=D(60)),),
    veto=VetoRule(effect=VetoEffect.NO_SCORE),
    grading=FAILED,
)
NATIONAL_SITES = {
    "bonus above 80": ({"发布解读": 19}, 15, "96", "合格"),
    "no bonus on 80": ({"发布解读": 20}, 15, "80", "合格"),
    "no bonus below": ({"发布解读": 30}, 15, "70", "合格"),
    "60 is enough": ({"发布解读": 40}, 30, "60", "合格"),
    "59 is not": ({"发布解读": 40, "办事服务": 1}, 30, "59", "不合格"),
    "no more than its own points": ({"互动交流": 90}, 0, "80", "合格"),
    "4/3 without services": ({"办事服务": "n/a", "发布解读": 15}, 30, "80", "合格"),
    "4/3, above 80": ({"办事服务": "n/a", "发布解读": 12}, 30, "114", "合格"),
    "4/3, short of 60": ({"办事服务": "n/a", "发布解读": 31}, 30, "58.67", "不合格"),
}


@pytest.mark.parametrize(
    ("found", "extra", "is_worth", "grade"),
    NATIONAL_SITES.values(),
    ids=NATIONAL_SITES,
)
def test_national_list_of_websites(found, extra, is_worth, grade):
    clean = {"否决": 0, "发布解读": 0, "办事服务": 0, "互动交流": 0, "功能设计": 0}

    result = scored(NATIONAL, marked(**{**clean, **found, "加分": extra}))

    assert (result.total, result.grade) == (D(is_worth), grade)


def test_national_list_stops_at_a_veto():
    result = scored(NATIONAL, marked(否决=1))

    assert (result.total, result.grade) == (None, "不合格")


# 绵阳 2022: 130 = 政务公开 15 + 网站 35 + 新媒体 20 + 日常 30 + 加分 30; the bonus
# from 44 of site and media on; a site below 21 or media below 12 fail.
MIANYANG = checklist(
    *(item("政务公开", "15", part="公开"), item("网站", "35", part="网站")),
    *(item("新媒体", "20", part="媒体"), item("日常工作", "30", part="日常")),
    item("加分", "30", part=BONUS),
    bonus_gates=(BonusGate(threshold=D(44), parts=("网站", "媒体")),),
    fail_lines=(
        FailLine(threshold=D(21), parts=("网站",)),
        FailLine(threshold=D(12), parts=("媒体",)),
    ),
    grading=FAILED,
)
MIANYANG_UNITS = {
    "44 opens the bonus": ("30", "14", "99", ()),
    "just short of 44": ("29.9999", "14", "89", ()),
    "a site of 21": ("21", "20", "86", ()),
    "a site below 21": ("20.99", "20", "85.99", ("网站",)),
    "media below 12": ("35", "11.5", "101.5", ("媒体",)),
}


@pytest.mark.parametrize(
    ("site", "media", "is_worth", "failed"), MIANYANG_UNITS.values(), ids=MIANYANG_UNITS
)
def test_mianyang_opens_the_bonus_from_44_of_site_and_media(
    site, media, is_worth, failed
):
    marks = marked(政务公开=15, 网站=site, 新媒体=media, 日常工作=30, 加分=10)

    result = scored(MIANYANG, marks)

    assert (result.total, result.failed) == (D(is_worth), failed)
    assert (result.grade == "不合格") is bool(failed)


# 肇庆 2019: 倒扣, 扣完为止; a veto on any account is recorded as 59; the 20 points of
# services go to the others where a unit has none; bonus above 80.
ZHAOQING = checklist(
    veto("新媒体否决"),
    faults("信息发布", "50", "5"),
    faults("互动交流", "30", "5"),
    faults("办事服务", "20", "5", absence=Absence(kind=AbsenceKind.TO_ALL)),
    item("加分", "25", part=BONUS),
    bonus_gates=(BonusGate(threshold=D(80), is_strict=True),),
    fail_lines=(FailLine(threshold=D(60)),),
    veto=VetoRule(effect=VetoEffect.CAP, cap=D(59)),
    grading=FAILED,
)
ZHAOQING_UNITS = {
    "clean": ((0, 0, 0, 0), "125", "合格"),
    "a veto is 59": ((1, 0, 0, 0), "59", "不合格"),
    "a veto raises nobody": ((1, 9, 1, 0), "50", "不合格"),
    # 信息发布 62.5, 互动交流 37.5; three faults of 5.
    "no services": ((0, 2, 1, "n/a"), "110", "合格"),
    # Ten faults of 5 are 50 of 62.5, not all of it.
    "no services, many faults": ((0, 10, 0, "n/a"), "50", "不合格"),
}


@pytest.mark.parametrize(
    ("found", "is_worth", "grade"), ZHAOQING_UNITS.values(), ids=ZHAOQING_UNITS
)
def test_zhaoqing_records_a_veto_as_59_and_moves_the_points_of_services(
    found, is_worth, grade
):
    codes = ("新媒体否决", "信息发布", "互动交流", "办事服务")

    result = scored(ZHAOQING, marked(**dict(zip(codes, found, strict=True)), 加分=25))

    assert (result.total, result.grade) == (D(is_worth), grade)


# 运城 2022: deductions of a first level end at its weight, those of the second and
# third level do not end at their own; 重大扣分项 have no cap. B1 100, B2 90 of it.
TOP = Cap(scope=CapScope.TOP)
YUNCHENG = checklist(
    branch("一", "60"),
    branch("一1", "40", "一"),
    faults("一1a", "10", "2", "一1", cap=TOP),
    item("一1b", "30", parent="一1"),
    item("一2", "20", parent="一"),
    item("二", "30"),
    item("双公示", "10"),
    *(bonus("亮点", "2"), penalty("重大扣分", "20")),
    groups=(
        UnitGroup(code="B1", title="有双公示", maximum=D(100)),
        UnitGroup(code="B2", title="无双公示", leaves_out=("双公示",), maximum=D(90)),
    ),
)
YUNCHENG_UNITS = {
    "within its own weight": (4, 0, "92"),
    "beyond its own weight": (15, 0, "70"),
    "the first level, all": (30, 0, "40"),
    "the first level is the cap": (90, 0, "40"),
    "major faults go below it": (90, 1, "20"),
    "and end at nothing": (90, 3, "0"),
}


@pytest.mark.parametrize(
    ("count", "major", "is_left"), YUNCHENG_UNITS.values(), ids=YUNCHENG_UNITS
)
def test_yuncheng_caps_deductions_at_the_first_level(count, major, is_left):
    marks = {"一1a": count, "一1b": 30, "一2": 20, "二": 30, "双公示": 10}

    assert total(YUNCHENG, marked(**marks, 重大扣分=major), group="B1") == D(is_left)


def test_yuncheng_ranks_departments_without_publicity_apart():
    marks = marked(**{"一1a": 0, "一1b": 30, "一2": 20, "二": 30, "亮点": 1})

    result = Scoring(YUNCHENG, "B2").score(marks)

    assert out_of(result) == (92, 90)


# 亳州: (基本得分 + 重点得分) / (基本总分 + 重点总分) × 100, two decimals.
BOZHOU = checklist(
    faults("基本", "82.3333", "0.6667", part="基本信息"),
    branch("重点", "37.5", part="重点领域"),
    item("教育", "12.5", parent="重点"),
    item("医疗", "25", parent="重点"),
    terms=(Term(parts=("基本信息", "重点领域"), normalised_to=D(100)),),
)
BOZHOU_UNITS = {
    "everything": (0, "12.5", "25", "100"),
    # (82.3333 - 2.0001 + 30) ÷ 119.8333
    "some of it": (3, "10", "20", "92.07"),
    # (82.3333 + 20) ÷ 107.3333: education does not apply.
    "without education": (0, "n/a", "20", "95.34"),
}


@pytest.mark.parametrize(
    ("count", "education", "health", "is_worth"),
    BOZHOU_UNITS.values(),
    ids=BOZHOU_UNITS,
)
def test_bozhou_normalises_two_parts_together(count, education, health, is_worth):
    marks = marked(基本=count, 教育=education, 医疗=health)

    assert total(BOZHOU, marks) == D(is_worth)


# 舒城: townships out of 1000, weights of four decimals; only a 情况说明 gives 80 %
# (宣州 60 %); the pass line is 60 %.
EXPLAINED = Mark(is_explained=True)


@pytest.mark.parametrize(
    ("credit", "is_worth", "grade"),
    [("0.8", "700", "合格"), ("0.6", "625", "合格"), ("0", "400", "不合格")],
    ids=["舒城 80 %", "宣州 60 %", "none"],
)
def test_shucheng_credits_an_explanation(credit, is_worth, grade):
    listed = checklist(
        item("财政预决算", "375", explanation_credit=D(credit)),
        item("社会救助", "625"),
        grading=Grading(bands=FAILED.bands, measured_in=Measured.PERCENT),
        maximum=D(1000),
    )

    result = scored(listed, marked(财政预决算=EXPLAINED, 社会救助=400))

    assert (result.total, result.grade) == (D(is_worth), grade)


# 金寨, 霍邱: 不高于及格分 while a prerequisite is missing.
def test_jinzhai_holds_back_what_lacks_its_prerequisite():
    listed = checklist(item("决策公开", "5"), item("年报", "5"))
    lacking = Mark(value=D("4.5"), lacks_prerequisite=True)

    assert total(listed, marked(决策公开=lacking, 年报=5)) == 8


# 宣城 2019: 工作考核 70 % (veto, 100, bonus 20 above 80, below 60 fails) and
# 专业评价 30 %.
XUANCHENG = checklist(
    veto(
        "否决",
    ),
    faults("工作", "100", "2"),
    item("专业", "100", part="专业评价"),
    item("加分", "20", part=BONUS),
    parts=(
        part("base", "100"),
        part("专业评价", "100"),
        part(BONUS, "20", weight=D("0.7")),
    ),
    terms=(
        Term(parts=("base",), weight=D("0.7")),
        Term(parts=("专业评价",), weight=D("0.3")),
    ),
    bonus_gates=(BonusGate(threshold=D(80), is_strict=True, parts=("base",)),),
    fail_lines=(FailLine(threshold=D(60), parts=("base",)),),
    grading=FAILED,
)
XUANCHENG_UNITS = {
    # 90 × 0.7 + 85 × 0.3 + 10 × 0.7
    "bonus above 80 of the first": (5, "85", "95.5", "合格"),
    # 80 × 0.7 + 100 × 0.3
    "80 is not above it": (10, "100", "86", "合格"),
    # 58 × 0.7 + 100 × 0.3: 70.6 in all, and yet.
    "below 60 of the first fails": (21, "100", "70.6", "不合格"),
}


@pytest.mark.parametrize(
    ("count", "expert", "is_worth", "grade"),
    XUANCHENG_UNITS.values(),
    ids=XUANCHENG_UNITS,
)
def test_xuancheng_mixes_70_to_30(count, expert, is_worth, grade):
    result = scored(XUANCHENG, marked(否决=0, 工作=count, 专业=expert, 加分=10))

    assert (result.total, result.grade) == (D(is_worth), grade)


# 四川某市 depts: a unit without item-5 content, its points move to another item.
def test_points_of_missing_content_move_to_a_named_item():
    elsewhere = Absence(kind=AbsenceKind.TO_GROUP, to="动态")
    listed = checklist(
        item("概况", "5"), item("动态", "15"), item("人事财政", "25", absence=elsewhere)
    )

    assert total(listed, marked(概况=5, 动态=12, 人事财政="n/a")) == 37


# 涞源 2023: base 100 and bonus 8; 更新频率: each miss -2.
def test_laiyuan_takes_two_for_each_missed_update():
    listed = checklist(
        *(item("制度", "30"), faults("更新频率", "7", "2"), item("其余", "63")),
        item("加分", "8", part=BONUS),
    )

    assert total(listed, marked(制度=30, 更新频率=3, 其余=60, 加分=8)) == 99


# 2015 普查, 办事指南: each missing element class -2, -16 at most.
def test_guides_lose_two_for_each_class_and_sixteen_at_most():
    rule = faults("办事指南", "20", "2").rule
    most = type(rule)(each=D(2), most=D(16))
    listed = checklist(item("办事指南", "20", most))

    assert [total(listed, marked(办事指南=count)) for count in (0, 3, 8, 11)] == [
        *(20, 14, 4, 4)
    ]


# 按时答复率 100 % in full, each per cent point less -0.5, below 80 % nothing.
def test_reply_rates_fall_by_a_slope_to_a_floor():
    rule = Rate(target=D(100), slope=D("0.5"), floor=D(80))
    listed = checklist(item("答复率", "15", rule))

    assert [total(listed, marked(答复率=rate)) for rate in (100, 98, 80, 79)] == [
        *(15, 14, 5, 0)
    ]
