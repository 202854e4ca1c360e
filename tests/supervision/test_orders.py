"""The life of an order: what it is written from, its clock, its mail, its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from directories.merging import merge
from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, CalendarOverride
from disclosure_portal.foundation.workflow import DomainError, StaleStatusError
from supervision import ordering
from supervision.escalating import escalate
from supervision.metrics import order_measures
from supervision.models import (
    Escalation,
    OrderPublication,
    OrderReminder,
    OrderSource,
    OrderStatus,
    OrderStep,
    OrderStepKind,
    RectificationOrder,
)
from supervision.order_clock import arithmetic, recount_due
from supervision.order_reminding import remind
from supervision.ordering import BadLimit, BadSource, NeedsWords
from supervision.publishing_orders import PublicWords, publish, take_down, words_of
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.ledger import duty, fulfilled, slots_of
from tests.factories.letters import accusing_letter, handled_letter
from tests.factories.orders import (
    DONE,
    accepted_order,
    answered_order,
    closed_order,
    escalated_order,
    issued_order,
    overdue_order,
    overseer,
    published_order,
    returned_order,
    revoked_order,
    unit_editor,
    wanted,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 4, 27, 1, 30, tzinfo=UTC)


def told() -> set[str]:
    return {address for letter in mail.outbox for address in letter.to}


# --- Issue ----------------------------------------------------------------------------


def test_the_limit_leaves_out_days_off_and_shows_how_it_was_counted():
    with clock.frozen_at(MONDAY):
        order = issued_order(agency("民政局"), days=5)

        lines = arithmetic(order)

    # The first to the fifth of May are off; Saturday the ninth is worked.
    assert order.due_on == date(2026, 5, 7)
    assert lines[0] == "2026年4月27日（星期一）下达，当日不计入。"
    assert "2026年5月1日" in "".join(lines)
    assert "2026年5月7日" in "".join(lines)


def test_numbers_run_on_within_a_year():
    with clock.frozen_at(MONDAY):
        first, second = issued_order(), issued_order()
    with clock.frozen_at(MONDAY + timedelta(days=365)):
        next_year = issued_order()

    assert [first.number, second.number] == ["限改〔2026〕1号", "限改〔2026〕2号"]
    assert next_year.number == "限改〔2027〕1号"


@pytest.mark.parametrize("name", ["fault", "demand", "ground"])
def test_an_order_without_words_is_refused(name: str):
    blank: dict[str, Any] = {name: "  "}
    with pytest.raises(NeedsWords):
        ordering.issue(replace(wanted(), **blank), by=overseer())

    assert not RectificationOrder.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 251])
def test_a_limit_out_of_range_is_refused(days: int):
    with pytest.raises(BadLimit):
        issued_order(days=days)


def test_an_order_from_a_missing_slot_keeps_what_it_was_about():
    item = duty(agency("民政局"), since=date(2025, 1, 1))
    slot = slots_of(item)[0]

    order = issued_order(item.agency, slot=slot, words="低保 · 2025年第1季度")
    slot.delete()

    order.refresh_from_db()
    assert (order.source, order.slot) == (OrderSource.SLOT, None)
    assert (order.source_words, order.source_code) == ("低保 · 2025年第1季度", slot.key)


def test_a_filled_slot_or_one_of_another_unit_is_no_ground():
    item = duty(agency("民政局"), since=date(2025, 1, 1))
    first, second, *_rest = slots_of(item)
    fulfilled(first)
    first.refresh_from_db()

    for unit, slot in ((item.agency, first), (agency("水利局"), second)):
        with pytest.raises(BadSource):
            issued_order(unit, slot=slot)


def test_a_letter_that_the_issuer_may_not_read_is_no_ground():
    unit = agency("民政局")
    letter = accusing_letter(unit)
    bad = member(Role.OVERSEER, county())
    bad.memberships.create(agency=unit, role=Role.READER)

    with pytest.raises(DomainError):
        issued_order(agency("水利局"), letter=letter, by=bad)


def test_unit_and_heads_are_told_and_the_words_stay_at_the_desk():
    unit = agency("民政局")
    clerk, head = member(Role.EDITOR, unit), member(Role.APPROVER, unit)
    member(Role.EDITOR, agency("水利局"))

    order = issued_order(unit)

    assert told() == {clerk.email, head.email}
    for letter in mail.outbox:
        assert order.number in letter.subject
        assert f"/desk/orders/{order.pk}/" in letter.body
        assert order.fault not in letter.body


# --- Answer and re-check --------------------------------------------------------------


def test_an_answer_in_time_is_closed_in_time():
    order = closed_order()

    assert (order.status, order.was_in_time) == (OrderStatus.CLOSED, True)
    kinds = list(order.steps.values_list("kind", flat=True))
    assert kinds == ["issued", "accepted", "answered", "closed"]
    assert (order.answer, order.opinion) == (DONE, "经核查，同意销号。")


def test_one_late_answer_is_not_mended_by_a_second_in_time():
    order = overdue_order()
    ordering.accept(order, by=unit_editor(order))
    ordering.answer(order, DONE, by=unit_editor(order))
    ordering.send_back(order, "仍缺附件。", 5, by=overseer())
    ordering.answer(order, "已补附件。", by=unit_editor(order))
    ordering.close(order, "同意销号。", by=overseer())

    assert order.was_in_time is False
    assert order.rounds == 1
    assert order.answer == "已补附件。"
    notes = order.steps.filter(kind=OrderStepKind.ANSWERED).order_by("pk")
    assert [step.note for step in notes] == [DONE, "已补附件。"]


def test_a_new_limit_begins_on_the_day_of_the_return():
    with clock.frozen_at(MONDAY):
        order = answered_order(days=3)
        ordering.send_back(order, "仍缺附件。", 2, by=overseer())

        assert order.due_on == date(2026, 4, 29)
        assert arithmetic(order)[0] == ("2026年4月27日（星期一）下达，当日不计入。")
    with clock.frozen_at(MONDAY + timedelta(days=2)):
        ordering.answer(order, DONE, by=unit_editor(order))
        ordering.send_back(order, "还缺一份。", 2, by=overseer())

        assert order.counted_from == date(2026, 4, 29)
        assert "退回并重定期限" in arithmetic(order)[0]


def test_of_two_who_recheck_at_once_the_second_loses():
    order = answered_order()
    stale = RectificationOrder.objects.get(pk=order.pk)
    ordering.close(order, "同意销号。", by=overseer())

    with pytest.raises(StaleStatusError):
        ordering.send_back(stale, "缺附件。", 3, by=overseer())

    assert OrderStep.objects.filter(kind=OrderStepKind.RETURNED).count() == 0


def test_nobody_closes_an_answer_that_was_not_the_one_they_read():
    order = answered_order()
    read = RectificationOrder.objects.get(pk=order.pk)
    ordering.send_back(order, "缺附件。", 3, by=overseer())
    with clock.frozen_at(clock.now() + timedelta(minutes=1)):
        ordering.answer(order, "已补附件。", by=unit_editor(order))

    with pytest.raises(StaleStatusError):
        ordering.close(read, "同意销号。", by=overseer())


def test_steps_are_never_changed_or_removed():
    step = issued_order().steps.get()

    for change in (
        lambda: OrderStep.objects.filter(pk=step.pk).update(note="x"),
        lambda: OrderStep.objects.filter(pk=step.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert connection.vendor in ("sqlite", "postgresql")


def test_the_trail_has_no_word_of_an_order():
    order = closed_order()

    lines = AuditEntry.objects.filter(
        target_type="supervision.rectificationorder", target_id=order.pk
    )
    assert lines.count() >= len(order.steps.all())
    for line in lines:
        assert order.fault not in f"{line.note}{line.facts}"
        assert DONE not in f"{line.note}{line.facts}"


def test_each_deed_leaves_its_line():
    order = escalated_order(Escalation.CRITICISED)
    publication = publish(order, words_of(order), by=overseer())
    take_down(publication, "表述不准确。", by=overseer())

    actions = set(AuditEntry.objects.values_list("action", flat=True))

    assert {"order_step", "escalated"} <= actions
    assert {"order_published", "order_taken_down"} <= actions


# --- Escalation -----------------------------------------------------------------------


def test_an_order_escalates_one_step_after_the_other():
    order = escalated_order(Escalation.ACCOUNTABILITY)

    kinds = list(order.steps.values_list("kind", flat=True))
    assert kinds[-3:] == ["urged", "criticised", "accountability"]
    assert order.status == OrderStatus.ISSUED


def test_the_next_step_waits_for_its_time(settings: Any):
    settings.ORDER_ESCALATION_DAYS = 5
    order = overdue_order()
    by = overseer()
    escalate(order, Escalation.URGED, "请抓紧。", by=by)

    with pytest.raises(DomainError, match="方可"):
        escalate(order, Escalation.CRITICISED, "通报。", by=by)
    settings.ORDER_ESCALATION_DAYS = 0
    escalate(order, Escalation.CRITICISED, "通报。", by=by)
    assert order.escalation == Escalation.CRITICISED


def test_an_order_in_time_is_not_urged():
    order = issued_order()

    with pytest.raises(DomainError, match="尚未届满"):
        escalate(order, Escalation.URGED, "请抓紧。", by=overseer())


# --- Clocks and reminders -------------------------------------------------------------


def test_days_off_that_are_announced_later_move_the_day_and_both_are_kept():
    with clock.frozen_at(MONDAY):
        order = issued_order(days=2)
        CalendarOverride.objects.create(day=date(2026, 4, 28), is_working=False)

        assert recount_due() == "1 orders counted anew, 1 last days moved"
        assert recount_due() == "0 orders counted anew, 0 last days moved"

    order.refresh_from_db()
    assert order.due_on == date(2026, 4, 30)
    step = order.steps.get(kind=OrderStepKind.RECOUNTED)
    assert step.facts == {"before": "2026-04-29", "after": "2026-04-30"}


def test_reminders_go_out_before_and_after_the_day_each_once():
    unit = agency("民政局")
    clerk, head = member(Role.EDITOR, unit), member(Role.APPROVER, unit)
    office = overseer()
    with clock.frozen_at(MONDAY):
        order = issued_order(unit, days=10, by=office)
    sent: dict[str, set[str]] = {}
    for back in range(-8, 8):
        day = datetime(2026, 5, 13, 2, tzinfo=UTC) + timedelta(days=back)
        assert order.due_on == date(2026, 5, 13)
        mail.outbox.clear()
        with clock.frozen_at(day):
            remind()
            remind()
        if told():
            sent[f"{back:+d}"] = told()

    assert sent == {
        "-6": {clerk.email},
        "-1": {clerk.email},
        "+1": {clerk.email, head.email},
        "+5": {office.email},
    }
    assert OrderReminder.objects.count() == 5


def test_what_is_answered_is_reminded_of_no_more():
    order = overdue_order(agency("民政局"))
    ordering.accept(order, by=unit_editor(order))
    ordering.answer(order, DONE, by=unit_editor(order))

    assert remind() == "0 reminders to 0 people"


# --- Publication ----------------------------------------------------------------------


def test_only_what_is_closed_or_criticised_becomes_public():
    for order in (issued_order(), answered_order(), overdue_order(), revoked_order()):
        with pytest.raises(DomainError):
            publish(order, words_of(order), by=overseer())
    criticised = escalated_order(Escalation.CRITICISED)
    publish(criticised, words_of(criticised), by=overseer())

    assert OrderPublication.objects.public().count() == 1


def test_personal_data_does_not_become_public():
    order = closed_order()
    words = PublicWords(
        f"{order.fault}（身份证号110101199003074530）", order.demand, order.ground
    )

    with pytest.raises(DomainError):
        publish(order, words, by=overseer())
    assert not OrderPublication.objects.exists()


def test_what_is_taken_down_is_public_no_more_and_may_be_published_again():
    publication = published_order()
    take_down(publication, "表述不准确。", by=overseer())
    assert not OrderPublication.objects.public().exists()

    again = publish(publication.order, words_of(publication.order), by=overseer())
    assert again.pk == publication.pk
    assert OrderPublication.objects.public().exists()


# --- Figures --------------------------------------------------------------------------


def test_figures_carry_the_rows_that_prove_them():
    unit = agency("民政局")
    late = overdue_order(unit)
    with clock.frozen_at(clock.now() - timedelta(days=30)):
        kept = closed_order(unit, days=1)
        waiting = answered_order(unit, days=1)
        revoked_order(unit, days=1)
    today = clock.now().date()

    found = order_measures(unit, today - timedelta(days=90), today)

    overdue, share = found["orders_overdue"], found["orders_closed_in_time"]
    assert (overdue.value, list(overdue.proof)) == (1, [late])
    assert (share.value, list(share.proof)) == (Fraction(1, 2), [late])
    assert {kept, waiting}.isdisjoint(share.proof)


def test_nothing_due_says_nothing():
    unit = agency("民政局")
    today = clock.now().date()
    returned_order(agency("水利局"))

    found = order_measures(unit, today - timedelta(days=90), today)

    assert found["orders_closed_in_time"].value is None
    assert found["orders_overdue"].value == 0


def test_open_orders_go_with_a_unit_that_is_merged():
    unit, successor = agency("粮食局"), agency("发改委")
    order, done = accepted_order(unit), closed_order(unit)

    merge(unit, into=successor, by=overseer(), on=clock.now().date())

    order.refresh_from_db()
    done.refresh_from_db()
    assert (order.agency, done.agency) == (successor, unit)
    last = order.steps.order_by("pk").last()
    assert last is not None
    assert last.kind == OrderStepKind.HANDED_OVER


def test_a_letter_may_be_the_ground():
    letter = handled_letter(agency("住建局"))

    order = ordering.issue(wanted(letter.agency, letter=letter), by=overseer())

    assert order.source == OrderSource.LETTER
