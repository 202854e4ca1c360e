"""Rectification orders, each state reached by the deeds that lead to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from directories.models import Agency, Role
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workdays import add_working_days, last_working_day
from supervision import ordering
from supervision.escalating import escalate
from supervision.models import Escalation, OrderPublication, RectificationOrder
from supervision.ordering import Wanted
from supervision.publishing_orders import publish, words_of

from .directories import agency, county, member

FAULT = "第一季度补贴发放结果未按期公开。"
DONE = "已于昨日补充公开。"


def wanted(unit: Agency | None = None, **fields: Any) -> Wanted:
    fields.setdefault("fault", FAULT)
    fields.setdefault("demand", "补充公开，并核查其他季度。")
    fields.setdefault("ground", "《中华人民共和国政府信息公开条例》第二十六条")
    fields.setdefault("days", 10)
    return Wanted(agency=unit or agency(), **fields)


def overseer() -> User:
    """Of the county, employed nowhere."""
    return member(Role.OVERSEER, county())


def unit_editor(order: RectificationOrder) -> User:
    return member(Role.EDITOR, order.agency)


def issued_order(
    unit: Agency | None = None, *, by: User | None = None, **fields: Any
) -> RectificationOrder:
    return ordering.issue(wanted(unit, **fields), by=by or overseer())


def accepted_order(unit: Agency | None = None, **fields: Any) -> RectificationOrder:
    order = issued_order(unit, **fields)
    ordering.accept(order, by=unit_editor(order))
    return order


def answered_order(unit: Agency | None = None, **fields: Any) -> RectificationOrder:
    order = accepted_order(unit, **fields)
    ordering.answer(order, DONE, by=unit_editor(order))
    return order


def returned_order(unit: Agency | None = None, **fields: Any) -> RectificationOrder:
    order = answered_order(unit, **fields)
    ordering.send_back(order, "仍缺附件。", 5, by=overseer())
    return order


def closed_order(unit: Agency | None = None, **fields: Any) -> RectificationOrder:
    order = answered_order(unit, **fields)
    ordering.close(order, "经核查，同意销号。", by=overseer())
    return order


def revoked_order(unit: Agency | None = None, **fields: Any) -> RectificationOrder:
    order = issued_order(unit, **fields)
    ordering.revoke(order, "误下达。", by=overseer())
    return order


def overdue_order(
    unit: Agency | None = None, *, late: int = 1, **fields: Any
) -> RectificationOrder:
    """Issued so long ago that its last day was so many working days ago."""
    days = fields.setdefault("days", 3)
    calendar = work_calendar.current()
    today = last_working_day(local_day(clock.now()), calendar)
    day = add_working_days(today, -(days + late), calendar)
    with clock.frozen_at(day_start(day) + timedelta(hours=9)):
        return issued_order(unit, **fields)


def escalated_order(
    to: Escalation, unit: Agency | None = None, **fields: Any
) -> RectificationOrder:
    """Each step of it a day after the time for it has come."""
    order = overdue_order(unit, late=30, **fields)
    by = overseer()
    for step in range(1, to + 1):
        calendar = work_calendar.current()
        day = add_working_days(order.due_on, 1 + 7 * (step - 1), calendar)
        with clock.frozen_at(day_start(day) + timedelta(hours=9)):
            escalate(order, Escalation(step), "请立即整改。", by=by)
    return order


def published_order(unit: Agency | None = None, **fields: Any) -> OrderPublication:
    order = closed_order(unit, **fields)
    return publish(order, words_of(order), by=overseer())
