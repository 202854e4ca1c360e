"""The ledger of a county, one step at a time: for bench.inside."""

from __future__ import annotations

import resource
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from django.test import Client

from directories.cadences import AdHoc, Cadence, FixedDay, Periodic, Standing, Within
from directories.due_days import recompute_due_days
from directories.models import (
    Agency,
    AgencyKind,
    Catalogue,
    CatalogueEntry,
    CatalogueItem,
    CatalogueStatus,
    DutyRule,
    Slot,
)
from directories.periods import Span
from directories.slot_opening import open_all
from disclosure_portal.foundation import clock, kept_objects
from disclosure_portal.foundation.days import local_day, months_later
from disclosure_portal.foundation.models import (
    CalendarOverride,
    LedgerAudience,
    SiteState,
    User,
)
from notices.slot_checking import slot_findings

from . import processor

UNITS, DUTIES = 200, 500
ASKED = 7
YEARS = 5
# Of a hundred duties: those kept up to date, by quarter, by month, by the day of a
# year, and when something happens.
MIX: list[tuple[int, Cadence]] = [
    (40, Standing()),
    (25, Periodic(Span.QUARTER)),
    (15, Periodic(Span.MONTH, Within(10))),
    (10, Periodic(Span.YEAR, FixedDay(3, 31))),
    (10, AdHoc()),
]


def main(step: str) -> dict[str, Any]:
    if step == "pages":
        return pages()
    steps: dict[str, Callable[[], int]] = {
        "make": make,
        "open": open_all,
        "again": open_all,
        "month": lambda: open_all(months_later(today(), 1)),
        "calendar": change_calendar,
        "check": check,
    }
    spent, began = processor.spent(), perf_counter()
    count = steps[step]()
    return {
        "count": count,
        "cpu": processor.spent() - spent,
        "seconds": perf_counter() - began,
        "slots": Slot.objects.count(),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def pages() -> dict[str, float]:
    """Milliseconds of each page, the median of some asked in turn, with the states
    shown to everybody and nothing disclosed yet: a county with all of it missing."""
    SiteState.objects.current()
    SiteState.objects.update(ledger_audience=LedgerAudience.PUBLIC)
    unit = Agency.objects.exclude(parent=None).order_by("pk")[UNITS // 2]
    item = CatalogueItem.objects.filter(agency=unit).order_by("pk")[DUTIES // 2]
    client = Client(SERVER_NAME="bench.example", headers={"x-forwarded-proto": "https"})
    return {name: _median(client, path) for name, path in _paths(unit, item).items()}


def _paths(unit: Agency, item: CatalogueItem) -> dict[str, str]:
    return {
        "the directory, of a domain": "/directory/?domain=领域3",
        "a unit": f"/directory/{unit.slug}/",
        "a duty": f"/directory/items/{item.pk}/",
        "what is missing": "/directory/missing/",
        "what is missing in a unit": f"/directory/missing/?unit={unit.slug}",
        "a page of the API": "/api/v1/slots/",
    }


def _median(client: Client, path: str) -> float:
    taken = []
    for _turn in range(ASKED):
        kept_objects.forget_all()
        began = perf_counter()
        response = client.get(path, secure=True)
        taken.append((perf_counter() - began) * 1000)
        if response.status_code != 200:
            message = f"{path} answered {response.status_code}"
            raise RuntimeError(message)
    return median(taken)


def change_calendar() -> int:
    """Three of the next days are off, by an announcement that came late."""
    CalendarOverride.objects.bulk_create(
        CalendarOverride(
            day=today() + timedelta(days=ahead), is_working=False, note="通知"
        )
        for ahead in range(4, 7)
    )
    return recompute_due_days()


def check() -> int:
    """Each slot against what it must be, as `verify_log --rows` does."""
    count = 0

    def progress(some: int) -> None:
        nonlocal count
        count += some

    if found := [str(each) for each in slot_findings(progress)]:
        raise RuntimeError(found[0])
    return count


def today() -> date:
    return local_day(clock.now())


def make() -> int:
    """Units with their catalogues in force, and no slot yet."""
    root = Agency.objects.create(code="990000", name="县", kind=AgencyKind.COUNTY)
    clerk = User.objects.create_user(username="clerk", email="c@example.org")
    mix = [rule for count, cadence in MIX for rule in [_rule(cadence)] * count]
    for number in range(UNITS):
        unit = Agency.objects.create(code=f"99{number:06}", name="单位", parent=root)
        _catalogue(unit, clerk, mix)
    return CatalogueItem.objects.count()


def _rule(cadence: Cadence) -> DutyRule:
    return DutyRule.objects.of(cadence)


def _catalogue(unit: Agency, clerk: User, mix: list[DutyRule]) -> None:
    since = months_later(today(), -12 * YEARS)
    catalogue = Catalogue.objects.create(
        agency=unit,
        edition=1,
        compiled_by=clerk,
        status=CatalogueStatus.PUBLISHED,
        published_at=clock.now(),
        in_force_from=since,
    )
    items = CatalogueItem.objects.bulk_create(
        CatalogueItem(agency=unit, begins_on=since) for _number in range(DUTIES)
    )
    entries = CatalogueEntry.objects.bulk_create(
        CatalogueEntry(
            catalogue=catalogue,
            item=item,
            position=number,
            domain=f"领域{number % 26}",
            level_1=f"一级事项{number // 10}",
            level_2=f"二级事项{number}",
            rule=mix[number % len(mix)],
        )
        for number, item in enumerate(items)
    )
    for item, entry in zip(items, entries, strict=True):
        item.entry = entry
    CatalogueItem.objects.bulk_update(items, ["entry"], batch_size=500)
