"""The choices of a year's assessment, read for the mix of its rounds. Pure.

They are a checklist's (`bonus_gates`, `fail_lines`, `grading`, `ties`, `places`, and
`veto`, without which no round's veto is carried on), and beside them `bonus_most`,
`line_most` by the kind of a line, and `lone_units`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from . import scoring_json
from .scoring import Scoring
from .scoring_problems import Problem, ProblemCode, UnreadableChecklist
from .scoring_rounds import RoundMix, RoundShare, checklist_of
from .scoring_rules import ONE

OWN = ("bonus_most", "line_most", "lone_units")


class LoneUnits(StrEnum):
    """What becomes of a unit that lacks the rating of a round."""

    REFUSED = "refused"  # the year can't be reckoned
    LEFT_OUT = "left_out"  # it has no result of the year


@dataclass(frozen=True, kw_only=True)
class YearRules:
    """`mix` has no rounds and no lines yet."""

    mix: RoundMix
    line_most: Mapping[str, Decimal]
    lone_units: LoneUnits


def rules_of(choices: Mapping[str, Any]) -> YearRules:
    """Raises a Refused that tells every problem."""
    told = {name: value for name, value in choices.items() if name not in OWN}
    read = scoring_json.from_json({"indicators": [], "parts": [], **told})
    mix = RoundMix(
        shares=(),
        veto=read.veto if "veto" in told else None,
        fail_lines=read.fail_lines,
        bonus_gates=read.bonus_gates,
        bonus_most=_figure(choices.get("bonus_most"), "bonus_most"),
        grading=read.grading,
        ties=read.ties,
        places=read.places,
    )
    most = {
        str(kind): _figure(figure, "line_most")
        for kind, figure in choices.get("line_most", {}).items()
    }
    return YearRules(
        mix=mix,
        line_most={kind: figure for kind, figure in most.items() if figure is not None},
        lone_units=LoneUnits(choices.get("lone_units", LoneUnits.REFUSED)),
    )


def check_rules(choices: Mapping[str, Any]) -> None:
    """Do they fit a year of one round? Raises a Refused that tells every problem."""
    rules = rules_of(choices)
    whole = RoundShare(code="R1", title="", weight=ONE)
    Scoring(checklist_of(_with(rules.mix, whole)))


def _with(mix: RoundMix, share: RoundShare) -> RoundMix:
    return RoundMix(**{**mix.__dict__, "shares": (share,)})


def _figure(told: object, where: str) -> Decimal | None:
    if told is None:
        return None
    if not isinstance(told, str) or not scoring_json.NUMBER.fullmatch(told):
        problem = Problem(ProblemCode.NOT_A_NUMBER, where, {"value": str(told)})
        raise UnreadableChecklist([problem])
    return Decimal(told)
