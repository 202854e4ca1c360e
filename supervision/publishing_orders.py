"""An order becomes public when the office says so: once it is closed, or the unit was
criticised for it; in words that the leak guard let pass."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import TransitionError
from notices.leak_check import require_clean

from .models import (
    Escalation,
    OrderPublication,
    OrderStatus,
    OrderStepKind,
    RectificationOrder,
)
from .order_hands import require_watcher
from .order_steps import write_step
from .ordering import NeedsWords


@dataclass(frozen=True)
class PublicWords:
    """What the public reads of an order; beginning with the order's own words."""

    fault: str
    demand: str
    ground: str
    answer: str = ""
    opinion: str = ""


def may_be_public(order: RectificationOrder) -> bool:
    if order.status == OrderStatus.REVOKED:
        return False
    return (
        order.status == OrderStatus.CLOSED or order.escalation >= Escalation.CRITICISED
    )


@transaction.atomic
def publish(
    order: RectificationOrder, words: PublicWords, *, by: User
) -> OrderPublication:
    """Said again later, it takes in what happened meanwhile. Raises NotAllowed,
    NeedsWords, PersonalDataInWords, TransitionError."""
    SiteState.objects.hold()
    require_watcher(by, order.agency)
    if not may_be_public(order):
        raise TransitionError(
            _("Only an order that is closed, or that was criticised, is published.")
        )
    said = {name: text.strip() for name, text in asdict(words).items()}
    if not all((said["fault"], said["demand"], said["ground"])):
        raise NeedsWords(_("Fault, demand and ground must be said."))
    for name, text in said.items():
        field = RectificationOrder._meta.get_field(name)
        require_clean(text, str(getattr(field, "verbose_name", name)))
    publication, _is_new = OrderPublication.objects.update_or_create(
        order=order,
        defaults={
            **said,
            "is_public": True,
            "number": order.number,
            "agency": order.agency,
            "issued_on": order.issued_on,
            "due_on": order.due_on,
            "closed_on": local_day(order.closed_at) if order.closed_at else None,
            "status": order.status,
            "escalation": order.escalation,
            "was_in_time": order.was_in_time,
            "published_by": by,
            "published_at": clock.now(),
        },
    )
    AuditEntry.objects.record("order_published", publication, by=by)
    write_step(order, OrderStepKind.PUBLISHED, by=by)
    SiteState.objects.bump()
    return publication


@transaction.atomic
def take_down(publication: OrderPublication, reason: str, *, by: User) -> None:
    """Public no more. Raises NotAllowed, NeedsWords, TransitionError."""
    SiteState.objects.hold()
    require_watcher(by, publication.order.agency)
    if not reason.strip():
        raise NeedsWords(_("Say why."))
    rows = OrderPublication.objects.filter(pk=publication.pk, is_public=True)
    if not rows.update(is_public=False):
        raise TransitionError(_("It is not public."))
    publication.is_public = False
    AuditEntry.objects.record("order_taken_down", publication, by=by)
    write_step(publication.order, OrderStepKind.TAKEN_DOWN, by=by, note=reason.strip())
    SiteState.objects.bump()


def words_of(order: RectificationOrder) -> PublicWords:
    """As they stand in the order: what the office begins with."""
    return PublicWords(
        order.fault, order.demand, order.ground, order.answer, order.opinion
    )
