"""Editions of units' catalogues, read by programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from directories.catalogue_editions import open_edition
from directories.catalogue_entries import change_entry, leave_out
from directories.models import Agency, Catalogue, Role
from disclosure_portal.foundation.days import LOCAL
from tests.factories import agency, county, member
from tests.factories.ledger import duty, entry, put_in_force

pytestmark = pytest.mark.django_db

EDITIONS = "/api/v1/catalogues/"


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


def rows(client: Client, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"{EDITIONS}{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def second_edition(unit: Agency) -> Catalogue:
    """One item renamed, one left out, one added."""
    clerk, office = member(Role.EDITOR, unit), member(Role.OVERSEER, county())
    edition = open_edition(unit, by=clerk)
    kept, dropped = edition.entries.order_by("pk")
    change_entry(kept, by=clerk, level_1="部门决算", limit_text="二十日内")
    leave_out(dropped, by=clerk)
    entry(edition, "惠民政策", by=clerk, channels=["website"])
    put_in_force(edition, by=clerk, office=office, since=date(2026, 6, 1))
    return edition


@pytest.fixture
def unit() -> Agency:
    """With two editions: the first superseded, the second in force."""
    unit = agency()
    with on("2026-01-05T09:00"):
        clerk = member(Role.EDITOR, unit)
        first = open_edition(unit, by=clerk)
        entry(first, "部门预算", by=clerk)
        entry(first, "机构职能", by=clerk)
        office = member(Role.OVERSEER, county())
        put_in_force(first, by=clerk, office=office, since=date(2026, 1, 1))
    with on("2026-06-01T09:00"):
        second_edition(unit)
    return unit


def test_editions_in_force_and_of_before_are_listed(client, unit):
    told = [
        (row["edition"], row["status"], row["in_force_from"], row["item_count"])
        for row in rows(client)
    ]

    assert told == [
        (1, "superseded", "2026-01-01", 2),
        (2, "published", "2026-06-01", 2),
    ]
    assert {row["filing_number"] for row in rows(client)} == {"备〔2026〕1号"}


def test_an_edition_that_is_worked_on_is_nowhere(client, unit):
    clerk = member(Role.EDITOR, unit)
    draft = open_edition(unit, by=clerk)
    entry(draft, "未定事项", by=clerk)

    assert [row["edition"] for row in rows(client)] == [1, 2]
    assert client.get(f"{EDITIONS}{draft.pk}/").status_code == 404
    assert client.get(f"{EDITIONS}?status=compiling").status_code == 400


def test_editions_are_found_by_unit_and_status(client, unit):
    other = agency()
    duty(other, since=date(2026, 1, 1))

    assert [row["edition"] for row in rows(client, f"?agency={unit.code}")] == [1, 2]
    found = rows(client, f"?agency={other.code}&status=published")
    assert [row["agency_code"] for row in found] == [other.code]
    assert rows(client, f"?agency={other.code}&status=superseded") == []
    assert client.get(f"{EDITIONS}?agency=none").status_code == 400


def test_an_edition_says_what_it_has_and_what_it_changed(client, unit):
    first, second = unit.catalogues.order_by("edition")
    told = client.get(f"{EDITIONS}{second.pk}/").json()

    assert [item["level_1"] for item in told["items"]] == ["部门决算", "惠民政策"]
    assert told["items"][1]["channels"] == ["website"]
    assert told["item_count"] == 2
    changes = told["changes"]
    assert [item["name"] for item in changes["added"]] == ["惠民政策"]
    assert [item["name"] for item in changes["removed"]] == ["机构职能"]
    (changed,) = changes["changed"]
    assert changed["item_id"] == first.entries.get(level_1="部门预算").item_id
    assert changed["columns"] == [
        {"column": "一级事项", "before": "部门预算", "after": "部门决算"},
        {"column": "公开时限（原文）", "before": "", "after": "二十日内"},
    ]


def test_in_the_first_edition_all_is_new(client, unit):
    first = unit.catalogues.get(edition=1)
    changes = client.get(f"{EDITIONS}{first.pk}/").json()["changes"]

    assert len(changes["added"]) == 2
    assert changes["changed"] == changes["removed"] == []


def test_fields_are_chosen(client, unit, settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    assert rows(client, "?fields=edition,url")[0] == {
        "edition": 1,
        "url": f"https://www.example.gov.cn/directory/{unit.slug}/",
    }


def test_what_is_published_makes_the_kept_answer_stale(client, unit):
    stored = client.get(EDITIONS).headers["ETag"]
    same = client.get(EDITIONS, headers={"if-none-match": stored})
    duty(agency(), since=date(2026, 1, 1))

    assert same.status_code == 304
    assert client.get(EDITIONS, headers={"if-none-match": stored}).status_code == 200


def test_queries_don_t_grow_with_rows(client, unit, django_assert_num_queries):
    second = unit.catalogues.get(edition=2)
    with django_assert_num_queries(2):
        rows(client)
    with django_assert_num_queries(7):
        client.get(f"{EDITIONS}{second.pk}/")
    for _one in range(3):
        duty(agency(), since=date(2026, 1, 1))
    with django_assert_num_queries(2):
        assert len(rows(client)) == 5


def test_a_number_too_large_is_not_found(client):
    assert client.get(f"{EDITIONS}{'9' * 19}/").status_code == 404
