"""The story behind the example of a published rectification order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import Counter
from supervision import ordering
from supervision.api.orders import EXAMPLE
from supervision.models import OrderPublication
from supervision.publishing_orders import publish, words_of
from tests.factories.orders import issued_order, overseer, unit_editor

from .letter_examples import housing

TOLD: dict[str, Any] = EXAMPLE


def at(text: str) -> Any:
    return clock.frozen_at(datetime.fromisoformat(text).astimezone(UTC))


def of_orders(_story: Any) -> Any:
    row = OrderPublication.objects.first() or _told()
    with at("2026-05-12T04:00:00Z"):
        return Client().get(f"/api/v1/orders/{row.pk}/").json()


def _told() -> OrderPublication:
    number = int(TOLD["number"].partition("〕")[2].removesuffix("号"))
    Counter.objects.update_or_create(key="order:2026", defaults={"value": number - 1})
    words = {name: TOLD[name] for name in ("fault", "demand", "ground")}
    with at(f"{TOLD['issued_on']}T02:00:00Z"):
        order = issued_order(housing(), days=10, **words)
        ordering.accept(order, by=unit_editor(order))
    with at("2026-05-08T02:00:00Z"):
        ordering.answer(order, TOLD["answer"], by=unit_editor(order))
    with at(f"{TOLD['closed_on']}T02:00:00Z"):
        ordering.close(order, TOLD["opinion"], by=overseer())
    with at(TOLD["published_at"]):
        return publish(order, words_of(order), by=overseer())


ANSWERS = {"get /orders/": of_orders, "get /orders/{id}/": of_orders}
