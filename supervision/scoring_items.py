"""One indicator: its mark becomes points, credit, own cap and prerequisite. Pure."""

from __future__ import annotations

from decimal import Decimal

from .scoring_numbers import settled
from .scoring_plan import Place
from .scoring_results import NO_MARK, Line, Step
from .scoring_rules import ZERO, Deduction, Mark, Positive, Tiers


def item_score(
    place: Place, mark: Mark | None, maximum: Decimal, lines: list[Line]
) -> Decimal:
    """Its points, with a line for each step that changed something."""
    if mark is None:
        if not place.is_bonus:
            lines.append(Line(Step.ITEM, place.code, NO_MARK, ZERO, ZERO, maximum))
        return ZERO
    value = mark.value
    score = maximum if value is None else _given(place, value, maximum)
    lines.append(_line(place, value, score, maximum))
    if mark.is_explained:
        score = _explained(place, score, maximum, lines)
    if place.has_own_cap:
        score = _capped(place, score, maximum, lines)
    if mark.lacks_prerequisite:
        score = _held_back(place, score, maximum, lines)
    return score


def _given(place: Place, value: Decimal, maximum: Decimal) -> Decimal:
    """Positive kinds grow with the weight; faults keep their points."""
    rule = place.rule
    if isinstance(rule, Deduction):
        return maximum - rule.amount(value) * place.factor
    if not place.points or not isinstance(rule, Positive):
        return ZERO
    gained = rule.gained(value, place.points)
    if maximum == place.points:
        return gained
    return settled(gained * maximum / place.points)


def _line(
    place: Place, value: Decimal | None, score: Decimal, maximum: Decimal
) -> Line:
    told: dict[str, Decimal | str] = {**place.told, "maximum": maximum}
    if value is not None:
        told["value"] = value
        if isinstance(place.rule, Tiers):
            tier = place.rule.reached(value)
            if tier:
                told["tier"] = tier.bound
    step = Step.BONUS if place.is_bonus else Step.ITEM
    lost = _lost(place, maximum, score, maximum)
    return Line(step, place.code, place.kind.value, ZERO, score, lost, told)


def _lost(place: Place, before: Decimal, after: Decimal, maximum: Decimal) -> Decimal:
    """An own cap bounds every loss; without one, the cap of a branch gives back later.

    Bonus has nothing to lose.
    """
    if place.is_bonus:
        return ZERO
    if place.has_own_cap:
        before = min(max(before, ZERO), maximum)
        after = min(max(after, ZERO), maximum)
    return before - after


def _explained(
    place: Place, score: Decimal, maximum: Decimal, lines: list[Line]
) -> Decimal:
    """Only what was gained is reduced: a loss is not made smaller by explaining."""
    credit = place.indicator.explanation_credit
    if credit is None or score <= 0:
        return score
    after = settled(score * credit)
    lost = _lost(place, score, after, maximum)
    lines.append(
        Line(
            *(Step.EXPLANATION, place.code, "explained", score, after, lost),
            {"credit": credit},
        )
    )
    return after


def _capped(
    place: Place, score: Decimal, maximum: Decimal, lines: list[Line]
) -> Decimal:
    after = min(max(score, ZERO), maximum)
    if after != score:
        told = {"cap": maximum}
        lines.append(Line(Step.OWN_CAP, place.code, "cap", score, after, ZERO, told))
    return after


def _held_back(
    place: Place, score: Decimal, maximum: Decimal, lines: list[Line]
) -> Decimal:
    most = settled(maximum * place.pass_share)
    if score <= most:
        return score
    lost = _lost(place, score, most, maximum)
    lines.append(
        Line(
            *(Step.PREREQUISITE, place.code, "prerequisite", score, most, lost),
            {"cap": most, "pass_share": place.pass_share},
        )
    )
    return most
