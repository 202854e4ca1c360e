"""Marks in, a result with its explanation out. Pure: no models, no clock.

The one entrance to scoring. The order of the steps is always the same: each item (its
kind, the credit for an explanation, its own cap, a missing prerequisite), the caps of
branches, parts, what does not apply, normalising, multiplying, mixing, bonus if its
gate opens, penalties, veto, floor at nothing, one rounding, grade. Ranks and quotas
are found among the units of a group (`scoring_grades`), rounds are mixed by
`scoring_rounds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

from .scoring_absences import Maxima, full_maxima, maxima_of
from .scoring_branches import Sheet
from .scoring_checklists import Checklist
from .scoring_grades import band_of, lowest_grade
from .scoring_marks import Gaps, absent_places, check_marks, stops_scoring, with_gaps
from .scoring_numbers import CONTEXT
from .scoring_plan import plan_of
from .scoring_results import Line, Result, Step
from .scoring_rules import ZERO, Mark
from .scoring_terms import Base, base_of
from .scoring_totals import (
    TOTAL,
    after_vetoes,
    bonus_of,
    failed_lines,
    floored,
    penalty_of,
    rounded_total,
)


class Scoring:
    """A checklist made ready for one group of units; then each unit is quick."""

    def __init__(self, checklist: Checklist, group: str = "") -> None:
        self.plan = plan_of(checklist, group)
        with localcontext(CONTEXT):
            self._full = full_maxima(self.plan)

    @property
    def maximum(self) -> Mapping[str, Decimal]:
        """What each indicator can give to a unit to which everything applies."""
        return {
            place.code: points
            for place, points in zip(self.plan.places, self._full.raised, strict=True)
        }

    def score(self, marks: Mapping[str, Mark], gaps: Gaps = Gaps.REFUSED) -> Result:
        """Refuses (`UnfitMarks`) marks that do not fit, telling all of them."""
        with localcontext(CONTEXT):
            return self._score(marks, gaps)

    def _score(self, marks: Mapping[str, Mark], gaps: Gaps) -> Result:
        check_marks(self.plan, marks, gaps)
        sheet = Sheet(
            self.plan, marks, self._maxima(marks, gaps), [ZERO] * len(self.plan.places)
        )
        sheet.score(self.plan.base)
        sheet.lines.extend(sheet.maxima.lines)
        base = base_of(sheet)
        failed = failed_lines(sheet, base)
        bonus = bonus_of(sheet, base)
        penalty = penalty_of(sheet)
        return _concluded(sheet, base, failed, (bonus, penalty))

    def _maxima(self, marks: Mapping[str, Mark], gaps: Gaps) -> Maxima:
        absent = absent_places(self.plan, marks)
        if gaps is not Gaps.LEFT_OUT or stops_scoring(self.plan, marks):
            return maxima_of(self.plan, self._full, absent)
        both = with_gaps(self.plan, marks, set(absent))
        return maxima_of(self.plan, self._full, both, both - absent)


def score(
    checklist: Checklist,
    marks: Mapping[str, Mark],
    *,
    group: str = "",
    gaps: Gaps = Gaps.REFUSED,
) -> Result:
    """One unit. For many, lay the checklist out once: `Scoring(checklist)`."""
    return Scoring(checklist, group).score(marks, gaps)


def _concluded(
    sheet: Sheet, base: Base, failed: tuple[str, ...], register: tuple[Decimal, Decimal]
) -> Result:
    bonus, penalty = register
    total, has_score = after_vetoes(sheet, base.points + bonus - penalty)
    unrounded = floored(sheet, total)
    rounded = rounded_total(sheet, unrounded)
    vetoes = tuple(line.what for line in sheet.lines if line.step is Step.VETO)
    is_lowest = bool(vetoes or failed)
    return Result(
        total=rounded if has_score else None,
        unrounded=unrounded if has_score else None,
        base=base.points,
        maximum=base.maximum,
        bonus=bonus,
        penalty=penalty,
        parts=tuple(base.parts.values()),
        scores=sheet.scores(),
        vetoes=vetoes,
        failed=failed,
        grade=_grade(sheet, base, (rounded, unrounded), is_lowest=is_lowest),
        lines=tuple(sheet.lines),
    )


def _grade(
    sheet: Sheet, base: Base, totals: tuple[Decimal, Decimal], *, is_lowest: bool
) -> str:
    """By bands. With quotas only the lowest grade is known before the others are."""
    grading = sheet.plan.checklist.grading
    rounded, unrounded = totals
    told: dict[str, Decimal | str] = {}
    if is_lowest:
        grade = lowest_grade(grading)
    elif grading.quotas:
        return ""
    else:
        grade, bound = band_of(
            grading, rounded=rounded, unrounded=unrounded, maximum=base.maximum
        )
        told = {} if bound is None else {"from": bound}
    if grade:
        told["grade"] = grade
        line = Line(
            Step.GRADE, TOTAL, "lowest" if is_lowest else "band", rounded, rounded
        )
        sheet.lines.append(line._replace(particulars=told))
    return grade
