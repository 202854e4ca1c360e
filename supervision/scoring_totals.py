"""From the base to the total: fail lines, bonus, penalties, veto, floor. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .scoring_branches import Sheet
from .scoring_checklists import BonusGate, Figure, Measured
from .scoring_fitting import bonus_parts
from .scoring_marks import effect_of, hits
from .scoring_numbers import rounded, settled
from .scoring_plan import Place
from .scoring_results import Line, Step
from .scoring_rules import ZERO, Bonus, Penalty, VetoEffect
from .scoring_terms import Base, is_below, part_score

TOTAL = "total"


@dataclass(slots=True)
class Gain:
    """Bonus of one part or item, before the gates."""

    code: str
    points: Decimal


def _held(
    sheet: Sheet, base: Base, parts: tuple[str, ...], measure: Measured, figure: Figure
) -> Decimal:
    value = base.measured(parts, measure)
    if figure is Figure.ROUNDED:
        return rounded(value, sheet.plan.checklist.places)
    return value


def failed_lines(sheet: Sheet, base: Base) -> tuple[str, ...]:
    """Where the unit fails. A line of the explanation for each."""
    failed = []
    for line in sheet.plan.checklist.fail_lines:
        value = _held(sheet, base, line.parts, line.measured_in, line.figure)
        if is_below(value, line.threshold, is_strict=line.is_inclusive):
            what = "+".join(line.parts) or TOTAL
            told: dict[str, Decimal | str] = {
                "threshold": line.threshold,
                "value": value,
                "measured_in": line.measured_in.value,
            }
            sheet.lines.append(
                Line(
                    *(Step.FAIL_LINE, what, "fail_line", base.points, base.points),
                    particulars=told,
                )
            )
            failed.append(what)
    return tuple(failed)


def bonus_of(sheet: Sheet, base: Base) -> Decimal:
    """What counts of the bonus: items, then parts, then the gates."""
    gains = [*_bonus_items(sheet), *_bonus_parts(sheet)]
    for gate in sheet.plan.checklist.bonus_gates:
        _pass(sheet, base, gate, gains)
    return sum([gain.points for gain in gains], ZERO)


def _bonus_items(sheet: Sheet) -> list[Gain]:
    """Those that stand in a bonus part are counted with it."""
    gains = []
    for place in sheet.plan.beside:
        if isinstance(place.rule, Bonus):
            points = _registered(sheet, place, place.rule, Step.BONUS)
            sheet.points[place.number] = points
            if not place.is_bonus:
                gains.append(Gain(place.code, points))
    return gains


def _registered(
    sheet: Sheet, place: Place, rule: Bonus | Penalty, step: Step
) -> Decimal:
    mark = sheet.marks.get(place.code)
    if mark is None or mark.value is None or not mark.is_applicable:
        return ZERO
    amount = settled(rule.amount(mark.value) * place.factor)
    if amount:
        told: dict[str, Decimal | str] = {"value": mark.value, **place.told}
        after, lost = (amount, ZERO) if step is Step.BONUS else (-amount, amount)
        line = Line(step, place.code, place.kind.value, ZERO, after, lost, told)
        sheet.lines.append(line)
    return amount


def _bonus_parts(sheet: Sheet) -> list[Gain]:
    """The indicators of a bonus part, up to its points, times its weight."""
    gains = []
    sheet.score(sheet.plan.bonus)
    for part in bonus_parts(sheet.plan.checklist):
        points = part_score(sheet, part.code).points
        points += sum(
            [
                sheet.points[place.number]
                for place in sheet.plan.beside
                if place.part == part.code and isinstance(place.rule, Bonus)
            ],
            ZERO,
        )
        most = min(points, part.points)
        told: dict[str, Decimal | str] = {"cap": part.points}
        _change(sheet, Step.BONUS, part.code, "cap", points, most, told)
        weighed = settled(most * part.weight)
        told = {"weight": part.weight}
        _change(sheet, Step.MIXED, part.code, "weight", most, weighed, told)
        gains.append(Gain(part.code, weighed))
    return gains


def _change(
    sheet: Sheet,
    step: Step,
    what: str,
    rule: str,
    before: Decimal,
    after: Decimal,
    told: dict[str, Decimal | str],
) -> None:
    if before != after:
        line = Line(step, what, rule, before, after, before - after, told)
        sheet.lines.append(line)


def _pass(sheet: Sheet, base: Base, gate: BonusGate, gains: Sequence[Gain]) -> None:
    """A closed gate takes the bonus behind it; an open one is told, too."""
    behind = [gain for gain in gains if not gate.of or gain.code in gate.of]
    points = sum([gain.points for gain in behind], ZERO)
    if not points:
        return
    value = _held(sheet, base, gate.parts, gate.measured_in, gate.figure)
    is_shut = is_below(value, gate.threshold, is_strict=gate.is_strict)
    if is_shut:
        for gain in behind:
            gain.points = ZERO
    after = ZERO if is_shut else points
    told: dict[str, Decimal | str] = {
        "threshold": gate.threshold,
        "value": value,
        "measured_in": gate.measured_in.value,
        "parts": "+".join(gate.parts) or TOTAL,
    }
    rule = "above" if gate.is_strict else "from"
    what = "+".join(gain.code for gain in behind)
    line = Line(Step.BONUS_GATE, what, rule, points, after)
    sheet.lines.append(line._replace(lost=points - after, particulars=told))


def penalty_of(sheet: Sheet) -> Decimal:
    """Without a cap, unless the penalty has one of its own."""
    total = ZERO
    for place in sheet.plan.beside:
        if isinstance(place.rule, Penalty):
            amount = _registered(sheet, place, place.rule, Step.PENALTY)
            sheet.points[place.number] = -amount
            total += amount
    return total


def after_vetoes(sheet: Sheet, total: Decimal) -> tuple[Decimal, bool]:
    """The total after each hit, and whether there is a score at all."""
    has_score = True
    for place, rule, value in hits(sheet.plan, sheet.marks):
        effect, figure = effect_of(sheet.plan, rule)
        after = min(total, figure)
        if effect is VetoEffect.NO_SCORE:
            has_score, after = False, ZERO
        told: dict[str, Decimal | str] = {"value": value, **place.told}
        told["figure"] = figure
        sheet.lines.append(
            Line(Step.VETO, place.code, effect.value, total, after, total - after, told)
        )
        total = after
    return total, has_score


def floored(sheet: Sheet, total: Decimal) -> Decimal:
    after = max(total, ZERO)
    _change(sheet, Step.FLOOR, TOTAL, "floor", total, after, {})
    return after


def rounded_total(sheet: Sheet, total: Decimal) -> Decimal:
    places = sheet.plan.checklist.places
    after = rounded(total, places)
    told: dict[str, Decimal | str] = {"places": str(places)}
    _change(sheet, Step.ROUNDED, TOTAL, "half_up", total, after, told)
    return after
