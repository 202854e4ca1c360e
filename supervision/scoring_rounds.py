"""Rounds mixed to one total for the year: 平时 and 年终, commendation, criticism. Pure.

A mix is a checklist whose indicators are the rounds. So it is weighted, gated, vetoed,
rounded, graded and explained by the same steps as a round itself. What goes in is the
total of each round as it was published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from .scoring_checklists import (
    BonusGate,
    Checklist,
    FailLine,
    Grading,
    Multiplier,
    Part,
    Register,
    Term,
    Ties,
    VetoRule,
)
from .scoring_problems import Problem, ProblemCode, UnfitRounds
from .scoring_rules import (
    HUNDRED,
    ONE,
    REGISTERS,
    ZERO,
    Bonus,
    Credit,
    Indicator,
    Mark,
    Veto,
    VetoEffect,
)

BONUSES = "bonus"  # the part that holds all bonuses, where they end at a figure
HIT = "!"  # after a round's code: the veto that it carries on


@dataclass(frozen=True, kw_only=True)
class RoundShare:
    """A round and its weight; `maximum` includes the bonus that it can give.

    Rounds are scored out of different figures: `full` is the total that counts as 100.
    """

    code: str
    title: str
    weight: Decimal
    maximum: Decimal = HUNDRED
    full: Decimal = HUNDRED


class Outcome(Protocol):
    """What a round ended with: its result, or its stored rating."""

    @property
    def total(self) -> Decimal | None: ...

    @property
    def is_vetoed(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class RoundMix:
    """Weights add up to 1. The register has bonuses and penalties of the year; all
    bonuses together give `bonus_most` at most, if that is set.

    A round that ended with a veto counts as its total, and carries the veto on if the
    mix has a rule for it; without a score in one round there is none for the year.
    """

    shares: tuple[RoundShare, ...]
    register: tuple[Indicator, ...] = ()
    veto: VetoRule | None = None
    fail_lines: tuple[FailLine, ...] = ()
    bonus_gates: tuple[BonusGate, ...] = ()
    bonus_most: Decimal | None = None
    grading: Grading = field(default_factory=Grading)
    ties: Ties = Ties.SKIP
    places: int = 2


def checklist_of(mix: RoundMix) -> Checklist:
    problems = [
        Problem(ProblemCode.NOT_A_BONUS, each.code)
        for each in mix.register
        if each.rule.kind not in REGISTERS
    ]
    if not mix.shares:
        problems.append(Problem(ProblemCode.NO_ROUNDS, "shares"))
    elif sum((share.weight for share in mix.shares), ZERO) != ONE:
        problems.append(Problem(ProblemCode.WEIGHTS_DIFFER, "shares"))
    if problems:
        raise UnfitRounds(problems)
    return Checklist(
        indicators=(*_rounds(mix), *_register(mix)),
        parts=tuple(_parts(mix)),
        terms=tuple(_term(share) for share in mix.shares),
        bonus_gates=mix.bonus_gates,
        fail_lines=mix.fail_lines,
        grading=mix.grading,
        ties=mix.ties,
        places=mix.places,
    )


def _parts(mix: RoundMix) -> Iterator[Part]:
    for share in mix.shares:
        yield Part(code=share.code, title=share.title, points=share.maximum)
    if mix.bonus_most is not None:
        yield Part(
            code=BONUSES, title="", points=mix.bonus_most, register=Register.BONUS
        )


def _term(share: RoundShare) -> Term:
    is_whole = share.full == HUNDRED
    multiplier = None if is_whole else Multiplier(by=HUNDRED, per=share.full)
    return Term(parts=(share.code,), multiplier=multiplier, weight=share.weight)


def _register(mix: RoundMix) -> tuple[Indicator, ...]:
    if mix.bonus_most is None:
        return mix.register
    return tuple(
        replace(each, part=BONUSES) if isinstance(each.rule, Bonus) else each
        for each in mix.register
    )


def _rounds(mix: RoundMix) -> list[Indicator]:
    effect = mix.veto or VetoRule(effect=VetoEffect.NO_SCORE)
    found = []
    for share in mix.shares:
        total = Indicator(
            code=share.code,
            title=share.title,
            part=share.code,
            points=share.maximum,
            rule=Credit(),
        )
        veto = Indicator(
            code=f"{share.code}{HIT}",
            title=share.title,
            part=share.code,
            rule=Veto(effect=effect.effect, cap=effect.cap),
        )
        found += [total, veto]
    return found


def marks_of(
    mix: RoundMix,
    results: Mapping[str, Outcome],
    register: Mapping[str, Mark] | None = None,
) -> dict[str, Mark]:
    """Refuses (`UnfitRounds`) a mix of which a round is missing or without a place."""
    codes = [share.code for share in mix.shares]
    wrong = {*codes} ^ {*results}
    if wrong:
        raise UnfitRounds(
            Problem(ProblemCode.UNKNOWN_CODE, code, {"code": code})
            for code in sorted(wrong)
        )
    marks = dict(register or {})
    for code in codes:
        result = results[code]
        is_carried = result.total is None or (result.is_vetoed and mix.veto is not None)
        marks[code] = Mark(value=result.total or ZERO)
        marks[f"{code}{HIT}"] = Mark(value=ONE if is_carried else ZERO)
    return marks
