"""What the desk shows of rounds: how far they are, and what a unit has in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User

from .checklist_document import parts_of
from .disagreement import differences
from .explanation_words import line_words
from .forms.rounds import InspectorsForm, ReasonForm, UnitsForm
from .marking import found_of, scoring_of
from .models import (
    RUNS,
    InspectionRound,
    Mark,
    Objection,
    ObjectionStatus,
    RoundStatus,
    RoundUnit,
    ScoreSheet,
    SheetKind,
    SheetStatus,
    UnitRating,
)
from .objection_pages import object_form, objections_of
from .proposals import shown
from .round_preparing import group_titles
from .stored_trees import document_of

MOST = 200
# The deeds that lead a round on, as its page calls them.
BUTTONS: Mapping[str, str | Promise] = {
    "open": _("Open the round"),
    "begin": _("Close the self-assessment and begin the inspection"),
    "close": _("Close the sheets and tell provisional results"),
    "publish": _("Publish the results"),
}


def list_page(user: User) -> dict[str, Any]:
    rounds = InspectionRound.objects.visible_to(user).select_related("checklist")
    return {
        "rows": list(rounds.annotate(count=Count("units"))[:MOST]),
        "may_run": user.has_perm(RUNS),
    }


@dataclass
class Progress:
    """A unit's sheets at a glance: how many marks, of how many, and whose."""

    unit: RoundUnit
    sheets: dict[str, ScoreSheet] = field(default_factory=dict)
    rating: UnitRating | None = None

    @property
    def cells(self) -> list[ScoreSheet | None]:
        return [self.sheets.get(kind) for kind in SheetKind.values]

    @property
    def total(self) -> str:
        return total_words(self.rating) if self.rating else ""


def round_page(round_: InspectionRound, user: User) -> dict[str, Any]:
    """Eight queries, however many units."""
    may_run = user.has_perm(RUNS)
    units = round_.units.select_related("agency")
    if not may_run:
        units = units.filter(pk__in=RoundUnit.objects.answered_by(user))
    rows = _progress(round_, list(units.order_by("group", "agency__path")))
    titles = group_titles(round_.checklist)
    groups: dict[str, list[Progress]] = defaultdict(list)
    for row in rows.values():
        groups[titles.get(row.unit.group, row.unit.group)].append(row)
    objections = Objection.objects.filter(
        rating__unit__in=rows, status=ObjectionStatus.FILED
    )
    return {
        "round": round_,
        "may_run": may_run,
        "groups": dict(groups),
        "count": len(rows),
        "marked": len(_leaves(round_)),
        "objections": list(
            objections.select_related("rating__unit__agency", "indicator")
        ),
        "units_form": UnitsForm(round_=round_),
        "inspectors_form": InspectorsForm(),
        "reason_form": ReasonForm(),
        "is_draft": round_.status == RoundStatus.DRAFT,
        "buttons": [(n, BUTTONS[n]) for n in _leading(round_)],
    }


def _leaves(round_: InspectionRound) -> list[str]:
    plan = scoring_of(round_.checklist).plan
    return [place.code for place in plan.places if place.is_leaf]


def _leading(round_: InspectionRound) -> list[str]:
    """The names of the deeds that lead on from here."""
    return {
        RoundStatus.DRAFT: ["open"],
        RoundStatus.SELF: ["begin"],
        RoundStatus.SCORING: ["close"],
        RoundStatus.PROVISIONAL: ["publish"],
        RoundStatus.PUBLISHED: [],
    }[RoundStatus(round_.status)]


def _progress(round_: InspectionRound, units: list[RoundUnit]) -> dict[int, Progress]:
    rows = {unit.pk: Progress(unit) for unit in units}
    sheets = ScoreSheet.objects.filter(unit__round=round_).annotate(put=Count("marks"))
    for sheet in sheets.prefetch_related("inspectors"):
        if sheet.unit_id in rows:
            rows[sheet.unit_id].sheets[sheet.kind] = sheet
    ratings = UnitRating.objects.filter(unit__round=round_)
    for rating in ratings.defer("parts", "scores", "lines"):
        if rating.unit_id in rows:
            rows[rating.unit_id].rating = rating
    return rows


# --- One unit -----------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One indicator: what was found, what it gives, and what was said of it."""

    code: str
    title: str
    points: str
    maximum: str
    applies: bool
    comment: str
    lost: bool
    depth: int
    rule: str = ""
    is_leaf: bool = True
    # Where the office issues an order for what was lost.
    order_url: str = ""


def unit_page(
    unit: RoundUnit, user: User, tried: Mapping[int, Any] | None = None
) -> dict[str, Any]:
    """What the office and the unit itself see of it: marks, rating, objections; `tried`
    are forms of objections that were refused."""
    round_ = unit.round
    rating = UnitRating.objects.visible_to(user).filter(unit=unit).first()
    may_run = user.has_perm(RUNS)
    sheets = ScoreSheet.objects.visible_to(user).filter(unit=unit)
    found = sheets.prefetch_related("inspectors").select_related("handed_in_by")
    return {
        "round": round_,
        "unit": unit,
        "sheets": list(found),
        "rating": rating,
        "rows": _with_orders(unit, rating, may_run=may_run) if rating else [],
        "lines": explanation(rating) if rating else [],
        "total": total_words(rating) if rating else "",
        "objections": objections_of(unit, user, tried) if rating else [],
        "object_form": object_form(unit, user) if rating else None,
        "may_run": may_run,
        "inspectors_form": InspectorsForm() if may_run else None,
        "differences": _differences(unit, sheets),
    }


def _differences(unit: RoundUnit, sheets: Any) -> list[dict[str, str]]:
    """Of a unit scored by two, once both sheets are handed in and seen."""
    done = {s.kind: s for s in sheets if s.status == SheetStatus.HANDED_IN}
    if not {SheetKind.FIRST, SheetKind.SECOND} <= done.keys():
        return []
    scoring = scoring_of(unit.round.checklist, unit.group)
    both = (_marks(done[SheetKind.FIRST]), _marks(done[SheetKind.SECOND]))
    titles = {p.indicator.code: p.indicator.title for p in scoring.plan.places}
    return [
        {
            "title": f"{each.code} {titles[each.code]}",
            "first": shown(each.first_points),
            "second": shown(each.second_points),
            "apart": shown(each.apart),
        }
        for each in differences(scoring, *both)
    ]


def _marks(sheet: ScoreSheet) -> dict[str, Any]:
    rows = sheet.marks.select_related("indicator")
    return {mark.indicator.code: found_of(mark) for mark in rows}


def _with_orders(unit: RoundUnit, rating: UnitRating, *, may_run: bool) -> list[Row]:
    """For the office, with the way from each loss to an order to put it right."""
    rows = rating_rows(rating)
    if not may_run:
        return rows
    marks = Mark.objects.filter(sheet__unit=unit, sheet__kind=SheetKind.FIRST)
    known = dict(marks.values_list("indicator__code", "pk"))
    new = reverse("desk-order-new")
    return [
        replace(row, order_url=f"{new}?mark={known[row.code]}")
        if row.lost and row.code in known
        else row
        for row in rows
    ]


def rating_rows(rating: UnitRating) -> list[Row]:
    """The tree with what each indicator gave; one query for its titles."""
    known = {score[0]: score for score in rating.scores}
    rows: list[Row] = []
    waiting = [
        (b, 1) for b in reversed(document_of(rating.unit.round.checklist).branches)
    ]
    while waiting:
        branch, depth = waiting.pop()
        waiting += [(child, depth + 1) for child in reversed(branch.children)]
        if branch.code in known:
            _code, points, maximum, applies, comment = known[branch.code]
            rows.append(
                Row(
                    *(branch.code, branch.title, shown(points), shown(maximum)),
                    *(applies, comment, shown(points) != shown(maximum)),
                    depth=min(depth, 5),
                    rule=branch.rule,
                    is_leaf=not branch.children,
                )
            )
    return rows


def explanation(rating: UnitRating) -> list[Mapping[str, str]]:
    """Each step that changed something, in words."""
    document = document_of(rating.unit.round.checklist)
    titles = _titles(document)
    return [
        {
            "what": "、".join(
                titles.get(code, code) for code in str(line["what"]).split("+") if code
            ),
            "words": line_words(line),
            "before": shown(line["before"]),
            "after": shown(line["after"]),
            "lost": shown(line["lost"]),
        }
        for line in rating.lines
    ]


def _titles(document: Any) -> dict[str, str]:
    found = dict(parts_of(document))
    waiting = list(document.branches)
    while waiting:
        branch = waiting.pop()
        waiting += branch.children
        found[branch.code] = f"{branch.code} {branch.title}"
    return found


def total_words(rating: UnitRating) -> str:
    """Empty where there is no score."""
    return shown(rating.total) if rating.total is not None else ""
