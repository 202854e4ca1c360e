"""A mark is put, and a sheet is handed in when every indicator has one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.measures import Measure
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)

from .checklist_document import engine
from .checklist_words import problem_words
from .facts import freeze, measured
from .models import (
    Checklist,
    Indicator,
    InspectionRound,
    Mark,
    RoundStatus,
    ScoreSheet,
    SheetKind,
    SheetStatus,
)
from .proposals import proposed_value
from .round_preparing import RoundUnfit, require_office
from .scoring import Scoring
from .scoring_marks import Gaps, check_marks
from .scoring_problems import Refused
from .scoring_rules import Indicator as Rule, Mark as Found
from .stored_trees import document_of

NAMED = 8
# When which sheet takes marks.
STAGES = {
    SheetKind.SELF: (RoundStatus.SELF,),
    SheetKind.FIRST: (RoundStatus.SCORING,),
    SheetKind.SECOND: (RoundStatus.SCORING,),
}


@dataclass(frozen=True)
class Given:
    """What was found, as typed."""

    value: Decimal | None = None
    is_applicable: bool = True
    is_explained: bool = False
    lacks_prerequisite: bool = False
    comment: str = ""
    override: str = ""

    @property
    def found(self) -> Found:
        return Found(
            value=self.value,
            is_applicable=self.is_applicable,
            is_explained=self.is_explained,
            lacks_prerequisite=self.lacks_prerequisite,
        )


class UnfitMark(RoundUnfit):
    """A mark that its rule does not take."""

    code = "unfit_mark"


class PutMeanwhile(StaleStatusError):
    """Somebody else put this mark first: `mark` is theirs."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        super().__init__(
            _("%(who)s put this mark meanwhile. Look at it, then put yours again.")
            % {"who": mark.put_by}
        )


def scoring_of(checklist: Checklist, group: str = "") -> Scoring:
    """The checklist laid out once: a published one never changes."""
    return _laid_out(checklist.pk, checklist.digest, group)


@lru_cache(maxsize=32)
def _laid_out(pk: int, _digest: str, group: str) -> Scoring:
    return Scoring(engine(document_of(Checklist.objects.get(pk=pk))), group)


def require_marker(sheet: ScoreSheet, *, by: User) -> None:
    """Raises NotAllowed, TransitionError."""
    if not ScoreSheet.objects.marked_by(by).filter(pk=sheet.pk).exists():
        raise NotAllowed(_("This sheet is scored by others."))
    round_ = sheet.unit.round
    if round_.status not in STAGES[SheetKind(sheet.kind)] or not sheet.is_open:
        raise TransitionError(_("Marks are not taken now: the sheet is closed."))


@transaction.atomic
def put_mark(
    sheet: ScoreSheet, indicator: Indicator, given: Given, *, version: int, by: User
) -> Mark:
    """Put it in place of the one with this version (0 for none before). The same mark
    sent twice is put once. Raises NotAllowed, TransitionError, UnfitMark,
    PutMeanwhile."""
    held = ScoreSheet.objects.select_for_update().get(pk=sheet.pk)
    sheet.status = held.status
    require_marker(sheet, by=by)
    require_fit(sheet, indicator, given)
    measure = _known_fact(sheet, indicator, given)
    known = (
        Mark.objects.filter(sheet=sheet, indicator=indicator)
        .select_related("put_by")
        .first()
    )
    if known and _is_same(known, given):
        return known
    if (known.version if known else 0) != version:
        if known is None:
            raise TransitionError(_("The mark was taken away. Load the sheet again."))
        raise PutMeanwhile(known)
    mark = known or Mark(sheet=sheet, indicator=indicator, version=0)
    write_mark(mark, given, measure, by=by)
    return mark


def write_mark(mark: Mark, given: Given, measure: Measure | None, *, by: User) -> None:
    """For deeds that have asked all that put_mark asks: the next version, with what
    the portal knew."""
    for name, value in asdict(given).items():
        setattr(mark, name, value)
    mark.version += 1
    mark.put_by, mark.put_at = by, clock.now()
    mark.save()
    if measure:
        freeze(mark, measure, by=by)
    note_mark(mark, given, by=by)


def _known_fact(
    sheet: ScoreSheet, indicator: Indicator, given: Given
) -> Measure | None:
    """What the portal knows for an inspector's mark. Raises UnfitMark where another
    mark than it proposes is put without a reason."""
    if not indicator.measure or sheet.kind == SheetKind.SELF:
        return None
    unit = sheet.unit
    period = unit.round.first_day, unit.round.last_day
    measure = measured(unit.agency, [indicator.measure], *period).get(indicator.measure)
    if measure is None:
        return None
    proposed = proposed_value(rule_of(sheet, indicator), measure.value)
    is_taken = given.found == Found(value=proposed)
    if proposed is not None and not is_taken and not given.override.strip():
        raise UnfitMark(
            _("The portal's facts propose %s: say why the mark is another.") % proposed
        )
    return measure


def rule_of(sheet: ScoreSheet, indicator: Indicator) -> Rule:
    plan = scoring_of(sheet.unit.round.checklist, sheet.unit.group).plan
    return plan.places[plan.by_code[indicator.code]].indicator


def require_fit(sheet: ScoreSheet, indicator: Indicator, given: Given) -> None:
    """Raises UnfitMark, which says what the rule takes."""
    unit = sheet.unit
    plan = scoring_of(unit.round.checklist, unit.group).plan
    try:
        check_marks(plan, {indicator.code: given.found}, Gaps.LEFT_OUT)
    except Refused as refused:
        words = "；".join(problem_words(each) for each in refused.problems)
        raise UnfitMark(words) from refused


def _is_same(known: Mark, given: Given) -> bool:
    return all(getattr(known, name) == value for name, value in asdict(given).items())


def note_mark(mark: Mark, given: Given, *, by: User) -> None:
    """Without the comment's words: they may name people."""
    found = asdict(given) | {
        "value": str(given.value) if given.value is not None else ""
    }
    told = {name: found[name] for name in found if name not in ("comment", "override")}
    AuditEntry.objects.record(
        "marked", mark, by=by, facts={**told, "version": mark.version}
    )


@transaction.atomic
def hand_in(sheet: ScoreSheet, *, by: User) -> None:
    """Every indicator that is marked has its mark. Raises NotAllowed, TransitionError,
    UnfitMark, StaleStatusError."""
    require_marker(sheet, by=by)
    missing = missing_marks(sheet)
    if missing:
        more = len(missing) - NAMED
        told = [*missing[:NAMED], *([_("and %d more") % more] if more > 0 else [])]
        raise UnfitMark(
            _("Marks are missing (%(count)s): %(codes)s")
            % {"count": len(missing), "codes": "、".join(told)}
        )
    if sheet.kind != SheetKind.SELF:
        _require_score(sheet)
    sheet.move(SheetStatus.HANDED_IN, by=by, handed_in_by=by, handed_in_at=clock.now())


def _require_score(sheet: ScoreSheet) -> None:
    """What can't be scored is told to who marked it, not when the round is closed.
    Raises UnfitMark."""
    unit = sheet.unit
    try:
        scoring_of(unit.round.checklist, unit.group).score(marks_of(sheet))
    except Refused as refused:
        words = "；".join(problem_words(each) for each in refused.problems[:NAMED])
        raise UnfitMark(words) from refused


def missing_marks(sheet: ScoreSheet) -> list[str]:
    """Codes of the indicators without a mark, in the order of the checklist."""
    return missing_among(sheet, marks_of(sheet))


def missing_among(sheet: ScoreSheet, marks: Mapping[str, Found]) -> list[str]:
    """The same for marks that are read already."""
    unit = sheet.unit
    plan = scoring_of(unit.round.checklist, unit.group).plan
    try:
        check_marks(plan, marks, Gaps.REFUSED)
    except Refused as refused:
        return [problem.where for problem in refused.problems]
    return []


def marks_of(sheet: ScoreSheet) -> dict[str, Found]:
    """What the sheet says, as scoring reads it; one query."""
    return {mark.indicator.code: found_of(mark) for mark in with_codes(sheet)}


def with_codes(sheet: ScoreSheet) -> list[Mark]:
    return list(sheet.marks.select_related("indicator"))


def found_of(mark: Mark) -> Found:
    return Found(
        value=mark.value,
        is_applicable=mark.is_applicable,
        is_explained=mark.is_explained,
        lacks_prerequisite=mark.lacks_prerequisite,
    )


@transaction.atomic
def take_back(sheet: ScoreSheet, reason: str, *, by: User) -> None:
    """A sheet that was handed in is opened again while its stage lasts. Raises
    NotAllowed, TransitionError, StaleStatusError."""
    require_office(by)
    if sheet.unit.round.status not in STAGES[SheetKind(sheet.kind)]:
        raise TransitionError(_("Marks are not taken now: the sheet is closed."))
    sheet.move(
        SheetStatus.OPEN, by=by, note=reason, handed_in_by=None, handed_in_at=None
    )


def open_sheets(round_: InspectionRound) -> list[str]:
    """Units whose inspection is not handed in."""
    waiting = ScoreSheet.objects.filter(
        unit__round=round_, status=SheetStatus.OPEN
    ).exclude(kind=SheetKind.SELF)
    return list(waiting.values_list("unit__agency__name", flat=True).distinct())
