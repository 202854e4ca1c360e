"""The counts of the directory by domain and unit, against counting by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from directories.catalogue_editions import open_edition
from directories.models import CatalogueItem, Role, Slot
from disclosure_portal.foundation import kept_objects
from disclosure_portal.foundation.days import day_start
from disclosure_portal.foundation.models import LedgerAudience, SiteState
from notices.listing import number
from tests.factories import agency, county, member
from tests.factories.ledger import entry, put_in_force

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 9)
DOMAINS = ("社会救助", "财政预决算", "义务教育", "村务公开")


@pytest.fixture(params=[3, 8, 21], autouse=True)
def ledger(request: pytest.FixtureRequest) -> Iterator[Random]:
    """Units with random duties, whose slots have random facts; some duties ended."""
    random = Random(request.param)
    SiteState.objects.current()
    SiteState.objects.update(ledger_audience=LedgerAudience.PUBLIC)
    with time_machine.travel(day_start(date(2026, 1, 5)), tick=False):
        for _unit in range(4):
            make_unit(random)
    slots = list(Slot.objects.order_by("pk"))
    for slot in slots:
        slot.due_on = TODAY + timedelta(days=random.randint(-6, 3))
        slot.filled_on = random.choice([None, None, TODAY - timedelta(days=2)])
        slot.explained_on = random.choice([None, None, TODAY - timedelta(days=1)])
    Slot.objects.bulk_update(slots, ["due_on", "filled_on", "explained_on"])
    ended = [item.pk for item in CatalogueItem.objects.all() if random.random() < 0.2]
    CatalogueItem.objects.filter(pk__in=ended).update(ends_on=TODAY)
    SiteState.objects.bump()
    cache.clear()
    kept_objects.forget_all()
    with time_machine.travel(day_start(TODAY), tick=False):
        yield random


def make_unit(random: Random) -> None:
    unit = agency()
    clerk, office = member(Role.EDITOR, unit), member(Role.OVERSEER, county())
    catalogue = open_edition(unit, by=clerk)
    for _one in range(random.randint(1, 6)):
        entry(catalogue, by=clerk, domain=random.choice(DOMAINS))
    put_in_force(catalogue, by=clerk, office=office, since=date(2026, 1, 1))


def counted(client: Client, path: str) -> tuple[dict[str, str], dict[str, str], str]:
    """By unit and by domain, and in all, as the page says it."""
    page: Any = client.get(path).context
    units = {row["title"]: row["count_text"] for row in page["units"]}
    options = [each["title"] for each in page["facets"][0]["options"]]
    domains = dict(title.removesuffix("）").split("（") for title in options)
    return units, domains, page["count_text"]


def told(counts: Counter[str]) -> dict[str, str]:
    return {name: number(count) for name, count in counts.items()}


def test_the_directory_counts_duties_as_a_loop_does(client):
    units: Counter[str] = Counter()
    domains: Counter[str] = Counter()
    for item in CatalogueItem.objects.select_related("agency", "entry"):
        if item.begins_on and not item.ends_on and item.entry:
            units[item.agency.label] += 1
            domains[item.entry.domain] += 1

    expected = told(units), told(domains), number(units.total())

    assert units
    assert counted(client, "/directory/") == expected


def test_the_missing_list_counts_slots_as_a_loop_does(client):
    units: Counter[str] = Counter()
    domains: Counter[str] = Counter()
    for slot in Slot.objects.select_related("agency", "item__entry"):
        is_there = slot.filled_on or slot.explained_on
        if slot.due_on < TODAY and not is_there and slot.item.entry:
            units[slot.agency.label] += 1
            domains[slot.item.entry.domain] += 1

    expected = told(units), told(domains), number(units.total())

    assert units
    assert counted(client, "/directory/missing/") == expected
