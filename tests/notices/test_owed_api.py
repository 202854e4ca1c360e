"""What units owe, read by programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.models import LedgerAudience, SiteState
from notices.api.owed import ITEM_EXAMPLE, SLOT_EXAMPLE
from tests.factories import agency
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 1)
ITEMS, SLOTS = "/api/v1/catalogue-items/", "/api/v1/slots/"


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def public() -> None:
    SiteState.objects.current()
    SiteState.objects.update(ledger_audience=LedgerAudience.PUBLIC)


def rows(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


@pytest.fixture
def item(settings) -> Any:
    """The duty of the examples."""
    settings.SITE_URL = "https://www.example.gov.cn"
    said: dict[str, Any] = ITEM_EXAMPLE
    unit = agency(said["agency_name"], code=said["agency_code"])
    with on("2026-01-05T09:00"):
        return duty(
            unit,
            since=SINCE,
            name=said["level_1"],
            domain=said["domain"],
            level_2=said["level_2"],
            content=said["content"],
            basis_text=said["basis"],
            limit_text=said["limit"],
            section=said["section"],
        )


def test_the_examples_are_what_is_answered(client, public, item):
    with on("2026-02-02T09:00"):
        (told,) = rows(client, ITEMS)
        slot = rows(client, SLOTS)[0]

    own = {"id": item.pk, "url": told["url"].replace("/12/", f"/{item.pk}/")}
    assert told == ITEM_EXAMPLE | own
    assert told["url"].endswith(f"/directory/items/{item.pk}/")
    numbers = {name: slot[name] for name in ("id", "item_id", "item_url")}
    assert slot == SLOT_EXAMPLE | numbers


def test_slots_are_told_by_their_state_of_today(client, public, item):
    other = slots_of(item)[0]
    with on("2026-04-20T09:00"):
        fulfilled(other)
    with on("2026-05-08T09:00"):
        assert [row["period"] for row in rows(client, f"{SLOTS}?state=in_time")] == [
            "2026-Q1"
        ]
        assert rows(client, f"{SLOTS}?state=overdue") == []
    with on("2026-08-03T09:00"):
        late = rows(client, f"{SLOTS}?state=overdue&agency={item.agency.code}")

    assert [row["period"] for row in late] == ["2026-Q2"]


@pytest.mark.parametrize("audience", [LedgerAudience.OFFICE, LedgerAudience.UNITS])
def test_slots_are_not_found_while_they_are_shown_to_staff_only(client, item, audience):
    SiteState.objects.current()
    SiteState.objects.update(ledger_audience=audience)

    assert client.get(SLOTS).status_code == 404
    assert len(rows(client, ITEMS)) == 1


@pytest.mark.parametrize(
    "query", ["state=none", "due_from=x", "item=x", "strange=1", "agency=none"]
)
def test_what_is_not_understood_is_refused_by_name(client, public, item, query):
    response = client.get(f"{SLOTS}?{query}")

    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()


# The days off are asked for twice, for what has opened and for the states.
@pytest.mark.parametrize(("address", "queries"), [(ITEMS, 2), (SLOTS, 6)])
def test_a_page_asks_no_more_with_more_rows(
    client, public, item, address, queries, django_assert_num_queries
):
    with on("2026-05-08T09:00"), django_assert_num_queries(queries):
        rows(client, address)
    with on("2026-01-05T09:00"):
        for _one in range(3):
            duty(agency(), since=SINCE)
    with on("2026-05-08T09:00"), django_assert_num_queries(queries):
        assert len(rows(client, address)) > 3
