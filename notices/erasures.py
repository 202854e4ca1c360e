"""隐私撤下, by two people: one takes a notice down, another one erases it.

Withdrawing on one of the grounds `ERASING` opens the order, so the public reads nothing
from the first hand's click on; the second hand decides what can't be undone.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import branches, in_branches, require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, ReceiptKind, SiteState, User
from disclosure_portal.foundation.receipts import moment_text
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError

from .erasing import erase
from .models import GONE, Erasure, Notice
from .receipting import record_line
from .review import require_reason

DECIDERS = (Role.APPROVER, Role.OVERSEER)


class NotGone(TransitionError):
    """Only what the public reads no more is erased."""

    code = "not_gone"


@transaction.atomic
def ask_erasure(notice: Notice, *, by: User, ground: str) -> Erasure:
    """Open the order, or find the one that is open. The caller has taken the notice
    down, or it was before.

    Raises NotAllowed, NotGone, TransitionError where it was erased before.
    """
    require_role(by, notice.agency, *DECIDERS)
    held = Notice.objects.select_for_update().get(pk=notice.pk)
    if held.status not in GONE:
        raise NotGone(_("“%s” is public: withdraw it first.") % notice)
    order = Erasure.objects.filter(notice=held, declined_at=None).first()
    if order is None:
        order = Erasure.objects.create(
            notice=held, ground=ground, asked_by=by, asked_at=clock.now()
        )
        _say_why(held, ground)
        AuditEntry.objects.record("erasure_asked", held, by=by, after=ground)
    elif order.done_at is not None:
        raise TransitionError(_("“%s” was erased already.") % notice)
    return order


def _say_why(notice: Notice, ground: str) -> None:
    """What was archived, or withdrawn on another ground, bears this one from now on;
    its page tells no title any more."""
    rows = Notice.objects.filter(pk=notice.pk)
    rows.update(withdrawal_ground=ground)
    rows.filter(withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_by=notice.agency_id
    )
    SiteState.objects.bump()


@transaction.atomic
def erase_for_good(notice: Notice, *, by: User) -> None:
    """Erase a notice by the open order; nothing brings it back.

    Raises NotAllowed for who asked for it themselves, TransitionError where nobody
    asks any more.
    """
    SiteState.objects.hold()
    order = _open_order(notice)
    require_role(by, notice.agency, *DECIDERS)
    if by.is_service or order.asked_by_id == by.pk:
        raise NotAllowed(_("Erasing takes two people: you asked for it."))
    order.done_by, order.done_at = by, clock.now()
    order.save(update_fields=["done_by", "done_at"])
    # Recorded by its number: the trail must not learn the title once more.
    held = Notice.objects.select_related("agency").get(pk=notice.pk)
    erase(held)
    notice.title = held.title
    record_line(held, ReceiptKind.DESTROYED, facts={"order": str(order)})
    facts = {"stone": stone_of(held)}
    AuditEntry.objects.record(
        "erased", held, by=by, after=order.ground, note=str(order), facts=facts
    )
    SiteState.objects.bump()


@transaction.atomic
def decline_erasure(notice: Notice, *, by: User, reason: str) -> None:
    """Leave a withdrawn notice as it is, and say why.

    Raises NotAllowed, TransitionError, ReasonMissing, PersonalDataInWords.
    """
    reason = require_reason(reason)
    require_role(by, notice.agency, *DECIDERS)
    order = _open_order(notice)
    order.declined_by, order.declined_at = by, clock.now()
    order.decline_reason = reason
    order.save(update_fields=["declined_by", "declined_at", "decline_reason"])
    AuditEntry.objects.record("erasure_declined", notice, by=by, note=reason)


def _open_order(notice: Notice) -> Erasure:
    order = Erasure.objects.select_for_update().filter(notice=notice).open().first()
    if order is None:
        raise TransitionError(_("Nobody asks that “%s” be erased.") % notice)
    return order


def stone_of(notice: Notice) -> dict[str, str]:
    """All that stays of it to be read, beside its number, as the trail keeps it."""
    moments = ("published_at", "recorded_at", "withdrawn_at")
    at = {name: getattr(notice, name) for name in moments}
    return {
        "status": notice.status,
        "audience": notice.audience,
        # By their numbers: codes may change.
        "agency": str(notice.agency_id),
        "withdrawn_by": str(notice.withdrawn_by_id or ""),
        "withdrawal_ground": notice.withdrawal_ground,
        **{name: moment_text(value) if value else "" for name, value in at.items()},
    }


def order_of(notice: Notice) -> Erasure | None:
    """The order that is open for it or was carried out."""
    if notice.status not in GONE:
        return None
    orders = Erasure.objects.filter(notice=notice, declined_at=None)
    return orders.select_related("asked_by", "done_by").first()


def is_to_be_erased(notice: Notice) -> bool:
    """What should not have been public is still readable for those who work on it."""
    order = order_of(notice)
    return order is not None and order.done_at is None


def orders_for(user: User) -> QuerySet[Erasure]:
    """What waits for this person's decision, the oldest first; not their own."""
    own = in_branches(branches(user, *DECIDERS), "notice__agency__path")
    orders = Erasure.objects.open().filter(own).exclude(asked_by=user)
    return orders.select_related("notice__agency").order_by("asked_at", "pk")
