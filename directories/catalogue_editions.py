"""A unit's catalogue from one edition to the next: compiled by the unit (编制),
collated and filed by the office (汇总 备案), published (公布).

What is in force decides what the ledger asks for, so publishing opens and ends duties
in the same transaction. Two people: who hands an edition in does not publish it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .due_days import cut_slots, follow_rule
from .item_search import forget_duties, put_duties_of
from .models import (
    OPEN_STATUSES,
    Agency,
    Catalogue,
    CatalogueEntry,
    CatalogueItem,
    CatalogueStatus,
    Role,
    Slot,
)
from .permissions import require_role
from .slot_opening import open_slots

COMPILERS = (Role.EDITOR, Role.APPROVER, Role.OVERSEER)


class CatalogueUnfit(DomainError):
    """The edition can't go on as it is; the text says what to mend."""

    code = "catalogue_unfit"


class UnitClosed(DomainError):
    """A closed unit discloses nothing any more."""

    code = "unit_closed"


@transaction.atomic
def open_edition(agency: Agency, *, by: User) -> Catalogue:
    """The edition that the unit works on: the open one, else a new one that begins
    with what is in force. Raises NotAllowed, UnitClosed."""
    SiteState.objects.hold()
    may_open(agency, by=by)
    editions = Catalogue.objects.filter(agency=agency)
    if found := editions.filter(status__in=OPEN_STATUSES).first():
        return found
    last = editions.aggregate(last=Max("edition"))["last"] or 0
    catalogue = Catalogue.objects.create(
        agency=agency, edition=last + 1, compiled_by=by
    )
    _begin_with_the_last(catalogue)
    copies = catalogue.entries.values_list("pk", flat=True)
    AuditEntry.objects.record_rows(CatalogueEntry, copies, by=by)
    AuditEntry.objects.record("created", catalogue, by=by)
    return catalogue


def may_open(agency: Agency, *, by: User) -> None:
    """Raises NotAllowed, UnitClosed."""
    require_role(by, agency, *COMPILERS)
    _require_open(agency)


def _require_open(agency: Agency) -> None:
    if not agency.is_open:
        raise UnitClosed(_("“%s” is closed: it owes nothing any more.") % agency)


def _begin_with_the_last(catalogue: Catalogue) -> None:
    in_force = CatalogueEntry.objects.filter(
        catalogue__agency=catalogue.agency,
        catalogue__status=CatalogueStatus.PUBLISHED,
        item__ends_on=None,
    )
    copies = list(in_force)
    for entry in copies:
        entry.pk = None
        entry.catalogue = catalogue
    CatalogueEntry.objects.bulk_create(copies)


def require_compiling(catalogue: Catalogue, *, by: User) -> None:
    """Raises NotAllowed, CatalogueUnfit."""
    require_role(by, catalogue.agency, *COMPILERS)
    if catalogue.status != CatalogueStatus.COMPILING:
        raise CatalogueUnfit(
            _("“%s” has left the unit: have it returned, or begin the next edition.")
            % catalogue
        )


@transaction.atomic
def hand_in(catalogue: Catalogue, *, by: User) -> None:
    """To the office. Raises NotAllowed, CatalogueUnfit, StaleStatusError."""
    SiteState.objects.hold()
    require_compiling(catalogue, by=by)
    if faults := faults_of(catalogue):
        raise CatalogueUnfit("；".join(faults))
    stamps = {"handed_in_by": by, "handed_in_at": clock.now(), "return_reason": ""}
    catalogue.move(CatalogueStatus.COLLATING, by=by, **stamps)


def faults_of(catalogue: Catalogue) -> list[str]:
    """What the unit has to mend first, by name."""
    entries = list(catalogue.entries.all())
    if not entries:
        return [_("There is no item in it yet.")]
    names = Counter((entry.domain, entry.name) for entry in entries)
    return [
        _("“%(name)s” stands in it %(count)d times") % {"name": name, "count": count}
        for (_domain, name), count in names.items()
        if count > 1
    ]


@transaction.atomic
def send_back(catalogue: Catalogue, *, by: User, reason: str) -> None:
    """Back to the unit. Raises NotAllowed, CatalogueUnfit, TransitionError."""
    SiteState.objects.hold()
    _require_office(catalogue, by=by)
    if not reason.strip():
        raise CatalogueUnfit(_("Say what is to be changed."))
    catalogue.move(
        CatalogueStatus.COMPILING,
        by=by,
        note=reason.strip(),
        return_reason=reason.strip(),
        filing_number="",
        filed_at=None,
    )


@transaction.atomic
def file(catalogue: Catalogue, *, by: User, number: str = "") -> None:
    """Enter it in the office's files. Raises NotAllowed, TransitionError."""
    SiteState.objects.hold()
    _require_office(catalogue, by=by)
    catalogue.move(
        CatalogueStatus.FILED,
        by=by,
        filing_number=number.strip(),
        filed_at=clock.now(),
    )


@transaction.atomic
def publish(
    catalogue: Catalogue, *, by: User, in_force_from: date | None = None
) -> None:
    """Put it in force; what it no longer has ends the day before. `in_force_from` may
    lie back: a county that takes up the portal owed things before.

    Raises NotAllowed, CatalogueUnfit, TransitionError.
    """
    SiteState.objects.hold()
    _require_office(catalogue, by=by)
    _require_open(catalogue.agency)
    today = local_day(clock.now())
    begins_on = in_force_from or today
    former = Catalogue.objects.filter(
        agency=catalogue.agency, status=CatalogueStatus.PUBLISHED
    ).first()
    _check_day(begins_on, today, former)
    if former:
        former.move(CatalogueStatus.SUPERSEDED, by=by)
    catalogue.move(
        CatalogueStatus.PUBLISHED,
        by=by,
        published_at=clock.now(),
        in_force_from=begins_on,
    )
    _bind(catalogue, begins_on, by=by)
    put_duties_of(catalogue.agency)
    open_slots(CatalogueItem.objects.filter(agency=catalogue.agency), today)
    SiteState.objects.bump()


def _check_day(begins_on: date, today: date, former: Catalogue | None) -> None:
    if begins_on > today:
        raise CatalogueUnfit(
            _("The day lies ahead: publish the edition when it comes.")
        )
    if former and former.in_force_from and begins_on <= former.in_force_from:
        raise CatalogueUnfit(
            _("The edition in force began on %s: a later one begins after it.")
            % former.in_force_from
        )


def _bind(catalogue: Catalogue, begins_on: date, *, by: User) -> None:
    """Duties of the edition bind the unit, those it lacks end."""
    entries = {entry.item_id: entry for entry in catalogue.entries.all()}
    duties = CatalogueItem.objects.filter(agency=catalogue.agency, ends_on=None)
    dropped = duties.filter(begins_on__isnull=False).exclude(pk__in=list(entries))
    end_duties(list(dropped.values_list("pk", flat=True)), begins_on, by=by)
    kept = list(duties.filter(pk__in=list(entries)).select_related("entry__rule"))
    for item in kept:
        entry = entries[item.pk]
        if item.entry and item.begins_on and item.entry.rule_id != entry.rule_id:
            follow_rule(item, entry.rule, from_day=begins_on, by=by)
        item.entry = entry
        item.begins_on = item.begins_on or begins_on
    CatalogueItem.objects.bulk_update(
        kept, ["entry", "begins_on", "rule_from", "opened_until"], batch_size=500
    )
    AuditEntry.objects.record_rows(CatalogueItem, [item.pk for item in kept], by=by)


def end_duties(duties: list[int], from_day: date, *, by: User) -> None:
    """Nothing is owed from this day on; what was not done by then stays owed."""
    last = from_day - timedelta(days=1)
    bound = CatalogueItem.objects.filter(pk__in=duties, ends_on=None)
    bound.filter(begins_on__gt=last).update(ends_on=F("begins_on"))
    bound.update(ends_on=last)
    AuditEntry.objects.record_rows(CatalogueItem, duties, by=by)
    cut_slots(Slot.objects.filter(item__in=duties).empty(), last)
    forget_duties(duties)


def leave_duties(
    agency: Agency, *, on: date, successor: Agency | None, by: User
) -> None:
    """Part of closing a unit: its duties end with it. What it left undone is owed by
    the unit that took it in, and without one stays listed under its name."""
    duties = CatalogueItem.objects.in_force().filter(agency=agency)
    end_duties(list(duties.values_list("pk", flat=True)), on, by=by)
    if successor:
        Slot.objects.filter(agency=agency).empty().update(agency=successor)


def _require_office(catalogue: Catalogue, *, by: User) -> None:
    """The office, and not whom the unit handed it in by."""
    require_role(by, catalogue.agency, Role.OVERSEER)
    if by.pk == catalogue.handed_in_by_id:
        raise NotAllowed(
            _("You handed it in yourself: somebody else of the office goes on with it.")
        )
