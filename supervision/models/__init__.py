"""Rows of supervision. Orders stand by themselves; steps, files and what is public of
an order name it."""

from __future__ import annotations

from .card_rules import EARLIEST, LATEST, CardRule, ClockKind
from .order_publications import OrderPublication
from .order_steps import OrderFile, OrderReminder, OrderStep, OrderStepKind
from .orders import (
    ANSWERERS,
    AT_THE_UNIT,
    LONGEST_LIMIT,
    OPEN_ORDERS,
    WATCHERS,
    Escalation,
    OrderQuerySet,
    OrderSource,
    OrderStatus,
    RectificationOrder,
    is_above,
)

__all__ = [
    "ANSWERERS",
    "AT_THE_UNIT",
    "EARLIEST",
    "LATEST",
    "LONGEST_LIMIT",
    "OPEN_ORDERS",
    "WATCHERS",
    "CardRule",
    "ClockKind",
    "Escalation",
    "OrderFile",
    "OrderPublication",
    "OrderQuerySet",
    "OrderReminder",
    "OrderSource",
    "OrderStatus",
    "OrderStep",
    "OrderStepKind",
    "RectificationOrder",
    "is_above",
]
