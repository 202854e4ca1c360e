"""A whole branch of the checklist does not apply to a unit: every mark of it is put in
one deed, and taken back in one deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.measures import Measure
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import TransitionError

from .checklist_tree import walk
from .checklist_words import problem_words
from .facts import measured
from .marking import (
    NAMED,
    Given,
    PutMeanwhile,
    UnfitMark,
    require_marker,
    scoring_of,
    write_mark,
)
from .models import DimensionAbsence, Indicator, Mark, ScoreSheet, SheetKind
from .scoring_marks import Gaps, check_marks
from .scoring_problems import Refused
from .stored_trees import branches_of


@transaction.atomic
def leave_out(
    sheet: ScoreSheet,
    heading: Indicator,
    reason: str,
    *,
    versions: Mapping[str, int],
    by: User,
) -> DimensionAbsence:
    """`versions` are those of the marks that were looked at, by code (0 or nothing for
    none). All are put or none. Raises NotAllowed, TransitionError, UnfitMark,
    PutMeanwhile."""
    _hold(sheet, by=by)
    leaves = _leaves(sheet, heading)
    reason = reason.strip()
    if not reason:
        raise UnfitMark(_("Say why “%s” does not apply.") % heading.title)
    if DimensionAbsence.objects.filter(sheet=sheet, indicator=heading).exists():
        raise TransitionError(_("“%s” does not apply already.") % heading.title)
    _require_fit(sheet, heading, leaves)
    marks = _marks(sheet, leaves)
    _require_seen(leaves, marks, versions)
    told = _put_all(sheet, leaves, marks, reason, by=by)
    facts = {"code": heading.code, "marks": len(told)}
    AuditEntry.objects.record("dimension_left_out", sheet, by=by, facts=facts)
    return DimensionAbsence.objects.create(
        sheet=sheet,
        indicator=heading,
        reason=reason,
        marks=told,
        put_by=by,
        put_at=clock.now(),
    )


def _put_all(
    sheet: ScoreSheet,
    leaves: Sequence[Indicator],
    marks: Mapping[int, Mark],
    reason: str,
    *,
    by: User,
) -> dict[str, Any]:
    """By code the version that the mark has now, and what stood there before."""
    known = _measures(sheet, leaves)
    told = {}
    for leaf in leaves:
        before = marks.get(leaf.pk)
        earlier = _earlier(before) if before else None
        mark = before or Mark(sheet=sheet, indicator=leaf, version=0)
        override = reason if leaf.measure else ""
        given = Given(is_applicable=False, comment=reason, override=override)
        write_mark(mark, given, known.get(leaf.measure), by=by)
        told[leaf.code] = {"version": mark.version, "before": earlier}
    return told


@transaction.atomic
def take_in_again(absence: DimensionAbsence, *, by: User) -> list[str]:
    """What stood there before stands there again; marks that were put anew since stay,
    and their codes are told. Raises NotAllowed, TransitionError."""
    sheet = absence.sheet
    _hold(sheet, by=by)
    leaves = _leaves(sheet, absence.indicator)
    marks = _marks(sheet, leaves)
    known = _measures(sheet, leaves)
    stayed = []
    for leaf in leaves:
        mark, told = marks.get(leaf.pk), absence.marks.get(leaf.code)
        if mark is None or told is None:
            continue
        if mark.version != told["version"]:
            stayed.append(leaf.code)
        elif told["before"] is None:
            _take_away(mark, leaf, by=by)
        else:
            given = _given(told["before"])
            write_mark(mark, given, known.get(leaf.measure), by=by)
    absence.delete()
    facts = {"code": absence.indicator.code, "stayed": stayed}
    AuditEntry.objects.record("dimension_taken_in", sheet, by=by, facts=facts)
    return stayed


def _hold(sheet: ScoreSheet, *, by: User) -> None:
    held = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    sheet.status = held.status
    require_marker(sheet, by=by)


def _leaves(sheet: ScoreSheet, heading: Indicator) -> list[Indicator]:
    """What is marked below it. Raises UnfitMark for what holds nothing."""
    plan = scoring_of(sheet.unit.round.checklist, sheet.unit.group).plan
    marked = {place.code for place in plan.places if place.is_leaf}
    codes = [
        branch.code
        for above, branch in walk(branches_of(sheet.unit.round.checklist))
        if branch.code in marked and heading.code in {each.code for each in above}
    ]
    if not codes:
        raise UnfitMark(_("“%s” holds nothing that is marked.") % heading.title)
    rows = sheet.unit.round.checklist.indicators.filter(code__in=codes)
    return sorted(rows, key=lambda row: codes.index(row.code))


def _require_fit(
    sheet: ScoreSheet, heading: Indicator, leaves: Sequence[Indicator]
) -> None:
    """Raises UnfitMark, which names what applies to every unit."""
    plan = scoring_of(sheet.unit.round.checklist, sheet.unit.group).plan
    absent = replace(Given(), is_applicable=False).found
    try:
        check_marks(plan, {leaf.code: absent for leaf in leaves}, Gaps.LEFT_OUT)
    except Refused as refused:
        words = "；".join(problem_words(each) for each in refused.problems[:NAMED])
        raise UnfitMark(
            _("“%(title)s” can't be left out as a whole: %(words)s")
            % {"title": heading.title, "words": words}
        ) from refused


def _marks(sheet: ScoreSheet, leaves: Sequence[Indicator]) -> dict[int, Mark]:
    rows = Mark.objects.filter(sheet=sheet, indicator__in=leaves)
    return {mark.indicator_id: mark for mark in rows.select_related("put_by")}


def _require_seen(
    leaves: Sequence[Indicator],
    marks: Mapping[int, Mark],
    versions: Mapping[str, int],
) -> None:
    for leaf in leaves:
        mark, seen = marks.get(leaf.pk), versions.get(leaf.code, 0)
        if mark is None and seen:
            raise TransitionError(_("The mark was taken away. Load the sheet again."))
        if mark is not None and mark.version != seen:
            mark.indicator = leaf
            raise PutMeanwhile(mark)


def _measures(sheet: ScoreSheet, leaves: Sequence[Indicator]) -> Mapping[str, Measure]:
    """What the portal knows for an inspector's marks; each source is asked once."""
    if sheet.kind == SheetKind.SELF:
        return {}
    codes = {leaf.measure for leaf in leaves if leaf.measure}
    unit = sheet.unit
    return measured(unit.agency, codes, unit.round.first_day, unit.round.last_day)


def _earlier(mark: Mark) -> dict[str, Any]:
    value = None if mark.value is None else str(mark.value)
    names = [name for name in asdict(Given()) if name != "value"]
    return {"value": value, **{name: getattr(mark, name) for name in names}}


def _given(told: Mapping[str, Any]) -> Given:
    value = None if told["value"] is None else Decimal(told["value"])
    return Given(**{**told, "value": value})


def _take_away(mark: Mark, leaf: Indicator, *, by: User) -> None:
    """Raises TransitionError while files prove it."""
    if mark.evidence.exists():
        raise TransitionError(
            _("“%s” has files: take them away first.") % f"{leaf.code} {leaf.title}"
        )
    proof = getattr(mark, "proof", None)
    if proof is not None:
        AuditEntry.objects.record("deleted", proof, by=by)
    AuditEntry.objects.record("mark_taken_away", mark, by=by)
    mark.delete()
