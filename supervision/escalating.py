"""催办 → 通报批评 → 责任追究建议: what an overdue order comes to, one step after the
other, with so many working days between as the site sets."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workdays import WorkCalendar, add_working_days
from disclosure_portal.foundation.workflow import TransitionError, changed_meanwhile

from .models import AT_THE_UNIT, Escalation, OrderStepKind, RectificationOrder
from .order_clock import today
from .order_hands import require_status, require_watcher
from .order_mail import tell_of
from .order_steps import write_step
from .ordering import NeedsWords

STEPS = {
    Escalation.URGED: OrderStepKind.URGED,
    Escalation.CRITICISED: OrderStepKind.CRITICISED,
    Escalation.ACCOUNTABILITY: OrderStepKind.ACCOUNTABILITY,
}


@transaction.atomic
def escalate(
    order: RectificationOrder, to: Escalation, words: str, *, by: User
) -> None:
    """Raises NotAllowed, NeedsWords, TransitionError."""
    require_watcher(by, order.agency)
    require_status(order, *AT_THE_UNIT)
    if not words.strip():
        raise NeedsWords(_("Write it: it stays on record."))
    if to != order.escalation + 1:
        raise TransitionError(_("One step after the other: this is not the next one."))
    _require_its_time(order)
    rows = RectificationOrder.objects.filter(
        pk=order.pk, status=order.status, escalation=order.escalation
    )
    if not rows.update(escalation=to, escalated_on=today()):
        raise changed_meanwhile(order)
    before, order.escalation, order.escalated_on = order.escalation, to, today()
    AuditEntry.objects.record(
        "escalated",
        order,
        by=by,
        before=Escalation(before).name.lower(),
        after=Escalation(to).name.lower(),
    )
    step = write_step(order, STEPS[to], by=by, note=words.strip())
    tell_of(order, step)


def _require_its_time(order: RectificationOrder) -> None:
    if order.due_on >= today():
        raise TransitionError(_("The time of the unit has not run out yet."))
    first = next_step_from(order, work_calendar.current())
    if today() < first:
        raise TransitionError(
            _("The next step may be taken from %(day)s on.")
            % {"day": official_date(first)}
        )


def next_step_from(order: RectificationOrder, calendar: WorkCalendar) -> date:
    """The first day of the next step: so many working days after the last one, and
    never before a new limit has run out."""
    if order.escalated_on is None or order.escalated_on <= order.counted_from:
        return order.due_on
    return add_working_days(
        order.escalated_on, settings.ORDER_ESCALATION_DAYS, calendar
    )


def next_step(order: RectificationOrder) -> Escalation | None:
    """What may follow by the table; whether it is time is another question."""
    if order.escalation >= Escalation.ACCOUNTABILITY or not order.is_at_the_unit:
        return None
    return Escalation(order.escalation + 1)
