"""What does not apply to a unit, and how many points the rest can give. Pure.

Points that leave make the maximum smaller. Points that move are added to what applies
in proportion to its own points; so they must be known before a mark becomes points,
and moving them is the first thing that is done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .scoring_checking import MOVING
from .scoring_numbers import settled
from .scoring_plan import NOWHERE, Place, Plan
from .scoring_problems import NothingApplicable, Problem, ProblemCode
from .scoring_results import NO_MARK, Line, Step
from .scoring_rules import ZERO, Mean


@dataclass(slots=True)
class Maxima:
    """By place: what it can give, before points moved to it and after."""

    own: Sequence[Decimal]
    raised: Sequence[Decimal]
    absent: Collection[int]
    lines: Sequence[Line] = ()


def full_maxima(plan: Plan) -> Maxima:
    """Where everything applies. The same for all such units."""
    points = _from_the_leaves(plan, [place.worth for place in plan.places], ())
    return Maxima(points, points, frozenset())


def maxima_of(
    plan: Plan, full: Maxima, absent: set[int], gaps: Collection[int] = ()
) -> Maxima:
    """What is absent only because nobody marked it yet moves no points."""
    if not absent:
        return full
    leaves = [ZERO if place.number in absent else place.worth for place in plan.places]
    own = _from_the_leaves(plan, leaves, absent)
    lines: list[Line] = []
    gains: dict[int, Decimal] = {}
    for place in plan.places:
        is_top = place.number in absent and place.parent not in absent
        if is_top and not place.is_beside:
            points = full.own[place.number]
            rule = NO_MARK
            if place.number not in gaps:
                rule = place.indicator.absence.kind.value
                takers = _takers(plan, place, own)
                if points and _moves(place) and not (takers or gaps):
                    raise _nobody(place)
                _move(points, takers, own, gains)
            lines.append(_line(place, rule, points))
    raised = _raised(plan, own, gains) if gains else own
    return Maxima(own, raised, absent, lines)


def _from_the_leaves(
    plan: Plan, points: list[Decimal], absent: Collection[int]
) -> list[Decimal]:
    for place in plan.branches:
        under = sum((points[child] for child in place.children), ZERO)
        if place.number in absent:
            points[place.number] = ZERO
        elif isinstance(place.rule, Mean):
            points[place.number] = place.worth if under else ZERO
        elif place.is_capped:
            points[place.number] = min(place.worth, under)
        else:
            points[place.number] = under
    return points


def _line(place: Place, rule: str, points: Decimal) -> Line:
    told: dict[str, Decimal | str] = {
        "points": points,
        "to": place.indicator.absence.to,
    }
    line = Line(Step.NOT_APPLICABLE, place.code, rule, ZERO, ZERO)
    return line._replace(particulars=told)


def _moves(place: Place) -> bool:
    return place.indicator.absence.kind in MOVING


def _takers(plan: Plan, place: Place, own: Sequence[Decimal]) -> list[int]:
    """Whoever takes the points and applies to the unit."""
    if not _moves(place):
        return []
    return [number for number in plan.receivers_for(place) if own[number]]


def _move(
    points: Decimal,
    takers: Sequence[int],
    own: Sequence[Decimal],
    gains: dict[int, Decimal],
) -> None:
    if not takers:
        return
    each = points / sum((own[number] for number in takers), ZERO)
    left = points
    for number in takers[:-1]:
        share = settled(own[number] * each)
        gains[number] = gains.get(number, ZERO) + share
        left -= share
    # The last takes what rounding left, so that all points arrive.
    gains[takers[-1]] = gains.get(takers[-1], ZERO) + left


def _nobody(place: Place) -> NothingApplicable:
    return NothingApplicable([Problem(ProblemCode.NOTHING_APPLICABLE, place.code)])


def _raised(
    plan: Plan, own: Sequence[Decimal], gains: Mapping[int, Decimal]
) -> list[Decimal]:
    raised = [points + gains.get(number, ZERO) for number, points in enumerate(own)]
    for place in plan.branches:
        if place.holder == NOWHERE:
            raised[place.number] = sum(
                (raised[child] for child in place.children), ZERO
            )
    return raised
