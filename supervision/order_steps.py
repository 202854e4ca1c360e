"""Each deed on an order leaves a step that both sides read, and a line of the trail."""

from __future__ import annotations

from typing import Any

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User

from .models import OrderStep, RectificationOrder


def write_step(
    order: RectificationOrder,
    kind: str,
    *,
    by: User | None,
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> OrderStep:
    """Call it in the deed's transaction. The words stay in the step: the trail keeps
    none, since an order may come from a letter."""
    if by is not None:
        AuditEntry.objects.record("order_step", order, by=by, after=kind)
    return OrderStep.objects.create(
        order=order, kind=kind, at=clock.now(), by=by, note=note, facts=facts or {}
    )
