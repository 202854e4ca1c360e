"""What is done on the pages of score sheets, and what they answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_moment
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .attempts import status_of
from .dimension_absence import leave_out, take_in_again
from .evidence import add_evidence
from .forms.marks import DimensionForm, MarkForm
from .mark_words import mark_words
from .marking import (
    NAMED,
    STAGES,
    PutMeanwhile,
    found_of,
    missing_among,
    missing_marks,
    put_mark,
    scoring_of,
)
from .models import (
    DimensionAbsence,
    Indicator,
    Mark,
    MarkEvidence,
    ScoreSheet,
    SheetKind,
    SheetStatus,
)
from .scoring_plan import Plan
from .scoring_rules import Mark as Found
from .sheet_page import Tried, TriedDimension, Typed, typed_of

# So many sheets are listed; those still to be scored come first.
SHOWN = 100


# --- My sheets ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    sheet: ScoreSheet
    done: int
    total: int
    missing: Sequence[str]
    is_mine_now: bool


def list_page(user: User) -> dict[str, Any]:
    """Sheets that this person marks; three queries, and one for each checklist that
    was not read before."""
    open_first = Case(
        When(status=SheetStatus.OPEN, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    mine = ScoreSheet.objects.visible_to(user).marked_by(user)
    rows = mine.select_related("unit__round__checklist", "unit__agency").order_by(
        open_first, "-unit__round__last_day", "unit__agency__path", "pk"
    )
    sheets = list(rows[: SHOWN + 1])
    marks = _marks_of(sheets[:SHOWN])
    return {
        "lines": [_line(sheet, marks[sheet.pk]) for sheet in sheets[:SHOWN]],
        "has_more": len(sheets) > SHOWN,
        "shown": SHOWN,
    }


def _marks_of(sheets: Sequence[ScoreSheet]) -> Mapping[int, dict[str, Found]]:
    found: dict[int, dict[str, Found]] = defaultdict(dict)
    for mark in Mark.objects.filter(sheet__in=sheets).select_related("indicator"):
        found[mark.sheet_id][mark.indicator.code] = found_of(mark)
    return found


def _line(sheet: ScoreSheet, marks: Mapping[str, Found]) -> Line:
    plan = plan_of_sheet(sheet)
    return Line(
        sheet=sheet,
        done=len(marks),
        total=sum(place.is_leaf for place in plan.places),
        missing=missing_among(sheet, marks),
        is_mine_now=sheet.is_open
        and sheet.unit.round.status in STAGES[SheetKind(sheet.kind)],
    )


def plan_of_sheet(sheet: ScoreSheet) -> Plan:
    return scoring_of(sheet.unit.round.checklist, sheet.unit.group).plan


# --- A mark -------------------------------------------------------------------------


@dataclass
class Outcome:
    """What became of a mark that was sent."""

    code: str
    mark: Mark | None = None
    status: int = HTTPStatus.OK
    told: str = ""
    # In a conflict: what the other put.
    theirs: Mark | None = None
    # Of the files, what could not be kept.
    refused: list[str] = field(default_factory=list)
    typed: Typed = field(default_factory=Typed)


def marked(
    sheet: ScoreSheet,
    data: Mapping[str, Any],
    files: Sequence[UploadedFile],
    *,
    by: User,
) -> Outcome:
    """Puts the mark that was sent, and keeps its files."""
    form = MarkForm(data)
    outcome = Outcome(str(data.get("code", ""))[:40], typed=_as_typed(data))
    if not form.is_valid():
        outcome.status, outcome.told = HTTPStatus.BAD_REQUEST, form.told
        return outcome
    indicator = Indicator.objects.filter(
        checklist=sheet.unit.round.checklist_id, code=form.cleaned_data["code"]
    ).first()
    if indicator is None:
        outcome.status = HTTPStatus.BAD_REQUEST
        outcome.told = _("The checklist has no such indicator.")
        return outcome
    try:
        version = form.cleaned_data["version"]
        mark = put_mark(sheet, indicator, form.given, version=version, by=by)
        mark.sheet, mark.indicator = sheet, indicator
        outcome.mark = mark
        days = form.cleaned_data["taken_on"]
        outcome.refused = add_evidence(mark, files, days, by=by)
    except PutMeanwhile as conflict:
        outcome.theirs = conflict.mark
        outcome.status, outcome.told = HTTPStatus.CONFLICT, str(conflict)
    except DomainError as refusal:
        outcome.status, outcome.told = status_of(refusal), str(refusal)
    return outcome


def left_out(
    sheet: ScoreSheet, data: Mapping[str, Any], *, by: User
) -> tuple[TriedDimension, int]:
    """What was tried, and the status of a refusal that it tells."""
    form = DimensionForm(data)
    reason, code = str(data.get("reason", ""))[:500], str(data.get("code", ""))[:40]
    if not form.is_valid():
        return TriedDimension(code, reason, form.told), HTTPStatus.BAD_REQUEST
    heading = sheet.unit.round.checklist.indicators.filter(code=code).first()
    if heading is None:
        told = _("The checklist has no such indicator.")
        return TriedDimension(code, reason, told), HTTPStatus.BAD_REQUEST
    try:
        versions = form.cleaned_data["versions"]
        reason = form.cleaned_data["reason"]
        leave_out(sheet, heading, reason, versions=versions, by=by)
    except DomainError as refusal:
        return TriedDimension(code, reason, str(refusal)), status_of(refusal)
    return TriedDimension(code, "", ""), HTTPStatus.FOUND


def taken_in(absence: DimensionAbsence, *, by: User) -> list[str]:
    """What is to be said of it: a refusal, or what stayed as it was put since."""
    try:
        stayed = take_in_again(absence, by=by)
    except DomainError as refusal:
        return [str(refusal)]
    if not stayed:
        return []
    return [_("These were marked anew since and stay: %s") % "、".join(stayed[:NAMED])]


def _as_typed(data: Mapping[str, Any]) -> Typed:
    version = str(data.get("version", ""))
    return Typed(
        value=str(data.get("value", ""))[:40],
        is_absent="is_absent" in data,
        is_explained="is_explained" in data,
        lacks_prerequisite="lacks_prerequisite" in data,
        comment=str(data.get("comment", ""))[:2_000],
        override=str(data.get("override", ""))[:500],
        version=int(version) if version.isascii() and version.isdigit() else 0,
    )


def json_of(sheet: ScoreSheet, outcome: Outcome) -> dict[str, Any]:
    """What the page's script reads."""
    answer: dict[str, Any] = {"code": outcome.code, "told": outcome.told}
    if outcome.mark:
        answer["mark"] = _mark_json(sheet, outcome.mark)
        answer["missing"] = missing_marks(sheet)
        answer["refused"] = outcome.refused
        answer["files"] = [_file_json(sheet, f) for f in outcome.mark.evidence.all()]
    if outcome.theirs:
        answer["theirs"] = _mark_json(sheet, outcome.theirs)
    return answer


def _mark_json(sheet: ScoreSheet, mark: Mark) -> dict[str, Any]:
    typed = typed_of(mark)
    return {
        "version": mark.version,
        "words": words_of(sheet, mark),
        "fields": {name: getattr(typed, name) for name in Typed.__slots__[:-1]},
    }


def words_of(sheet: ScoreSheet, mark: Mark) -> str:
    """The mark, who put it and when."""
    plan = plan_of_sheet(sheet)
    place = plan.places[plan.by_code[mark.indicator.code]]
    told = [mark_words(place, found_of(mark)), str(mark.put_by)]
    return " · ".join([*told, official_moment(mark.put_at)])


def _file_json(sheet: ScoreSheet, file: MarkEvidence) -> dict[str, str]:
    address = reverse("desk-score-sheet-file", args=[sheet.pk, file.pk])
    return {"title": file.title, "address": address}


def tried_again(sheet: ScoreSheet, outcome: Outcome) -> Tried:
    """The page again as it was typed; after a conflict it is put over the other's if
    it is sent once more."""
    typed, theirs = outcome.typed, ""
    if outcome.theirs:
        known = {name: getattr(typed, name) for name in Typed.__slots__}
        typed = Typed(**{**known, "version": outcome.theirs.version})
        theirs = words_of(sheet, outcome.theirs)
    return Tried(outcome.code, typed, outcome.told, theirs)


def address_after(sheet: ScoreSheet, outcome: Outcome, data: Mapping[str, Any]) -> str:
    """On to the next indicator, or back to where it was in the tree."""
    if data.get("from") == "tree":
        return address_in_tree(sheet, outcome.code, "mark")
    after = str(data.get("after", ""))[:40]
    return address_at(sheet, outcome.code if outcome.refused else after or outcome.code)


def address_in_tree(sheet: ScoreSheet, code: str, what: str = "dimension") -> str:
    address = reverse("desk-score-sheet", args=[sheet.pk])
    return f"{address}?tree=1#{what}-{quote(code)}"


def address_at(sheet: ScoreSheet, code: str) -> str:
    return f"{reverse('desk-score-sheet', args=[sheet.pk])}?{urlencode({'at': code})}"
