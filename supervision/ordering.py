"""The deeds of an order: issued by an overseer above, accepted and answered by the
unit, re-checked by an overseer, closed, sent back with a new limit, or revoked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Slot
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.numbering import next_number
from disclosure_portal.foundation.workflow import DomainError
from feedback.letter_files import KeptFile
from feedback.models import Letter

from .models import (
    LONGEST_LIMIT,
    OrderFile,
    OrderSource,
    OrderStatus,
    OrderStep,
    OrderStepKind,
    RectificationOrder,
)
from .order_clock import begin_term, today
from .order_hands import (
    require_answerer,
    require_rechecker,
    require_status,
    require_watcher,
)
from .order_mail import tell_of
from .order_steps import write_step


class NeedsWords(DomainError):
    """What is said stays on record, and must be said."""

    code = "needs_words"


class BadLimit(DomainError):
    """No number of working days that a limit may have."""

    code = "bad_limit"


class BadSource(DomainError):
    """It is of another unit, or there is nothing to put right."""

    code = "bad_source"


@dataclass(frozen=True)
class Wanted:
    """What an order says; `slot`, `letter` or the code of a mark tell what showed
    the fault."""

    agency: Agency
    fault: str
    demand: str
    ground: str
    days: int
    slot: Slot | None = None
    letter: Letter | None = None
    mark: str = ""
    words: str = ""

    @property
    def source(self) -> OrderSource:
        if self.slot is not None:
            return OrderSource.SLOT
        if self.letter is not None:
            return OrderSource.LETTER
        return OrderSource.MARK if self.mark else OrderSource.HAND


@transaction.atomic
def issue(wanted: Wanted, *, by: User) -> RectificationOrder:
    """Raises NotAllowed, NeedsWords, BadLimit, BadSource."""
    require_watcher(by, wanted.agency)
    fault, demand, ground = map(_said, (wanted.fault, wanted.demand, wanted.ground))
    _require_limit(wanted.days)
    _require_source(wanted, by=by)
    start = today()
    order = RectificationOrder.objects.create(
        number=_number(start.year),
        agency=wanted.agency,
        source=wanted.source,
        slot=wanted.slot,
        letter=wanted.letter,
        source_code=wanted.mark or (wanted.slot.key if wanted.slot else ""),
        source_words=wanted.words[:300],
        fault=fault,
        demand=demand,
        ground=ground,
        issued_on=start,
        issued_at=clock.now(),
        issued_by=by,
        **begin_term(wanted.days)._asdict(),
    )
    AuditEntry.objects.record("created", order, by=by, after=order.status)
    step = write_step(
        order, OrderStepKind.ISSUED, by=by, facts={"due": order.due_on.isoformat()}
    )
    tell_of(order, step)
    return order


def _number(year: int) -> str:
    return f"限改〔{year}〕{next_number(f'order:{year}')}号"


def _said(words: str) -> str:
    words = words.strip()
    if not words:
        raise NeedsWords(_("Write it: it stays on record."))
    return words


def _require_limit(days: int) -> None:
    if not 1 <= days <= LONGEST_LIMIT:
        raise BadLimit(
            _("A limit has between 1 and %(most)s working days.")
            % {"most": LONGEST_LIMIT}
        )


def _require_source(wanted: Wanted, *, by: User) -> None:
    """A slot of this unit that is empty; a letter that the issuer may read."""
    slot, letter = wanted.slot, wanted.letter
    if slot is not None and (slot.agency_id != wanted.agency.pk or slot.filled_on):
        raise BadSource(_("The slot belongs to another unit, or is not empty."))
    if (
        letter is not None
        and not Letter.objects.visible_to(by).filter(pk=letter.pk).exists()
    ):
        raise BadSource(_("You may not read this letter."))


@transaction.atomic
def accept(order: RectificationOrder, *, by: User) -> None:
    """签收 by the unit. Raises NotAllowed, TransitionError."""
    require_answerer(by, order)
    require_status(order, OrderStatus.ISSUED)
    order.move(OrderStatus.ACCEPTED, by=by, accepted_at=clock.now())
    write_step(order, OrderStepKind.ACCEPTED, by=by)


@transaction.atomic
def answer(
    order: RectificationOrder, words: str, files: Sequence[KeptFile] = (), *, by: User
) -> None:
    """What was put right, with its evidence; a second answer takes the first one's
    place, which stays in its step. Raises NotAllowed, NeedsWords, TransitionError."""
    require_answerer(by, order)
    require_status(order, OrderStatus.ACCEPTED, OrderStatus.RETURNED)
    said = _said(words)
    in_time = order.was_in_time is not False and today() <= order.due_on
    order.move(
        OrderStatus.ANSWERED,
        by=by,
        answered_at=clock.now(),
        answered_by=by,
        answer=said,
        was_in_time=in_time,
    )
    step = write_step(order, OrderStepKind.ANSWERED, by=by, note=said)
    _keep_files(order, step, files, by=by)
    tell_of(order, step)


def _keep_files(
    order: RectificationOrder, step: OrderStep, files: Sequence[KeptFile], *, by: User
) -> None:
    rows = [
        OrderFile(
            order=order,
            step=step,
            position=place,
            uploaded_by=by,
            **file.columns,
        )
        for place, file in enumerate(files)
    ]
    OrderFile.objects.bulk_create(rows)


@transaction.atomic
def close(order: RectificationOrder, opinion: str, *, by: User) -> None:
    """复核通过, 销号. Raises NotAllowed, NeedsWords, TransitionError."""
    require_rechecker(by, order)
    require_status(order, OrderStatus.ANSWERED)
    said = _said(opinion)
    order.move(
        OrderStatus.CLOSED,
        by=by,
        expect={"answered_at": order.answered_at},
        closed_at=clock.now(),
        opinion=said,
    )
    write_step(order, OrderStepKind.CLOSED, by=by, note=said)


@transaction.atomic
def send_back(order: RectificationOrder, opinion: str, days: int, *, by: User) -> None:
    """Not good enough: a new limit begins today. Raises NotAllowed, NeedsWords,
    BadLimit, TransitionError."""
    require_rechecker(by, order)
    require_status(order, OrderStatus.ANSWERED)
    said = _said(opinion)
    _require_limit(days)
    stamps: dict[str, Any] = begin_term(days)._asdict()
    order.move(
        OrderStatus.RETURNED,
        by=by,
        expect={"answered_at": order.answered_at},
        opinion=said,
        rounds=order.rounds + 1,
        **stamps,
    )
    step = write_step(
        order,
        OrderStepKind.RETURNED,
        by=by,
        note=said,
        facts={"due": order.due_on.isoformat()},
    )
    tell_of(order, step)


@transaction.atomic
def revoke(order: RectificationOrder, reason: str, *, by: User) -> None:
    """Issued by mistake: it counts for nothing, and stays on record. Raises NotAllowed,
    NeedsWords, TransitionError."""
    require_watcher(by, order.agency)
    require_status(
        order, OrderStatus.ISSUED, OrderStatus.ACCEPTED, OrderStatus.RETURNED
    )
    said = _said(reason)
    order.move(OrderStatus.REVOKED, by=by)
    step = write_step(order, OrderStepKind.REVOKED, by=by, note=said)
    tell_of(order, step)


def hand_over(agency: Agency, successor: Agency, *, by: User) -> None:
    """Of a unit that is merged: what is open goes to the successor."""
    orders = RectificationOrder.objects.filter(agency=agency)
    for order in orders.exclude(status__in=(OrderStatus.CLOSED, OrderStatus.REVOKED)):
        order.agency = successor
        order.save(update_fields=["agency"])
        write_step(order, OrderStepKind.HANDED_OVER, by=by, note=successor.name)
