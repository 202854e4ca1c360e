"""Small checklists for tests, written as an office would tell them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from supervision.scoring import score
from supervision.scoring_checklists import Checklist, Part, Register
from supervision.scoring_results import Line, Result, Step
from supervision.scoring_rules import (
    ZERO,
    Bonus,
    Credit,
    Deduction,
    Indicator,
    Mark,
    Penalty,
    PerOccurrence,
    Rule,
    Sum,
    Veto,
)

D = Decimal
PART = "base"
BONUS = "bonus"
NOT_APPLICABLE = Mark(is_applicable=False)


def branch(code: str, points: str, parent: str = "", **more: Any) -> Indicator:
    return item(code, points, more.pop("rule", Sum()), parent, **more)


def item(
    code: str, points: str, rule: Rule | None = None, parent: str = "", **more: Any
) -> Indicator:
    part = more.pop("part", "" if parent else PART)
    return Indicator(
        code=code,
        title=code,
        points=D(points),
        rule=rule or Credit(),
        parent=parent,
        part=part,
        **more,
    )


def faults(code: str, points: str, each: str, parent: str = "", **more: Any):
    return item(code, points, Deduction(each=D(each)), parent, **more)


def per_piece(code: str, points: str, each: str, parent: str = "", **more: Any):
    return item(code, points, PerOccurrence(each=D(each)), parent, **more)


def veto(code: str = "V", **more: Any) -> Indicator:
    return item(code, "0", Veto(**more))


def bonus(code: str, each: str, **more: Any) -> Indicator:
    return item(code, "0", Bonus(each=D(each)), **more)


def penalty(code: str, each: str, **more: Any) -> Indicator:
    return item(code, "0", Penalty(each=D(each)), **more)


def checklist(*indicators: Indicator, **more: Any) -> Checklist:
    """With parts as its first level names them, of as many points as they have."""
    if "parts" not in more:
        points: dict[str, Decimal] = {}
        for each in indicators:
            if not each.parent:
                worth = each.points * each.weight
                points[each.part] = points.get(each.part, ZERO) + worth
        more["parts"] = tuple(part(code, told) for code, told in points.items())
    return Checklist(indicators=indicators, **more)


def part(code: str, points: Decimal | str, **more: Any) -> Part:
    if code == BONUS:
        more.setdefault("register", Register.BONUS)
    return Part(code=code, title=code, points=D(points), **more)


def marked(**values: str | int | Mark) -> dict[str, Mark]:
    """A number is a value; "n/a" does not apply."""
    return {code: _mark(value) for code, value in values.items()}


def _mark(value: str | int | Mark) -> Mark:
    if isinstance(value, Mark):
        return value
    return NOT_APPLICABLE if value == "n/a" else Mark(value=D(value))


def scored(listed: Checklist, marks: Mapping[str, Mark], **more: Any) -> Result:
    """Scored; and whatever the case, the explanation must be that of the total."""
    result = score(listed, marks, **more)
    told = sum((line.after - line.before for line in result.lines), ZERO)
    assert told == (result.total or ZERO)
    return result


def total(listed: Checklist, marks: Mapping[str, Mark], **more: Any) -> Decimal | None:
    return scored(listed, marks, **more).total


def lines(result: Result, step: Step) -> list[Line]:
    return [line for line in result.lines if line.step is step]


def out_of(result: Result) -> tuple[Any, Any]:
    """The total and the maximum, to be held against plain numbers."""
    return result.total, result.maximum


def change(line: Line) -> tuple[Any, ...]:
    """What a line says of what, and its figures, to be held against plain numbers."""
    return line.what, line.before, line.after, line.lost
