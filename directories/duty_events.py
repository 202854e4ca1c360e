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
def register_event(
    item: CatalogueItem, *, on: date, about: str, by: User, key: str = ""
) -> Slot:
    """What happened, or the promised day of a stage; gives the slot that it opens.

    `key` is given for what another record knows itself by, such as a stage of a
    matter. Raises NotAllowed, BadEvent.
    """
    SiteState.objects.hold()
    require_role(by, item.agency, Role.EDITOR, Role.OVERSEER)
    about = " ".join(about.split())
    rule = item.entry.rule if item.entry else None
    is_stage = rule is not None and rule.cadence == CadenceKind.PHASED
    if not about:
        raise BadEvent(_("Say what happened."))
    if on > local_day(clock.now()) and not is_stage:
        raise BadEvent(_("The day lies ahead: enter it when it has come."))
    if key and item.events.filter(key=key).exists():
        raise BadEvent(_("It is entered already."))
    event = DutyEvent.objects.create(
        item=item, key=key or "new", on=on, about=about, by=by, at=clock.now()
    )
    if not key:
        event.key = str(event.pk)
        event.save(update_fields=["key"])
    slot = open_event(event)
    if slot is None:
        raise BadEvent(_("“%s” does not fall due by events on that day.") % item)
    AuditEntry.objects.record("duty_event", item, by=by, note=about)
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
    AuditEntry.objects.record("duty_event_struck", event.item, by=by, note=reason)
    SiteState.objects.bump()


def slot_keys(event: DutyEvent) -> tuple[str, str]:
    """Of the slot that it opened (cadences.py)."""
    return f"event-{event.key}", f"stage-{event.key}"
