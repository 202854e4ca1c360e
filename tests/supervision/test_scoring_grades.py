"""Grades by bands and by quota, ranks with ties, groups with maxima of their own."""

from __future__ import annotations

import pytest

from supervision.scoring import Scoring
from supervision.scoring_checklists import (
    Band,
    FailLine,
    Figure,
    Grading,
    Measured,
    Quota,
    ShareRounding,
    Term,
    Ties,
    UnitGroup,
    VetoRule,
)
from supervision.scoring_grades import (
    Standing,
    grades_by_quota,
    placings,
    ranked,
)
from supervision.scoring_results import Step
from supervision.scoring_rules import VetoEffect
from tests.supervision.checklists import (
    D,
    checklist,
    item,
    lines,
    marked,
    scored,
    veto,
)

pytestmark = pytest.mark.once

PREFECTURE = (
    Band(grade="优秀", lowest=D(90)),
    Band(grade="良好", lowest=D(70)),
    Band(grade="合格", lowest=D(60)),
    Band(grade="不合格", lowest=D(0)),
)
BANDS = {
    "the highest": ("100", "优秀"),
    "on the bound": ("90", "优秀"),
    "rounded up to the bound": ("89.995", "优秀"),
    "rounded down": ("89.9949", "良好"),
    "in between": ("75", "良好"),
    "on the lowest that passes": ("60", "合格"),
    "just below": ("59.99", "不合格"),
    "nothing": ("0", "不合格"),
}


@pytest.mark.parametrize(("value", "grade"), BANDS.values(), ids=BANDS)
def test_bands_have_inclusive_lower_bounds(value, grade):
    listed = checklist(item("A", "100"), grading=Grading(bands=PREFECTURE))

    assert scored(listed, marked(A=value)).grade == grade


def test_bands_may_be_held_against_what_was_not_rounded():
    grading = Grading(bands=PREFECTURE, figure=Figure.UNROUNDED)
    listed = checklist(item("A", "100"), grading=grading)

    assert scored(listed, marked(A="89.9999")).grade == "良好"


def test_bands_in_per_cent_fit_any_maximum():
    grading = Grading(bands=PREFECTURE, measured_in=Measured.PERCENT)
    listed = checklist(item("A", "1000"), grading=grading)

    assert scored(listed, marked(A=600)).grade == "合格"
    assert scored(listed, marked(A=599)).grade == "不合格"


def test_below_every_band_is_the_lowest_grade():
    grading = Grading(bands=PREFECTURE[:3], lowest="不合格")
    listed = checklist(item("A", "100"), grading=grading)

    assert scored(listed, marked(A=12)).grade == "不合格"


def test_the_explanation_ends_with_the_grade_and_its_bound():
    listed = checklist(item("A", "100"), grading=Grading(bands=PREFECTURE))

    (line,) = lines(scored(listed, marked(A=75)), Step.GRADE)

    assert (line.rule, dict(line.particulars)) == (
        *("band", {"from": D(70), "grade": "良好"}),
    )


LOWEST = {
    "vetoed, at a figure": (VetoRule(effect=VetoEffect.CAP, cap=D(95)), "99", 1),
    "without a score": (VetoRule(effect=VetoEffect.NO_SCORE), "99", 1),
    "failed in a part": (VetoRule(), "99", 0),
}


@pytest.mark.parametrize(("rule", "value", "hit"), LOWEST.values(), ids=LOWEST)
def test_vetoed_and_failed_units_have_the_lowest_grade(rule, value, hit):
    lines_ = () if hit else (FailLine(threshold=D(5), parts=("b",)),)
    listed = checklist(
        *(item("A", "100"), item("B", "10", part="b"), veto()),
        **{"veto": rule, "fail_lines": lines_, "grading": Grading(bands=PREFECTURE)},
    )

    assert scored(listed, marked(A=value, B=0, V=hit)).grade == "不合格"


def stand(**totals: str | None) -> list[Standing]:
    """A total after "!" was vetoed, after "-" failed."""
    return [
        Standing(
            unit=unit,
            total=None if told is None else D(told.strip("!-")),
            is_vetoed=not told or told.startswith("!"),
            is_failed=(told or "").startswith("-"),
        )
        for unit, told in totals.items()
    ]


UNITS = stand(a="80", b="95.5", c="90", d="90", e="70")
RANKS = {
    "1224": (Ties.SKIP, {"b": 1, "c": 2, "d": 2, "a": 4, "e": 5}),
    "1223": (Ties.DENSE, {"b": 1, "c": 2, "d": 2, "a": 3, "e": 4}),
}


@pytest.mark.parametrize(("ties", "ranks"), RANKS.values(), ids=RANKS)
def test_ties_share_a_rank(ties, ranks):
    assert ranked(UNITS, ties) == ranks
    assert ranked(UNITS[::-1], ties) == ranks


def test_vetoed_units_are_listed_without_a_rank_and_take_none():
    listed = checklist(item("A", "100"))
    standings = stand(a="80", b="!90", c=None, d="70")

    found = placings(listed, standings, {"a": "良好"})

    assert [(each.unit, each.rank, each.grade) for each in found] == [
        *(("a", 1, "良好"), ("d", 2, ""), ("b", None, ""), ("c", None, ""))
    ]


def quotas(*sizes: str | int, **more) -> Grading:
    return Grading(
        quotas=tuple(
            Quota(grade=grade, number=size)
            if isinstance(size, int)
            else Quota(grade=grade, share=D(size))
            for grade, size in zip("ABCD", sizes, strict=False)
        ),
        lowest="Z",
        **more,
    )


TEN = stand(**{f"u{n}": str(100 - n) for n in range(10)})
LEVEL = stand(a="90", b="80", c="80", d="80", e="70")
UNITS_BY_QUOTA = {
    "numbers": (quotas(2, 3), TEN, "AABBBZZZZZ"),
    "shares": (quotas("0.2", "0.3"), TEN, "AABBBZZZZZ"),
    "all": (quotas("0.5", "0.5"), TEN, "AAAAABBBBB"),
    "more than there are": (quotas(40), TEN, "AAAAAAAAAA"),
    "a share, half up": (quotas("0.25"), TEN, "AAAZZZZZZZ"),
    "a share, down": (
        *(quotas("0.29", share_rounding=ShareRounding.DOWN), TEN),
        "AAZZZZZZZZ",
    ),
    "a share, up": (
        *(quotas("0.21", share_rounding=ShareRounding.UP), TEN),
        "AAAZZZZZZZ",
    ),
    "a tie at the edge": (quotas(2, 1), LEVEL, "AAAAZ"),
    "a tie at the edge, all out": (quotas(2, 3, with_ties=False), LEVEL, "ABBBB"),
    "nobody": (quotas(0), LEVEL, "ZZZZZ"),
    "no places, nobody level": (quotas(0, 1), LEVEL, "BZZZZ"),
    "vetoed units take none": (quotas(2), stand(a="!90", b="80", c="70"), "ZAA"),
    "failed units take none": (quotas(1), stand(a="-90", b="80", c="70"), "ZAZ"),
    "vetoed units are counted": (
        quotas("0.5"),
        stand(a="!9", b="8", c="7", d="6"),
        "ZAAZ",
    ),
}


@pytest.mark.parametrize(
    ("grading", "units", "grades"), UNITS_BY_QUOTA.values(), ids=UNITS_BY_QUOTA
)
def test_quotas_grade_the_best_of_a_group(grading, units, grades):
    assert "".join(grades_by_quota(grading, units).values()) == grades


def test_a_group_is_graded_by_its_quotas_when_it_is_placed():
    listed = checklist(item("A", "100"), grading=quotas(1))

    found = placings(listed, LEVEL)

    assert [(each.unit, each.rank, each.grade) for each in found] == [
        *(("a", 1, "A"), ("b", 2, "Z"), ("c", 2, "Z"), ("d", 2, "Z"), ("e", 5, "Z"))
    ]


def test_an_empty_group_has_no_grades():
    assert placings(checklist(item("A", "100"), grading=quotas("0.5")), []) == []


def test_with_quotas_a_unit_alone_has_no_grade_yet():
    listed = checklist(item("A", "100"), grading=quotas(1))

    assert scored(listed, marked(A=90)).grade == ""


def test_groups_have_maxima_of_their_own():
    departments = UnitGroup(
        code="B2", title="部门", leaves_out=("双公示",), maximum=D(90)
    )
    listed = checklist(
        item("A", "90"), item("双公示", "10"), groups=(departments,), maximum=D(100)
    )

    assert Scoring(listed).score(marked(A=80, 双公示=5)).maximum == 100
    assert scored(listed, marked(A=80), group="B2").maximum == 90
    assert dict(Scoring(listed, "B2").maximum) == {"A": D(90)}


def test_what_a_group_leaves_out_counts_as_absent_for_multipliers_and_terms():
    listed = checklist(
        item("A", "75"),
        item("办事", "25"),
        terms=(Term(parts=("base",), normalised_to=D(100)),),
        groups=(UnitGroup(code="G", title="G", leaves_out=("办事",)),),
    )

    assert scored(listed, marked(A=60), group="G").total == 80
