"""Filling the slots of the ledger: by the notice that names one, by linking, or by
saying why there is nothing (情况说明).

Each deed writes its row and the facts of the slot that follow from all its rows, in one
transaction; nothing is taken away, what counts no longer is marked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from directories.models import Role, Slot
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import TransitionError

from .drafting import WrongSlot
from .models import Audience, EndReason, Fulfilment, Notice
from .review import require_reason
from .slot_states import Filling, counted_filling


def fill_named_slot(notice: Notice, *, by: User) -> None:
    """Part of publishing: the slot that the form names is filled."""
    if notice.slot is not None:
        fill(notice.slot, notice, by=by)


@transaction.atomic
def link(slot: Slot, notice: Notice, *, by: User) -> Fulfilment:
    """A public notice also answers this slot. Raises NotAllowed, WrongSlot."""
    SiteState.objects.hold()
    require_role(by, slot.agency, Role.EDITOR, Role.OVERSEER)
    # As it stands now that nobody else publishes or withdraws.
    notice = Notice.objects.select_related("agency").get(pk=notice.pk)
    if not notice.is_released or notice.audience != Audience.PUBLIC:
        raise WrongSlot(_("“%s” is not public: it answers nothing yet.") % notice)
    if not slot.agency.contains(notice.agency):
        raise WrongSlot(_("“%s” is a notice of another unit.") % notice)
    if slot.fulfilments.standing().filter(notice=notice).exists():
        raise WrongSlot(_("“%s” fills this slot already.") % notice)
    made = fill(slot, notice, by=by)
    # Without its title: the trail keeps what an erasure must be able to take away.
    AuditEntry.objects.record("slot_filled", slot, by=by, facts={"notice": notice.pk})
    SiteState.objects.bump()
    return made


def fill(slot: Slot, notice: Notice, *, by: User) -> Fulfilment:
    """Part of a deed that knows that the notice is public and may fill the slot."""
    assert notice.published_at is not None
    made = Fulfilment.objects.create(
        slot=slot,
        notice=notice,
        on=local_day(notice.published_at),
        is_migrated=notice.is_migrated,
        by=by,
        at=clock.now(),
    )
    settle([slot.pk])
    AuditEntry.objects.record_rows(Fulfilment, [made.pk], by=by)
    return made


@transaction.atomic
def explain(slot: Slot, statement: str, *, by: User) -> Fulfilment:
    """Say in public why there is nothing. Raises NotAllowed, ReasonMissing,
    PersonalDataInWords, TransitionError where it is there."""
    SiteState.objects.hold()
    require_role(by, slot.agency, Role.EDITOR, Role.OVERSEER)
    statement = require_reason(statement)
    held = Slot.objects.get(pk=slot.pk)
    if held.filled_on is not None:
        raise TransitionError(
            _("It was disclosed on %s: there is nothing to explain.") % held.filled_on
        )
    made = Fulfilment.objects.create(
        slot=slot,
        statement=statement,
        on=local_day(clock.now()),
        by=by,
        at=clock.now(),
    )
    settle([slot.pk])
    AuditEntry.objects.record_rows(Fulfilment, [made.pk], by=by)
    AuditEntry.objects.record("slot_explained", slot, by=by, note=statement)
    SiteState.objects.bump()
    return made


@transaction.atomic
def strike(made: Fulfilment, *, by: User, reason: str) -> None:
    """A link or a statement was wrong: it counts no longer, and stays as history.
    Raises NotAllowed, ReasonMissing, TransitionError."""
    SiteState.objects.hold()
    require_role(by, made.slot.agency, Role.APPROVER, Role.OVERSEER)
    reason = require_reason(reason)
    standing = Fulfilment.objects.standing().filter(pk=made.pk)
    today = local_day(clock.now())
    if not standing.update(ended_on=today, end_reason=EndReason.STRUCK):
        raise TransitionError(_("It counts no longer already."))
    settle([made.slot_id])
    AuditEntry.objects.record_rows(Fulfilment, [made.pk], by=by)
    AuditEntry.objects.record("slot_struck", made.slot, by=by, note=reason)
    SiteState.objects.bump()


def empty_slots(notice: Notice, *, by: User | None) -> None:
    """Part of a withdrawal: what the notice filled is empty again, history kept."""
    filled = Fulfilment.objects.standing().filter(notice=notice)
    slots = dict(filled.values_list("pk", "slot"))
    if slots:
        ended = {"ended_on": local_day(clock.now()), "end_reason": EndReason.WITHDRAWN}
        filled.update(**ended)
        settle(slots.values())
        AuditEntry.objects.record_rows(Fulfilment, slots, by=by)


def settle(slots: Iterable[int]) -> int:
    """The facts of slots as their fillings say; gives how many differed."""
    rows: dict[int, list[Fulfilment]] = {pk: [] for pk in slots}
    for made in Fulfilment.objects.filter(slot__in=list(rows)):
        rows[made.slot_id].append(made)
    changed = 0
    for slot in Slot.objects.filter(pk__in=list(rows)):
        before = (slot.filled_on, slot.is_migrated, slot.explained_on)
        after = _facts(rows[slot.pk])
        if before != after:
            slot.filled_on, slot.is_migrated, slot.explained_on = after
            slot.save(update_fields=["filled_on", "is_migrated", "explained_on"])
            changed += 1
    return changed


def _facts(made: list[Fulfilment]) -> tuple[date | None, bool, date | None]:
    """Day of the filling that counts, whether it was migrated, day of the statement."""
    today = local_day(clock.now())
    fillings = [
        Filling(one.on, one.is_migrated, one.ended_on) for one in made if one.notice_id
    ]
    counted = counted_filling(fillings, today)
    statements = [one.on for one in made if not one.notice_id and not one.ended_on]
    return (
        counted.on if counted else None,
        bool(counted and counted.is_migrated),
        min(statements, default=None),
    )
