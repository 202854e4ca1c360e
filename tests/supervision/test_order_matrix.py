"""Every deed from every state of an order by everybody: done where the table says so,
refused elsewhere, and what is refused leaves nothing half written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from directories.models import Agency, Employment, Role
from disclosure_portal.foundation.models import AuditEntry, OutgoingMail, User
from disclosure_portal.foundation.workflow import DomainError
from supervision import ordering, publishing_orders
from supervision.escalating import escalate
from supervision.models import (
    Escalation,
    OrderFile,
    OrderPublication,
    OrderStatus,
    OrderStep,
    RectificationOrder,
)
from supervision.publishing_orders import words_of
from tests.factories import agency, member, user
from tests.factories.directories import county
from tests.factories.orders import (
    DONE,
    accepted_order,
    answered_order,
    closed_order,
    escalated_order,
    issued_order,
    overdue_order,
    published_order,
    returned_order,
    revoked_order,
    wanted,
)

pytestmark = pytest.mark.django_db

STATES: dict[str, Callable[[Agency], RectificationOrder]] = {
    "issued": issued_order,
    "accepted": accepted_order,
    "answered": answered_order,
    "returned": returned_order,
    "closed": closed_order,
    "revoked": revoked_order,
    "overdue": overdue_order,
    "urged": lambda unit: escalated_order(Escalation.URGED, unit),
    "criticised": lambda unit: escalated_order(Escalation.CRITICISED, unit),
    "accountable": lambda unit: escalated_order(Escalation.ACCOUNTABILITY, unit),
    "published": lambda unit: published_order(unit).order,
}
# Issued, and nothing was done in time.
LATE = {"overdue", "urged", "criticised", "accountable"}
ISSUED = {"issued"} | LATE


class Deed(NamedTuple):
    states: set[str]
    hands: str
    act: Callable[[RectificationOrder, Any], object]


def _publish(order: RectificationOrder, by: User) -> None:
    publishing_orders.publish(order, words_of(order), by=by)


def _take_down(order: RectificationOrder, by: User) -> None:
    row = OrderPublication.objects.filter(order=order).first()
    if row is None:
        raise DomainError
    publishing_orders.take_down(row, "内容有误", by=by)


def _escalate(to: Escalation) -> Callable[[RectificationOrder, User], None]:
    return lambda order, by: escalate(order, to, "请立即整改。", by=by)


DEEDS = {
    "accept": Deed(ISSUED, "unit", lambda o, by: ordering.accept(o, by=by)),
    "answer": Deed(
        {"accepted", "returned"}, "unit", lambda o, by: ordering.answer(o, DONE, by=by)
    ),
    "close": Deed(
        {"answered"}, "above", lambda o, by: ordering.close(o, "同意销号。", by=by)
    ),
    "send back": Deed(
        {"answered"}, "above", lambda o, by: ordering.send_back(o, "缺附件", 3, by=by)
    ),
    "revoke": Deed(
        ISSUED | {"accepted", "returned"},
        "above",
        lambda o, by: ordering.revoke(o, "误下达", by=by),
    ),
    "urge": Deed({"overdue"}, "above", _escalate(Escalation.URGED)),
    "criticise": Deed({"urged"}, "above", _escalate(Escalation.CRITICISED)),
    "hold accountable": Deed(
        {"criticised"}, "above", _escalate(Escalation.ACCOUNTABILITY)
    ),
    "publish": Deed(
        {"closed", "published", "criticised", "accountable"}, "above", _publish
    ),
    "take down": Deed({"published"}, "above", _take_down),
}


def _people(unit: Agency) -> dict[tuple[str, str], User]:
    """Each role at the unit, above it, below it and beside it; an overseer of the
    county who is employed at the unit; and somebody who may all but holds no role."""
    places = {
        "county": county(),
        "above": unit.parent or county(),
        "unit": unit,
        "below": agency(parent=unit),
        "beside": agency(parent=unit.parent),
    }
    people = {
        (role, at): member(role, place)
        for role in Role.values
        for at, place in places.items()
    }
    employed = member(Role.OVERSEER, county())
    Employment.objects.create(user=employed, agency=unit)
    return {
        **people,
        (Role.OVERSEER, "employed"): employed,
        ("superuser", ""): user(is_superuser=True, is_staff=True),
    }


def _hands(role: str, at: str) -> set[str]:
    """What a person is to an order; written down apart from the code."""
    found = set()
    if role == Role.OVERSEER and at in ("county", "above"):
        found.add("above")
    answers = (Role.EDITOR, Role.MAILBOX_CLERK, Role.APPROVER)
    if role in answers and at in ("county", "above", "unit"):
        found.add("unit")
    return found


def _kept() -> list[Any]:
    tables = (RectificationOrder, OrderStep, OrderFile, OrderPublication)
    rows: list[Any] = [list(table.objects.order_by("pk").values()) for table in tables]
    return [*rows, AuditEntry.objects.count(), OutgoingMail.objects.count()]


def _is_done(deed: Deed, order: RectificationOrder, by: User) -> bool:
    """What is done is undone again; what is refused must undo itself."""
    sid = transaction.savepoint()
    try:
        deed.act(order, by)
    except DomainError:
        transaction.savepoint_commit(sid)
        return False
    transaction.savepoint_rollback(sid)
    return True


@pytest.fixture
def unit() -> Agency:
    return agency("民政局", parent=agency("政府办公室"))


@pytest.mark.parametrize("state", STATES)
def test_what_each_may_do_to_an_order(state: str, unit: Agency) -> None:
    order = STATES[state](unit)
    people, before = _people(unit), _kept()
    rows, wrong = RectificationOrder.objects.select_related("agency"), []
    for name, deed in DEEDS.items():
        for (role, at), person in people.items():
            is_done = _is_done(deed, rows.get(pk=order.pk), person)
            if is_done != (state in deed.states and deed.hands in _hands(role, at)):
                wrong.append((name, role, at, "done" if is_done else "refused"))
        assert _kept() == before, name
    assert wrong == []


def test_who_may_issue_an_order(unit: Agency) -> None:
    deed = Deed(set(), "above", lambda o, by: ordering.issue(wanted(unit), by=by))
    order = issued_order(unit)

    done = {key for key, by in _people(unit).items() if _is_done(deed, order, by)}

    assert done == {(Role.OVERSEER, "county"), (Role.OVERSEER, "above")}


def test_every_status_and_escalation_is_tried(unit: Agency) -> None:
    orders = [state(unit) for state in STATES.values()]

    assert {order.status for order in orders} == set(OrderStatus.values)
    assert {order.escalation for order in orders} == set(Escalation.values)


def test_nobody_rechecks_their_own_answer(unit: Agency) -> None:
    """Somebody who holds both roles above answers, and may not judge it."""
    both = member(Role.OVERSEER, county())
    assert unit.parent is not None
    both.memberships.create(agency=unit.parent, role=Role.EDITOR)
    order = accepted_order(unit)
    ordering.answer(order, DONE, by=both)

    with pytest.raises(DomainError):
        ordering.close(order, "同意销号。", by=both)
    ordering.close(order, "同意销号。", by=member(Role.OVERSEER, county()))
    assert order.status == OrderStatus.CLOSED
