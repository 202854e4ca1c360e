"""Bonuses and criticism of a year: entered by one person, confirmed by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed
from notices.leak_check import require_clean
from notices.models import Notice

from .conflicts import Conflict, is_tied, ties_of
from .models import LineKind, LineStatus, RegisterLine, YearAssessment
from .proposals import shown
from .round_preparing import require_office
from .year_preparing import YearUnfit, change_draft
from .year_rules import rules_of


@dataclass(frozen=True)
class Entry:
    """What is said of a unit. `document` names what proves it; `notice` may show it."""

    agency: Agency
    kind: str
    ground: str
    points: Decimal
    on: date
    document: str
    notice: Notice | None = None


@transaction.atomic
def enter(assessment: YearAssessment, given: Entry, *, by: User) -> RegisterLine:
    """It counts once another person confirms it. Raises NotAllowed, Conflict,
    TransitionError, YearUnfit, PersonalDataInWords."""
    require_office(by)
    change_draft(assessment)
    _require_no_tie(given.agency, by=by)
    _require_fit(assessment, given)
    require_clean(f"{given.ground}\n{given.document}", str(given.agency))
    line = RegisterLine.objects.create(
        assessment=assessment,
        entered_by=by,
        entered_at=clock.now(),
        **given.__dict__,
    )
    AuditEntry.objects.record("created", line, by=by, after=line.status)
    return line


def _require_fit(assessment: YearAssessment, given: Entry) -> None:
    most = rules_of(assessment.choices).line_most.get(given.kind)
    if given.points <= 0:
        raise YearUnfit(_("A line has points above 0."))
    if most is not None and given.points > most:
        raise YearUnfit(
            _("%(kind)s: %(points)s points in one line, and %(most)s are the most.")
            % {
                "kind": LineKind(given.kind).label,
                "points": shown(given.points),
                "most": shown(most),
            }
        )
    if given.on.year != assessment.year or given.on > local_day(clock.now()):
        raise YearUnfit(_("The day is not a past day of %s.") % assessment.year)
    reader = AnonymousUser()
    shows = Notice.objects.visible_to(reader)
    if given.notice and not shows.filter(pk=given.notice.pk).exists():
        raise YearUnfit(_("The notice is not public."))


def _require_no_tie(agency: Agency, *, by: User) -> None:
    """Nobody writes what their own unit gains. Raises Conflict."""
    if is_tied(ties_of([by])[by.pk], agency.path):
        raise Conflict(
            _("%(person)s belongs to %(unit)s: somebody else must do it.")
            % {"person": by, "unit": agency}
        )


@transaction.atomic
def confirm(line: RegisterLine, *, by: User) -> None:
    """Raises NotAllowed, Conflict, TransitionError, StaleStatusError."""
    require_office(by)
    change_draft(line.assessment)
    _require_no_tie(line.agency, by=by)
    if line.entered_by_id == by.pk:
        raise NotAllowed(_("Someone else must confirm it: you entered the line."))
    line.move(LineStatus.CONFIRMED, by=by, confirmed_by=by, confirmed_at=clock.now())


@transaction.atomic
def strike(line: RegisterLine, *, by: User) -> None:
    """It counts no more, and stays to be read at the desk. Raises NotAllowed,
    TransitionError, StaleStatusError."""
    require_office(by)
    change_draft(line.assessment)
    line.move(LineStatus.STRUCK, by=by)
