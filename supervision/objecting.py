"""A unit objects to a provisional mark; the office rules, and rates the round anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from directories.permissions import has_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from feedback.letter_files import KeptFile

from .marking import Given, note_mark, require_fit
from .models import (
    ANSWERING,
    RUNS,
    Indicator,
    Mark,
    Objection,
    ObjectionEvidence,
    ObjectionStatus,
    RoundStatus,
    RoundUnit,
    ScoreSheet,
    SheetKind,
    UnitRating,
)
from .rating_rows import rate_again
from .round_preparing import RoundUnfit, require_office, require_stage

# Files that one objection may have.
MOST_FILES = 9


@transaction.atomic
def object_to(
    rating: UnitRating,
    indicator: Indicator,
    text: str,
    files: Sequence[KeptFile] = (),
    *,
    by: User,
) -> Objection:
    """Raises NotAllowed, TransitionError, RoundUnfit."""
    _require_time(rating.unit, by=by)
    if not text.strip():
        raise RoundUnfit(_("Say what is wrong with the mark, and what shows it."))
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                rating=rating,
                indicator=indicator,
                text=text,
                filed_by=by,
                filed_at=clock.now(),
            )
    except IntegrityError as error:
        raise TransitionError(_("An objection to it waits already.")) from error
    AuditEntry.objects.record("objected", made, by=by)
    _keep_evidence(made, files, by=by)
    return made


def objects_for(user: User, unit: RoundUnit) -> bool:
    """The unit's own people; of the office, which rules, nobody."""
    return has_role(user, unit.agency, *ANSWERING) and not user.has_perm(RUNS)


def _require_time(unit: RoundUnit, *, by: User) -> None:
    if not objects_for(by, unit):
        raise NotAllowed(_("Only the unit itself objects to its rating."))
    require_stage(unit.round, RoundStatus.PROVISIONAL)
    until = unit.round.object_until
    if until and local_day(clock.now()) > until:
        raise TransitionError(_("Objections were taken until %s.") % until)


def takes_evidence(objection: Objection) -> bool:
    """It waits, and the time for objections is not over."""
    round_ = objection.rating.unit.round
    until = round_.object_until
    return (
        objection.status == ObjectionStatus.FILED
        and round_.status == RoundStatus.PROVISIONAL
        and (until is None or local_day(clock.now()) <= until)
    )


@transaction.atomic
def add_evidence(objection: Objection, files: Sequence[KeptFile], *, by: User) -> None:
    """The same file sent twice is kept once. Raises NotAllowed, TransitionError,
    RoundUnfit."""
    _hold(objection, by=by)
    _keep_evidence(objection, files, by=by)


@transaction.atomic
def remove_evidence(file: ObjectionEvidence, *, by: User) -> None:
    """Raises NotAllowed, TransitionError."""
    objection = file.objection
    _hold(objection, by=by)
    facts = {"file": file.pk, "digest": file.original_digest}
    file.delete()
    AuditEntry.objects.record("evidence_removed", objection, by=by, facts=facts)


def _hold(objection: Objection, *, by: User) -> None:
    """Its row, so that no ruling comes between; a ruled one stays as it was ruled."""
    _require_time(objection.rating.unit, by=by)
    held = Objection.objects.select_for_update().get(pk=objection.pk)
    if held.status != ObjectionStatus.FILED:
        raise TransitionError(_("It is ruled: its evidence stays as it is."))


def _keep_evidence(
    objection: Objection, files: Sequence[KeptFile], *, by: User
) -> None:
    there = list(objection.evidence.all())
    known = {file.original_digest for file in there}
    new = {file.original: file for file in files if file.original not in known}
    if len(there) + len(new) > MOST_FILES:
        raise RoundUnfit(_("An objection has %s files at most.") % MOST_FILES)
    first = max((file.position for file in there), default=0) + 1
    for position, file in enumerate(new.values(), start=first):
        kept = ObjectionEvidence.objects.create(
            objection=objection, position=position, uploaded_by=by, **file.columns
        )
        facts = {"file": kept.pk, "digest": file.original}
        AuditEntry.objects.record("evidence_added", objection, by=by, facts=facts)


@transaction.atomic
def uphold(
    objection: Objection,
    ruling: str,
    given: Given,
    *,
    seen: Collection[int] = (),
    by: User,
) -> None:
    """The mark is put right, and the round rated anew: others' ranks may move. `seen`
    are the keys of the evidence that was looked at. Raises NotAllowed, TransitionError,
    StaleStatusError, UnfitMark, RoundUnfit."""
    sheet = _require_ruling(objection, ruling, seen, by=by)
    require_fit(sheet, objection.indicator, given)
    mark = Mark.objects.select_for_update().get(
        sheet=sheet, indicator=objection.indicator
    )
    for name, value in given.__dict__.items():
        setattr(mark, name, value)
    mark.version += 1
    mark.put_by, mark.put_at = by, clock.now()
    mark.save()
    note_mark(mark, given, by=by)
    _rule(objection, ObjectionStatus.UPHELD, ruling, by=by)
    rate_again(sheet.unit, by=by)


@transaction.atomic
def reject(
    objection: Objection, ruling: str, *, seen: Collection[int] = (), by: User
) -> None:
    """Raises NotAllowed, TransitionError, StaleStatusError, RoundUnfit."""
    _require_ruling(objection, ruling, seen, by=by)
    _rule(objection, ObjectionStatus.REJECTED, ruling, by=by)


def _require_ruling(
    objection: Objection, ruling: str, seen: Collection[int], *, by: User
) -> ScoreSheet:
    require_office(by)
    unit = objection.rating.unit
    require_stage(unit.round, RoundStatus.PROVISIONAL)
    sheet = unit.sheets.get(kind=SheetKind.FIRST)
    if sheet.inspectors.filter(pk=by.pk).exists():
        raise NotAllowed(_("Who scored the unit doesn't rule on its objections."))
    if not ruling.strip():
        raise RoundUnfit(_("Give the reason of the ruling."))
    # Held from here on: what the unit adds or takes away is seen before it is ruled.
    Objection.objects.select_for_update().get(pk=objection.pk)
    if set(objection.evidence.values_list("pk", flat=True)) != set(seen):
        raise StaleStatusError(
            _("The unit changed the evidence meanwhile: look at it, then rule.")
        )
    return sheet


def _rule(objection: Objection, status: str, ruling: str, *, by: User) -> None:
    objection.move(status, by=by, ruling=ruling, ruled_by=by, ruled_at=clock.now())
