"""What the page of a score sheet shows: each indicator with what is typed and known.

The whole sheet is one page, so that a phone without a connection has all of it; which
indicator stands in front is the reader's choice. The number of queries is the same
however many indicators there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User

from .checklist_tree import Branch, walk, written
from .choice_words import kind_words, method_words, points_words
from .facts import Proposal, proof_rows, proposals, value_words
from .mark_words import Entry, entry_of, mark_words
from .marking import STAGES, found_of, missing_among, scoring_of
from .measure_names import MEASURE_NAMES
from .models import (
    DimensionAbsence,
    Mark,
    MarkEvidence,
    ScoreSheet,
    SheetKind,
)
from .scoring_plan import Place, Plan
from .scoring_rules import AbsenceKind, Mark as Found
from .stored_trees import branches_of

PROOF_SHOWN = 10
# Indicators are set in as deep as a phone can show.
DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the portal's own facts say for an indicator."""

    name: str
    measured: str
    # The mark as the input takes it, and in words; empty where none follows.
    value: str
    words: str
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the inputs."""

    value: str = ""
    is_absent: bool = False
    is_explained: bool = False
    lacks_prerequisite: bool = False
    comment: str = ""
    override: str = ""
    version: int = 0


@dataclass(slots=True)
class Panel:
    """One indicator of the sheet; `told` is what hinders its mark."""

    branch: Branch
    place: Place
    path: str
    entry: Entry
    mark: Mark | None
    typed: Typed
    own: Mark | None = None
    proposed: Proposed | None = None
    is_missing: bool = False
    told: str = ""
    theirs: str = ""
    before: str = ""
    after: str = ""

    @property
    def points(self) -> str:
        return points_words(self.branch)

    @property
    def kind(self) -> str:
        return kind_words(self.branch)

    @property
    def methods(self) -> str:
        return method_words(self.branch)

    @property
    def may_be_absent(self) -> bool:
        return self.place.indicator.absence.kind is not AbsenceKind.REFUSED

    @property
    def may_be_explained(self) -> bool:
        return self.place.indicator.explanation_credit is not None

    @property
    def words(self) -> str:
        return mark_words(self.place, found_of(self.mark)) if self.mark else ""

    @property
    def own_words(self) -> str:
        return mark_words(self.place, found_of(self.own)) if self.own else ""


@dataclass
class Dimension:
    """A heading of the tree, and what stands below it."""

    title: str
    code: str
    depth: int
    panels: list[Panel] = field(default_factory=list)
    # Versions of all marks below it, as its form sends them; empty where some of them
    # apply to every unit.
    versions: str = ""
    absence: DimensionAbsence | None = None
    # The reason as typed, and what hindered it.
    reason: str = ""
    told: str = ""


@dataclass(frozen=True)
class TriedDimension:
    """What was tried on a whole dimension and refused."""

    code: str
    reason: str
    told: str


@dataclass(frozen=True)
class Tried:
    """What was tried on one indicator and refused: it is shown again as typed."""

    code: str
    typed: Typed
    told: str
    theirs: str = ""


def sheet_context(
    sheet: ScoreSheet,
    reader: User,
    *,
    at: str = "",
    is_tree: bool = False,
    tried: Tried | TriedDimension | None = None,
) -> dict[str, Any]:
    """`at` is the code of the indicator in front; without one the first missing."""
    unit = sheet.unit
    plan = scoring_of(unit.round.checklist, unit.group).plan
    marks = marks_by_code(sheet)
    missing = missing_among(sheet, {c: found_of(m) for c, m in marks.items()})
    dimensions = _dimensions(sheet, plan, marks, missing)
    panels = [panel for each in dimensions for panel in each.panels]
    _link(panels)
    current = _current(panels, at, missing)
    _propose(sheet, plan, panels, current)
    may_mark = _may_mark(sheet, reader)
    if is_tree:
        _may_be_left_out(sheet, plan, dimensions)
    if isinstance(tried, Tried):
        _again(panels, tried)
    elif tried:
        _dimension_again(dimensions, tried)
    return {
        "sheet": sheet,
        "unit": unit,
        "dimensions": dimensions,
        "current": current,
        "is_tree": is_tree,
        "may_mark": may_mark,
        "has_own": sheet.kind != SheetKind.SELF,
        "total": len(panels),
        "done": sum(panel.mark is not None for panel in panels),
        "missing": [panel for panel in panels if panel.is_missing],
        "address": reverse("desk-score-sheet", args=[sheet.pk]),
        "store": f"sheet:{sheet.pk}:{reader.pk}",
    }


def marks_by_code(sheet: ScoreSheet) -> dict[str, Mark]:
    """With their files and what the facts said; two queries."""
    files = Prefetch("evidence", MarkEvidence.objects.order_by("position", "pk"))
    beside = ("indicator", "put_by", "proof")
    rows = sheet.marks.select_related(*beside).prefetch_related(files)
    return {mark.indicator.code: mark for mark in rows}


def _own_marks(sheet: ScoreSheet) -> Mapping[str, Mark]:
    """What the unit says of itself."""
    if sheet.kind == SheetKind.SELF:
        return {}
    rows = Mark.objects.filter(sheet__unit=sheet.unit_id, sheet__kind=SheetKind.SELF)
    return {mark.indicator.code: mark for mark in rows.select_related("indicator")}


def _may_mark(sheet: ScoreSheet, reader: User) -> bool:
    is_time = sheet.unit.round.status in STAGES[SheetKind(sheet.kind)]
    mine = ScoreSheet.objects.marked_by(reader).filter(pk=sheet.pk)
    return sheet.is_open and is_time and mine.exists()


def _dimensions(
    sheet: ScoreSheet, plan: Plan, marks: Mapping[str, Mark], missing: Collection[str]
) -> list[Dimension]:
    """In the order of the checklist: a new heading wherever the way down changes."""
    own = _own_marks(sheet)
    wanted = set(missing)
    found: list[Dimension] = []
    for above, branch in walk(branches_of(sheet.unit.round.checklist)):
        number = plan.by_code.get(branch.code)
        if number is None:
            continue
        place = plan.places[number]
        if not place.is_leaf:
            depth = min(len(above), DEEPEST) + 1
            found.append(Dimension(branch.title, branch.code, depth))
            continue
        mark = marks.get(branch.code)
        panel = Panel(
            branch=branch,
            place=place,
            path=" › ".join(each.title for each in above),
            entry=entry_of(place),
            mark=mark,
            typed=typed_of(mark),
            own=own.get(branch.code),
            is_missing=branch.code in wanted,
        )
        _under(found, above).panels.append(panel)
    return found


def _may_be_left_out(
    sheet: ScoreSheet, plan: Plan, dimensions: Sequence[Dimension]
) -> None:
    """Which headings can be said not to apply as a whole, or are; one query."""
    rows = sheet.absences.select_related("indicator", "put_by")
    known = {row.indicator.code: row for row in rows}
    panels = {p.branch.code: p for each in dimensions for p in each.panels}
    for each in dimensions:
        if each.code not in plan.by_code:
            continue
        each.absence = known.get(each.code)
        below = plan.below(plan.by_code[each.code])
        codes = [plan.places[number].code for number in below]
        marked = [panels[code] for code in codes if code in panels]
        if all(panel.may_be_absent for panel in marked):
            each.versions = ",".join(
                f"{panel.branch.code}:{panel.typed.version}" for panel in marked
            )


def _dimension_again(dimensions: Iterable[Dimension], tried: TriedDimension) -> None:
    for each in dimensions:
        if each.code == tried.code:
            each.reason, each.told = tried.reason, tried.told


def _under(found: list[Dimension], above: Sequence[Branch]) -> Dimension:
    """The heading for an indicator: the last, unless a branch was left meanwhile."""
    title, code = (above[-1].title, above[-1].code) if above else ("", "")
    if not found or found[-1].code != code:
        found.append(Dimension(title, code, max(min(len(above), DEEPEST), 1)))
    return found[-1]


def typed_of(mark: Mark | None) -> Typed:
    if mark is None:
        return Typed()
    return Typed(
        value=written(mark.value) or "",
        is_absent=not mark.is_applicable,
        is_explained=mark.is_explained,
        lacks_prerequisite=mark.lacks_prerequisite,
        comment=mark.comment,
        override=mark.override,
        version=mark.version,
    )


def _link(panels: Sequence[Panel]) -> None:
    codes = [panel.branch.code for panel in panels]
    for place, panel in enumerate(panels):
        panel.before = codes[place - 1] if place else ""
        panel.after = codes[place + 1] if place + 1 < len(codes) else ""


def _current(panels: Sequence[Panel], at: str, missing: Sequence[str]) -> Panel | None:
    """The one asked for, else the first missing, else the first."""
    by_code = {panel.branch.code: panel for panel in panels}
    for code in (at, *missing[:1]):
        if code in by_code:
            return by_code[code]
    return panels[0] if panels else None


def _propose(
    sheet: ScoreSheet, plan: Plan, panels: Iterable[Panel], current: Panel | None
) -> None:
    """Each source of facts is asked once; rows are read for the one in front."""
    bound = {p.branch.code: p.branch.measure for p in panels if p.branch.measure}
    if not bound or sheet.kind == SheetKind.SELF:
        return
    unit = sheet.unit
    rules = {code: plan.places[plan.by_code[code]].indicator for code in bound}
    period = unit.round.first_day, unit.round.last_day
    found = proposals(unit.agency, bound, rules, period)
    for panel in panels:
        known = found.get(panel.branch.code)
        if known:
            panel.proposed = _proposed(panel, known, with_rows=panel is current)


def _proposed(panel: Panel, known: Proposal, *, with_rows: bool) -> Proposed:
    value = known.value
    words = "" if value is None else mark_words(panel.place, Found(value=value))
    return Proposed(
        name=str(MEASURE_NAMES[panel.branch.measure]),
        measured=value_words(known.measure.value) or _("not measured"),
        value=written(value) or "",
        words=words,
        rows=proof_rows(known.measure, PROOF_SHOWN) if with_rows else (),
    )


def _again(panels: Iterable[Panel], tried: Tried) -> None:
    for panel in panels:
        if panel.branch.code == tried.code:
            panel.typed, panel.told = tried.typed, tried.told
            panel.theirs = tried.theirs
