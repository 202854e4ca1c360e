"""What does not apply to a unit, and how many points the rest can give. Pure.

Points that leave make the maximum smaller. Points that move are added to what applies
in proportion to its own points; so they must be known before a mark becomes points,
and moving them is the first thing that is done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .scoring_numbers import settled
from .scoring_plan import NOWHERE, Place, Plan
from .scoring_problems import NothingApplicable, Problem, ProblemCode
from .scoring_results import Line, Step
from .scoring_rules import ZERO, AbsenceKind, Mean


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


def maxima_of(plan: Plan, full: Maxima, absent: set[int]) -> Maxima:
    if not absent:
        return full
    leaves = [ZERO if place.number in absent else place.worth for place in plan.places]
    own = _from_the_leaves(plan, leaves, absent)
    lines: list[Line] = []
    gains: dict[int, Decimal] = {}
    for place in plan.places:
        is_top = place.number in absent and place.parent not in absent
        if is_top and not place.is_beside:
            lines.append(_moved(plan, place, full.own[place.number], own, gains))
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


def _moved(
    plan: Plan,
    place: Place,
    points: Decimal,
    own: Sequence[Decimal],
    gains: dict[int, Decimal],
) -> Line:
    absence = place.indicator.absence
    told: dict[str, Decimal | str] = {"points": points, "to": absence.to}
    line = Line(
        *(Step.NOT_APPLICABLE, place.code, absence.kind.value, ZERO, ZERO),
        particulars=told,
    )
    if absence.kind is AbsenceKind.LEAVES or not points:
        return line
    takers = [number for number in sorted(plan.receivers[place.number]) if own[number]]
    if not takers:
        raise NothingApplicable([Problem(ProblemCode.NOTHING_APPLICABLE, place.code)])
    together = sum((own[number] for number in takers), ZERO)
    each, left = points / together, points
    for number in takers[:-1]:
        share = settled(own[number] * each)
        gains[number] = gains.get(number, ZERO) + share
        left -= share
    # The last takes what rounding left, so that all points arrive.
    gains[takers[-1]] = gains.get(takers[-1], ZERO) + left
    return line


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
