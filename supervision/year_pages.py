"""What the desk shows of a year's assessment: its rounds, rules, registers, results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .choice_words import choice_lines
from .explanation_words import line_words
from .forms.rounds import ReasonForm
from .models import (
    InspectionRound,
    LineKind,
    LineStatus,
    RegisterLine,
    YearAssessment,
    YearResult,
    YearStatus,
)
from .proposals import shown
from .scoring_rounds import BONUSES, HIT
from .year_reckoning import Reckoning, reckon
from .year_rules import LoneUnits

MOST = 200


def list_page() -> dict[str, Any]:
    rows = YearAssessment.objects.annotate(count=Count("shares"))
    return {"rows": list(rows[:MOST])}


def year_page(assessment: YearAssessment, user: User) -> dict[str, Any]:
    """Three queries, however many lines."""
    lines = assessment.register.select_related(
        "agency", "notice", "entered_by", "confirmed_by"
    )
    shares = assessment.shares.select_related("round")
    return {
        "assessment": assessment,
        "is_draft": assessment.status == YearStatus.DRAFT,
        "shares": list(shares),
        "rules": rule_lines(assessment.choices),
        "registers": _registers(lines, user),
        "reason_form": ReasonForm(),
    }


def _registers(
    lines: Iterable[RegisterLine], user: User
) -> list[tuple[str, list[tuple[RegisterLine, str, bool]]]]:
    """Each line with its points, and whether this person may confirm it."""
    rows: dict[str, list[tuple[RegisterLine, str, bool]]] = {
        kind: [] for kind in LineKind.values
    }
    for line in lines:
        is_waiting = line.status == LineStatus.ENTERED
        may_confirm = is_waiting and line.entered_by_id != user.pk
        rows[line.kind].append((line, shown(line.points), may_confirm))
    return [(str(LineKind(kind).label), found) for kind, found in rows.items()]


def look_page(assessment: YearAssessment) -> dict[str, Any]:
    """What would be published now, or what hinders it."""
    reckoning, refused = Reckoning(), ""
    try:
        reckoning = reckon(assessment)
    except DomainError as refusal:
        refused = str(refusal)
    return {
        "assessment": assessment,
        "refused": refused,
        "shares": list(share_words(assessment)),
        "groups": grouped(reckoning.results),
        "left_out": reckoning.left_out,
        "waiting": assessment.register.filter(status=LineStatus.ENTERED).count(),
    }


# --- Also for everybody -------------------------------------------------------------


def share_words(assessment: YearAssessment) -> Iterator[tuple[InspectionRound, str]]:
    """Each round with its per cent, in the order of the codes R1, R2 …"""
    shares = assessment.shares.select_related("round")
    for share in shares.order_by("round__last_day", "round_id"):
        yield share.round, shown(share.percent)


@dataclass(frozen=True)
class Placed:
    """A row of the ranking: what each round gave, and the registers."""

    agency: str
    url: str
    rank: str
    total: str
    grade: str
    is_vetoed: bool
    gave: list[str]
    bonus: str
    penalty: str


def grouped(results: Iterable[YearResult]) -> dict[str, list[Placed]]:
    """By the titles of the groups, best first."""
    groups: dict[str, list[Placed]] = {}
    for result in sorted(results, key=_best_first):
        title = result.group_title or _("All units")
        groups.setdefault(title, []).append(_placed(result))
    return groups


def _best_first(result: YearResult) -> tuple[str, bool, int, str]:
    return result.group, result.rank is None, result.rank or 0, result.agency.path


def _placed(result: YearResult) -> Placed:
    return Placed(
        agency=result.agency.label,
        url=result.get_absolute_url() if result.pk else "",
        rank=str(result.rank or ""),
        total=total_words(result),
        grade=result.grade,
        is_vetoed=result.is_vetoed,
        gave=[shown(share[5]) for share in result.shares],
        bonus=shown(result.bonus),
        penalty=shown(result.penalty),
    )


def total_words(result: YearResult) -> str:
    """Empty where there is no score."""
    return shown(result.total) if result.total is not None else ""


def rule_lines(choices: Mapping[str, Any]) -> list[str]:
    """One sentence for each choice that changes a figure."""
    told = [*_cap_lines(choices), *choice_lines(choices, {})]
    if "veto" not in choices:
        # What a checklist does without a word on it.
        told.remove(_("A veto makes the total 0."))
        told.append(_("A veto counts in its round only."))
    if choices.get("lone_units") == LoneUnits.LEFT_OUT:
        told.append(_("A unit that lacks a round has no result of the year."))
    return told


def _cap_lines(choices: Mapping[str, Any]) -> Iterable[str]:
    for kind, figure in choices.get("line_most", {}).items():
        yield _("%(kind)s: one line is %(most)s points at most.") % {
            "kind": LineKind(kind).label,
            "most": figure,
        }
    if most := choices.get("bonus_most"):
        yield _("All commendations of a unit are %s points at most.") % most


def explained(result: YearResult) -> list[Mapping[str, str]]:
    """Each step that changed something, in words."""
    names = names_of(result)
    return [
        {
            "what": _what(str(line["what"]), names),
            "words": line_words(line),
            "before": shown(line["before"]),
            "after": shown(line["after"]),
            "lost": shown(line["lost"]),
        }
        for line in result.lines
    ]


def names_of(result: YearResult) -> dict[str, str]:
    """What the codes of the lines stand for."""
    names = {code: title for code, title, *_figures in result.shares}
    names |= {f"{code}{HIT}": title for code, title in names.items()}
    names |= {code: ground for code, _kind, ground, *_more in result.register}
    return names | {BONUSES: _("All commendations"), "total": _("Total")}


def _what(codes: str, names: Mapping[str, str]) -> str:
    found: Sequence[str] = [names.get(code, code) for code in codes.split("+") if code]
    return "、".join(found)
