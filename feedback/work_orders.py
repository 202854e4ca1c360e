"""Work orders of a hotline (12345): taken in once, however often they are sent, told of
in order, rated and added to by the hotline for its caller.

A system whose own house is accused in an order keeps the receipt that it got; of what
becomes of the letter it is told nothing (信访工作条例, art. 30).
"""

from __future__ import annotations

from dataclasses import replace

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from directories.models import SourceSystem
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User

from . import letter_codes
from .answering import supplement
from .models import (
    Channel,
    Letter,
    ReplyState,
    StepKind,
    WorkOrder,
    WorkOrderStep,
    accuses,
)
from .settling import RatedAlready, rate
from .submitting import Given, submit


@sensitive_variables("given")
def take_in(
    system: SourceSystem, source_id: str, given: Given, *, by: User
) -> tuple[WorkOrder, bool]:
    """The order and whether it is new. What was taken in already stays as it is,
    whatever is sent under its number; of two requests at once one makes the letter."""
    if known := order_of(system, source_id):
        return known, False
    try:
        with transaction.atomic():
            return _write(system, source_id, given, by=by), True
    except IntegrityError:
        if known := order_of(system, source_id):
            return known, False
        raise


def _write(
    system: SourceSystem, source_id: str, given: Given, *, by: User
) -> WorkOrder:
    """Nobody is told a query code: the hotline calls its callers back."""
    hotline = replace(given, channel=Channel.HOTLINE)
    letter = submit(hotline, token=letter_codes.new_token(), by=by).letter
    order = WorkOrder.objects.create(
        letter=letter,
        system=system,
        source_id=source_id,
        received_at=clock.now(),
    )
    AuditEntry.objects.record("received", letter, by=by, note=source_id)
    return order


def order_of(system: SourceSystem, source_id: str) -> WorkOrder | None:
    rows = WorkOrder.objects.filter(system=system, source_id=source_id)
    return rows.select_related("letter", "letter__merged_into").first()


def is_barred(order: WorkOrder, reader: User) -> bool:
    """Whether the letter accuses the house of the system that sent it."""
    return Letter.objects.filter(accuses(reader), pk=order.letter_id).exists()


def told_after(
    system: SourceSystem, seq: int, reader: User
) -> models.QuerySet[WorkOrderStep]:
    """What happened to the system's orders after a number, in order."""
    rows = WorkOrderStep.objects.filter(system=system, seq__gt=seq)
    barred = Letter.objects.filter(accuses(reader), work_order__system=system)
    beside = ("order__letter", "step__agency")
    seen = rows.exclude(order__letter__in=barred)
    return seen.select_related(*beside).order_by("seq")


@transaction.atomic
def rate_order(order: WorkOrder, grade: int, reason: str, *, by: User) -> bool:
    """What the caller said when the hotline called back; whether it is new. The same
    again is no second rating. Raises NeedsReason, RatedAlready, TransitionError."""
    letter = order.letter
    last = letter.ratings.order_by("-round").first()
    sent = letter.replies.filter(state=ReplyState.SENT).count()
    if last and (last.round, last.grade, last.reason) == (sent, grade, reason):
        return False
    try:
        with transaction.atomic():
            rate(letter, grade, reason)
    except IntegrityError:
        raise RatedAlready(_("This answer has been rated already.")) from None
    AuditEntry.objects.record("rated", letter, by=by)
    return True


@transaction.atomic
def supplement_order(order: WorkOrder, text: str, *, by: User) -> bool:
    """What the caller added; whether it is new. The same again adds nothing. Raises
    TransitionError where nothing was asked."""
    letter = order.letter
    about = (StepKind.ASKED, StepKind.SUPPLEMENTED)
    last = letter.steps.filter(kind__in=about).order_by("-pk").first()
    if last and last.kind == StepKind.SUPPLEMENTED and last.message == text:
        return False
    supplement(letter, text)
    AuditEntry.objects.record("supplemented", letter, by=by)
    return True
