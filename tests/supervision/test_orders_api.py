"""Published orders, read by programs: what the office made public, and no more."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from supervision.models import Escalation
from supervision.publishing_orders import publish, take_down, words_of
from tests.factories import agency
from tests.factories.orders import (
    closed_order,
    escalated_order,
    issued_order,
    overseer,
    published_order,
)

pytestmark = pytest.mark.django_db

DOOR = "/api/v1/orders/"


def test_only_what_is_public_is_listed(client: Client):
    issued_order()
    closed_order()
    publication = published_order(agency("民政局"))

    (row,) = client.get(DOOR).json()["results"]

    assert row["number"] == publication.number
    assert row["agency_name"] == "民政局"
    assert row["status"] == "closed"
    assert "source" not in row
    assert client.get(f"{DOOR}{publication.pk}/").json() == row


def test_what_is_taken_down_is_gone_with_the_next_request(client: Client):
    publication = published_order()
    before = client.get(DOOR)
    take_down(publication, "有误", by=overseer())

    after = client.get(DOOR)

    assert after.json()["results"] == []
    assert after.headers["ETag"] != before.headers["ETag"]
    assert client.get(f"{DOOR}{publication.pk}/").status_code == 404


def test_it_is_narrowed_by_branch_and_status(client: Client):
    first = published_order(agency("民政局"))
    order = escalated_order(Escalation.CRITICISED, agency("水利局"))
    second = publish(order, words_of(order), by=overseer())

    def numbers(**asked: str) -> list[str]:
        return [row["number"] for row in client.get(DOOR, asked).json()["results"]]

    assert numbers(branch=first.agency.code) == [first.number]
    assert numbers(status="issued") == [second.number]
    assert client.get(DOOR, {"branch": "没有"}).status_code == 400
    assert client.get(DOOR, {"unknown": "1"}).status_code == 400


def test_the_list_costs_the_same_for_one_and_for_ten(client: Client):
    counts = []
    for more in (1, 9):
        for _number in range(more):
            published_order()
        client.get(DOOR)
        with CaptureQueriesContext(connection) as asked:
            client.get(DOOR)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 3
