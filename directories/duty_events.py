"""Events that make a duty fall due outside the calendar."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import DomainError, TransitionError

from .models import CadenceKind, CatalogueItem, DutyEvent, Role, Slot
from .permissions import require_role
from .slot_opening import open_event


class BadEvent(DomainError):
    """Nothing falls due by it; the text says why."""

    code = "bad_event"


@transaction.atomic
def register_event(item: CatalogueItem, *, on: date, about: str, by: User) -> Slot:
    """Something happened, or a stage is promised for a day; gives the slot that it
    opens. Raises NotAllowed, BadEvent."""
    SiteState.objects.hold()
    require_role(by, item.agency, Role.EDITOR, Role.OVERSEER)
    about = " ".join(about.split())
    if not about:
        raise BadEvent(_("Say what happened."))
    if on > local_day(clock.now()) and not is_phased(item):
        raise BadEvent(_("The day lies ahead: enter it when it has come."))
    # Events are struck out, never deleted: the count gives no number twice.
    key = str(item.events.count() + 1)
    return _enter(DutyEvent(item=item, key=key, on=on, about=about), by=by)


def promise_stage(
    item: CatalogueItem, *, key: str, on: date, about: str, by: User
) -> None:
    """Part of another deed: a stage that another record knows by `key` is promised for
    a day, or for another day than before. The day of a stage that was disclosed is
    left as it was."""
    known = item.events.filter(key=key).first()
    if known is None:
        _enter(DutyEvent(item=item, key=key, on=on, about=about), by=by)
        return
    waiting = Slot.objects.filter(item=item, key__in=slot_keys(known)).empty()
    if known.on != on and waiting.exists():
        waiting.delete()
        known.on = on
        known.save(update_fields=["on"])
        AuditEntry.objects.record_rows(DutyEvent, [known.pk], by=by)
        open_event(known)
        AuditEntry.objects.record("duty_event", item, by=by, note=f"{about} {on}")


def is_phased(item: CatalogueItem) -> bool:
    rule = item.entry.rule if item.entry else None
    return rule is not None and rule.cadence == CadenceKind.PHASED


def _enter(event: DutyEvent, *, by: User) -> Slot:
    item = event.item
    event.by, event.at = by, clock.now()
    event.save()
    slot = open_event(event)
    if slot is None:
        raise BadEvent(_("“%s” does not fall due by events on that day.") % item)
    AuditEntry.objects.record("duty_event", item, by=by, note=event.about)
    AuditEntry.objects.record_rows(DutyEvent, [event.pk], by=by)
    SiteState.objects.bump()
    return slot


@transaction.atomic
def strike_event(event: DutyEvent, *, by: User, reason: str) -> None:
    """It was entered by mistake: its slot goes, unless something is in it. Raises
    NotAllowed, BadEvent, TransitionError."""
    SiteState.objects.hold()
    require_role(by, event.item.agency, Role.APPROVER, Role.OVERSEER)
    if not reason.strip():
        raise BadEvent(_("Say why it is struck out."))
    slots = Slot.objects.filter(item=event.item, key__in=slot_keys(event))
    if slots.exclude(filled_on=None, explained_on=None).exists():
        raise TransitionError(_("Something was disclosed for it: it stays."))
    if not DutyEvent.objects.filter(pk=event.pk, struck_at=None).update(
        struck_at=clock.now()
    ):
        raise TransitionError(_("It is struck out already."))
    slots.delete()
    AuditEntry.objects.record_rows(DutyEvent, [event.pk], by=by)
    AuditEntry.objects.record("duty_event_struck", event.item, by=by, note=reason)
    SiteState.objects.bump()


def slot_keys(event: DutyEvent) -> tuple[str, str]:
    """Of the slot that it opened (cadences.py)."""
    return f"event-{event.key}", f"stage-{event.key}"
