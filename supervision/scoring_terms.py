"""Parts become the base: normalised, multiplied, mixed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .scoring_branches import Sheet
from .scoring_checklists import Measured, Multiplier, Term
from .scoring_fitting import terms_of
from .scoring_numbers import compared, settled
from .scoring_plan import Plan
from .scoring_problems import NothingApplicable, Problem, ProblemCode
from .scoring_results import Line, PartScore, Step
from .scoring_rules import HUNDRED, ZERO


@dataclass(slots=True)
class Base:
    """The base of a unit, of how much, and the parts that it came from."""

    points: Decimal
    maximum: Decimal
    parts: dict[str, PartScore]

    def measured(self, parts: tuple[str, ...], measure: Measured) -> Decimal:
        """What a gate compares: the base, or the sum of parts before the terms."""
        points, maximum = self.points, self.maximum
        if parts:
            points = sum((self.parts[code].points for code in parts), ZERO)
            maximum = sum((self.parts[code].maximum for code in parts), ZERO)
        if measure is Measured.PERCENT:
            return settled(points / maximum * HUNDRED) if maximum else ZERO
        return points


def part_score(sheet: Sheet, part: str) -> PartScore:
    counted = sheet.plan.roots.get(part, ())
    points = sum([sheet.points[number] for number in counted], ZERO)
    maximum = sum([sheet.maxima.raised[number] for number in counted], ZERO)
    return PartScore(part, points, maximum)


def base_of(sheet: Sheet) -> Base:
    """Refuses a unit to which nothing applies in a term that must be normalised."""
    base = Base(ZERO, ZERO, {})
    for term in terms_of(sheet.plan.checklist):
        parts = [part_score(sheet, code) for code in term.parts]
        base.parts.update({part.code: part for part in parts})
        _add(base, sheet, term, parts)
    if not base.maximum and not any(part.maximum for part in base.parts.values()):
        raise _nothing(base.parts)
    return base


def _nothing(parts: Iterable[str]) -> NothingApplicable:
    where = "+".join(parts)
    return NothingApplicable([Problem(ProblemCode.NOTHING_APPLICABLE, where)])


def _add(base: Base, sheet: Sheet, term: Term, parts: list[PartScore]) -> None:
    points = sum([part.points for part in parts], ZERO)
    maximum = sum([part.maximum for part in parts], ZERO)
    work = _Term("+".join(term.parts), points, maximum, sheet.lines)
    if term.normalised_to is not None:
        if not maximum:
            raise _nothing(term.parts)
        work.normalise(term.normalised_to)
    multiplier = term.multiplier
    if multiplier and _applies(sheet, multiplier):
        told: dict[str, Decimal | str] = {"by": multiplier.by, "per": multiplier.per}
        told["when_absent"] = multiplier.when_absent
        work.multiply(multiplier.by, multiplier.per, told)
    if term.weight != 1:
        work.weigh(term.weight)
    base.points += work.points
    base.maximum += work.maximum


def _applies(sheet: Sheet, multiplier: Multiplier) -> bool:
    """A conditional multiplier waits for an indicator that is absent or left out."""
    plan: Plan = sheet.plan
    code = multiplier.when_absent
    if not code or code in plan.left_out:
        return True
    leaves = [
        number
        for number in plan.below(plan.by_code[code])
        if plan.places[number].is_leaf
    ]
    return all(number in sheet.maxima.absent for number in leaves)


@dataclass(slots=True)
class _Term:
    """One term on its way; its loss is always what is short of its maximum."""

    what: str
    points: Decimal
    maximum: Decimal
    lines: list[Line]

    def normalise(self, to: Decimal) -> None:
        told: dict[str, Decimal | str] = {"maximum": self.maximum, "to": to}
        points = settled(self.points * to / self.maximum)
        self._become(Step.NORMALISED, "normalised", points, to, told)

    def multiply(
        self, by: Decimal, per: Decimal, told: dict[str, Decimal | str]
    ) -> None:
        points = settled(self.points * by / per)
        maximum = settled(self.maximum * by / per)
        self._become(Step.MULTIPLIED, "multiplied", points, maximum, told)

    def weigh(self, weight: Decimal) -> None:
        points, maximum = settled(self.points * weight), settled(self.maximum * weight)
        self._become(Step.MIXED, "weight", points, maximum, {"weight": weight})

    def _become(
        self,
        step: Step,
        rule: str,
        points: Decimal,
        maximum: Decimal,
        told: dict[str, Decimal | str],
    ) -> None:
        lost = (maximum - points) - (self.maximum - self.points)
        if points != self.points or lost:
            line = Line(step, self.what, rule, self.points, points, lost, told)
            self.lines.append(line)
        self.points, self.maximum = points, maximum


def is_below(value: Decimal, threshold: Decimal, *, is_strict: bool) -> bool:
    """Short of the threshold; a strict one is not reached by being level with it."""
    held = compared(value)
    return held < threshold or (is_strict and held == threshold)
