"""The result of scoring, with its explanation. Pure.

The explanation is a list of lines in the order of the steps. Each line changes the
total by `after - before`; all of them together are the total. What was lost counts
against the maximum: a cap that limits a loss gives back, and has a negative loss.
Words are the caller's: a line has a code for its rule, and particulars.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from .scoring_numbers import in_words
from .scoring_rules import IN_THE_BASE, ZERO


class Step(StrEnum):
    """In the order in which they are taken."""

    ITEM = "item"
    EXPLANATION = "explanation"  # the credit factor
    OWN_CAP = "own_cap"
    PREREQUISITE = "prerequisite"
    BRANCH = "branch"  # the mean of child items, the cap of a sum
    ANCESTOR_CAP = "ancestor_cap"
    MOVED = "moved"  # points moved to a branch that takes them as one
    NOT_APPLICABLE = "not_applicable"
    NORMALISED = "normalised"
    MULTIPLIED = "multiplied"
    MIXED = "mixed"
    FAIL_LINE = "fail_line"
    BONUS = "bonus"
    BONUS_GATE = "bonus_gate"
    PENALTY = "penalty"
    VETO = "veto"
    FLOOR = "floor"
    ROUNDED = "rounded"
    GRADE = "grade"


NO_MARK = "no_mark"
# The rules that each step's lines name: whoever puts them in words knows all of them.
LINE_RULES: Mapping[Step, frozenset[str]] = {
    Step.ITEM: frozenset({*(kind.value for kind in IN_THE_BASE), NO_MARK}),
    Step.EXPLANATION: frozenset({"explained"}),
    Step.OWN_CAP: frozenset({"cap"}),
    Step.PREREQUISITE: frozenset({"prerequisite"}),
    Step.BRANCH: frozenset({"mean", "cap"}),
    Step.ANCESTOR_CAP: frozenset({"cap"}),
    Step.MOVED: frozenset({"moved"}),
    Step.NOT_APPLICABLE: frozenset({"leaves", "to_group", "to_all", NO_MARK}),
    Step.NORMALISED: frozenset({"normalised"}),
    Step.MULTIPLIED: frozenset({"multiplied"}),
    Step.MIXED: frozenset({"weight"}),
    Step.FAIL_LINE: frozenset({"fail_line"}),
    Step.BONUS: frozenset({*(kind.value for kind in IN_THE_BASE), "bonus", "cap"}),
    Step.BONUS_GATE: frozenset({"from", "above"}),
    Step.PENALTY: frozenset({"penalty"}),
    Step.VETO: frozenset({"zero", "cap", "no_score"}),
    Step.FLOOR: frozenset({"floor"}),
    Step.ROUNDED: frozenset({"half_up"}),
    Step.GRADE: frozenset({"band", "lowest"}),
}


class Line(NamedTuple):
    """One step: on what, by which rule, from what to what."""

    step: Step
    what: str  # the code of an indicator or part (several: joined by "+"), or ""
    rule: str
    before: Decimal
    after: Decimal
    lost: Decimal = ZERO
    particulars: Mapping[str, Decimal | str] = {}


class Score(NamedTuple):
    """An indicator, branch or leaf: its points, of how many that apply."""

    code: str
    points: Decimal
    maximum: Decimal
    is_applicable: bool = True

    @property
    def lost(self) -> Decimal:
        return self.maximum - self.points


class PartScore(NamedTuple):
    """A part before it is normalised, multiplied and weighted."""

    code: str
    points: Decimal
    maximum: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What a unit has. Without a total there is no score (a veto said so)."""

    total: Decimal | None
    unrounded: Decimal | None
    base: Decimal  # before bonus, penalties and veto
    maximum: Decimal  # of the base, as far as it applies
    bonus: Decimal  # what counted of it
    penalty: Decimal
    parts: tuple[PartScore, ...]
    scores: tuple[Score, ...]
    vetoes: tuple[str, ...]  # codes of the indicators that hit
    failed: tuple[str, ...]  # where a fail line was not reached: parts, or "total"
    grade: str
    lines: tuple[Line, ...]

    @property
    def is_vetoed(self) -> bool:
        return bool(self.vetoes)

    @property
    def is_failed(self) -> bool:
        return bool(self.failed)


def line_to_json(line: Line) -> dict[str, Any]:
    return {
        "step": line.step.value,
        "what": line.what,
        "rule": line.rule,
        "before": in_words(line.before),
        "after": in_words(line.after),
        "lost": in_words(line.lost),
        "particulars": {
            key: value if isinstance(value, str) else in_words(value)
            for key, value in line.particulars.items()
        },
    }


def result_to_json(result: Result) -> dict[str, Any]:
    """All of a result, figures as texts, for what is kept and handed on."""
    return {
        "total": _figure(result.total),
        "unrounded": _figure(result.unrounded),
        "base": in_words(result.base),
        "maximum": in_words(result.maximum),
        "bonus": in_words(result.bonus),
        "penalty": in_words(result.penalty),
        "grade": result.grade,
        "vetoes": list(result.vetoes),
        "failed": list(result.failed),
        "parts": [_score_to_json(part) for part in result.parts],
        "scores": [
            {**_score_to_json(each), "is_applicable": each.is_applicable}
            for each in result.scores
        ],
        "lines": [line_to_json(line) for line in result.lines],
    }


def _figure(number: Decimal | None) -> str | None:
    return None if number is None else in_words(number)


def _score_to_json(score: Score | PartScore) -> dict[str, Any]:
    return {
        "code": score.code,
        "points": in_words(score.points),
        "maximum": in_words(score.maximum),
    }
