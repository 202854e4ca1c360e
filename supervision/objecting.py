"""A unit objects to a provisional mark; the office rules, and rates the round anew."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from directories.permissions import has_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError

from .marking import Given, note_mark, require_fit
from .models import (
    ANSWERING,
    Indicator,
    Mark,
    Objection,
    ObjectionStatus,
    RoundStatus,
    ScoreSheet,
    SheetKind,
    UnitRating,
)
from .rating_rows import rate_again
from .round_preparing import RoundUnfit, require_office, require_stage


@transaction.atomic
def object_to(
    rating: UnitRating, indicator: Indicator, text: str, *, by: User
) -> Objection:
    """Raises NotAllowed, TransitionError, RoundUnfit."""
    unit = rating.unit
    if not has_role(by, unit.agency, *ANSWERING):
        raise NotAllowed(_("Only the unit itself objects to its rating."))
    require_stage(unit.round, RoundStatus.PROVISIONAL)
    until = unit.round.object_until
    if until and local_day(clock.now()) > until:
        raise TransitionError(_("Objections were taken until %s.") % until)
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
    return made


@transaction.atomic
def uphold(objection: Objection, ruling: str, given: Given, *, by: User) -> None:
    """The mark is put right, and the round rated anew: others' ranks may move. Raises
    NotAllowed, TransitionError, StaleStatusError, UnfitMark, RoundUnfit."""
    sheet = _require_ruling(objection, ruling, by=by)
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
def reject(objection: Objection, ruling: str, *, by: User) -> None:
    """Raises NotAllowed, TransitionError, StaleStatusError, RoundUnfit."""
    _require_ruling(objection, ruling, by=by)
    _rule(objection, ObjectionStatus.REJECTED, ruling, by=by)


def _require_ruling(objection: Objection, ruling: str, *, by: User) -> ScoreSheet:
    require_office(by)
    unit = objection.rating.unit
    require_stage(unit.round, RoundStatus.PROVISIONAL)
    sheet = unit.sheets.get(kind=SheetKind.FIRST)
    if sheet.inspectors.filter(pk=by.pk).exists():
        raise NotAllowed(_("Who scored the unit doesn't rule on its objections."))
    if not ruling.strip():
        raise RoundUnfit(_("Give the reason of the ruling."))
    return sheet


def _rule(objection: Objection, status: str, ruling: str, *, by: User) -> None:
    objection.move(status, by=by, ruling=ruling, ruled_by=by, ruled_at=clock.now())
