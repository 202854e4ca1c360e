"""The checklist that the examples of the schema show."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from disclosure_portal.foundation import clock
from supervision.api.checklist_examples import WHOLE_CHECKLIST_EXAMPLE
from supervision.checklist_document import from_json
from supervision.checklist_drafting import take_in
from supervision.checklist_publishing import publish
from supervision.models import Checklist
from tests.factories.supervision_checklists import overseer

WHOLE: dict[str, Any] = WHOLE_CHECKLIST_EXAMPLE


def published_example() -> Checklist:
    if found := Checklist.objects.public().first():
        return found
    with clock.frozen_at(datetime(2026, 3, 3, 1, 30, tzinfo=UTC)):
        checklist = take_in(from_json(WHOLE["document"]), by=overseer())
        publish(checklist, version=1, by=overseer())
    return checklist


def read(path: str) -> Any:
    with clock.frozen_at(datetime(2026, 3, 3, 1, 30, tzinfo=UTC)):
        return Client().get(f"/api/v1/checklists/{path}").json()


def row(_story: Any) -> Any:
    published_example()
    return read("")["results"][0]


def whole(_story: Any) -> Any:
    return read(f"{published_example().pk}/")


# Operation → the answer that its example must be.
ANSWERS = {"get /checklists/": row, "get /checklists/{id}/": whole}
