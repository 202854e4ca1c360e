"""The marks of one unit, checked against the checklist. Pure.

Every fault is told at once, with the code of its indicator.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from .scoring_numbers import is_in_bounds
from .scoring_plan import NOWHERE, Place, Plan
from .scoring_problems import Problem, ProblemCode, UnfitMarks
from .scoring_rules import (
    ONE,
    REGISTERS,
    ZERO,
    AbsenceKind,
    Credit,
    GivenIn,
    Kind,
    Mark,
    Veto,
    VetoEffect,
)

COUNTED = frozenset({Kind.PER_OCCURRENCE, Kind.DEDUCTION, *REGISTERS})


class Gaps(StrEnum):
    """What becomes of indicators without a mark."""

    REFUSED = "refused"
    LOST = "lost"  # they give nothing
    LEFT_OUT = "left_out"  # as if they did not apply: what the known ones would give


def check_marks(plan: Plan, marks: Mapping[str, Mark], gaps: Gaps) -> None:
    problems = [
        Problem(ProblemCode.UNKNOWN_CODE, code, {"code": code})
        for code in marks
        if code not in plan.by_code
    ]
    for code, mark in marks.items():
        number = plan.by_code.get(code)
        if number is not None:
            problem = _fault(plan.places[number], mark)
            if problem:
                problems.append(problem)
    if gaps is Gaps.REFUSED and not problems:
        problems += _missing(plan, marks)
    if problems:
        raise UnfitMarks(problems)


def _fault(place: Place, mark: Mark) -> Problem | None:
    if not mark.is_applicable:
        if place.indicator.absence.kind is AbsenceKind.REFUSED:
            return Problem(ProblemCode.ALWAYS_APPLICABLE, place.code)
        return None
    if not place.is_leaf:
        return Problem(ProblemCode.MARK_ON_BRANCH, place.code)
    if mark.is_explained and place.indicator.explanation_credit is None:
        return Problem(ProblemCode.NO_EXPLANATION_CREDIT, place.code)
    value = mark.value
    if value is None:
        if mark.is_explained:
            return None
        return Problem(ProblemCode.MARK_WITHOUT_VALUE, place.code)
    return _misfit(place, value)


def _misfit(place: Place, value: Decimal) -> Problem | None:
    told = {"value": str(value)}
    if not is_in_bounds(value):
        return Problem(ProblemCode.OUT_OF_BOUNDS, place.code, told)
    if value < ZERO:
        return Problem(ProblemCode.MARK_NEGATIVE, place.code, told)
    if place.kind in COUNTED and value != int(value):
        return Problem(ProblemCode.NOT_WHOLE, place.code, told)
    highest = _highest(place)
    if highest is not None and value > highest:
        told["maximum"] = str(highest)
        return Problem(ProblemCode.MARK_ABOVE_MAXIMUM, place.code, told)
    if place.kind is Kind.PASS_FAIL and value not in (ZERO, ONE):
        return Problem(ProblemCode.NOT_WHOLE, place.code, told)
    return None


def _highest(place: Place) -> Decimal | None:
    if isinstance(place.rule, Credit):
        is_share = place.rule.given_in is GivenIn.SHARE
        return ONE if is_share else place.points
    return ONE if place.kind is Kind.PASS_FAIL else None


def _missing(plan: Plan, marks: Mapping[str, Mark]) -> list[Problem]:
    if stops_scoring(plan, marks):
        return []
    absent = absent_places(plan, marks)
    return [
        Problem(ProblemCode.MARK_MISSING, place.code)
        for place in plan.places
        if place.is_leaf
        and place.code not in marks
        and place.number not in absent
        and not place.is_bonus
        and place.kind not in REGISTERS
    ]


def absent_places(plan: Plan, marks: Mapping[str, Mark]) -> set[int]:
    """All below what is marked so, and branches moved as one of which none is left."""
    absent = {
        number
        for code, mark in marks.items()
        if not mark.is_applicable
        for number in plan.below(plan.by_code[code])
    }
    return with_emptied(plan, absent) if absent else absent


def with_emptied(plan: Plan, absent: set[int]) -> set[int]:
    for place in plan.branches:
        if place.holder != NOWHERE and absent.issuperset(place.children):
            absent.add(place.number)
    return absent


def with_gaps(plan: Plan, marks: Mapping[str, Mark], absent: set[int]) -> set[int]:
    """Leaves without a mark are taken as if they did not apply."""
    absent.update(
        place.number for place in plan.base if place.is_leaf and place.code not in marks
    )
    return with_emptied(plan, absent)


def hits(plan: Plan, marks: Mapping[str, Mark]) -> list[tuple[Place, Veto, Decimal]]:
    """The vetoes that hit, with the measure that made them."""
    found = []
    for place in plan.beside:
        mark = marks.get(place.code)
        rule = place.rule
        if not isinstance(rule, Veto) or mark is None or not mark.is_applicable:
            continue
        value = mark.value if mark.value is not None else ZERO
        if rule.is_hit(value):
            found.append((place, rule, value))
    return found


def effect_of(plan: Plan, rule: Veto) -> tuple[VetoEffect, Decimal]:
    """The veto's own effect, else the checklist's, with its figure."""
    own = plan.checklist.veto if rule.effect is None else rule
    effect = own.effect or VetoEffect.ZERO
    return effect, (own.cap or ZERO) if effect is VetoEffect.CAP else ZERO


def stops_scoring(plan: Plan, marks: Mapping[str, Mark]) -> bool:
    """After such a hit no other mark matters, and none is asked for."""
    return any(
        effect_of(plan, rule)[0] is not VetoEffect.CAP
        for _, rule, _ in hits(plan, marks)
    )
