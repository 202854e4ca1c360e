"""The demo county's lists of powers and services, its windows and its promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from directories.item_search import put_services
from directories.models import (
    Agency,
    Role,
    ServiceItem,
    ServicePoint,
    ServicePromise,
)
from directories.promises import keep_promise
from disclosure_portal.demo import dates
from disclosure_portal.demo.service_lists import items, points, promises
from disclosure_portal.demo.units import units
from disclosure_portal.foundation.models import AuditEntry, User

from .demo_county import first_moment
from .demo_notices import Player, Step
from .demo_people import holder

# After the activities of the same minute.
ORDER = 50_000
WORDS = ("subject", "wording", "measure", "limit_unit", "telephone")


def make_lists(agencies: Mapping[str, Agency]) -> None:
    """All lists and windows at once, before any unit is merged."""
    made = ServiceItem.objects.bulk_create(
        ServiceItem(agency=agencies[item.unit], **item.values) for item in items()
    )
    put_services([item.pk for item in made])
    named = {(item.agency_id, item.name): item.pk for item in made}
    shown = ServicePoint.objects.bulk_create(
        ServicePoint(agency=agencies[point.unit], position=place, **point.values)
        for place, point in enumerate(points(), start=1)
    )
    links = ServicePoint.items.through
    links.objects.bulk_create(
        links(servicepoint_id=row.pk, serviceitem_id=named[row.agency_id, name])
        for row, point in zip(shown, points(), strict=True)
        for name in point.items
    )
    for rows in (made, shown):
        keys = [row.pk for row in rows]
        AuditEntry.objects.record_rows(type(rows[0]), keys, by=None)


def steps(player: Player, as_of: date) -> Iterator[Step]:
    """The lists stand from the first day; each promise is made on its day, and changed
    on another."""
    yield Step(first_moment(player.now), ORDER, lambda: make_lists(player.agencies))
    for place, row in enumerate(promises()):
        told = _Told(player, row, as_of, place)
        since = as_of - timedelta(days=row["since"])
        yield Step(_morning(since, row), ORDER + place, told.make)
        if "changed" in row:
            day = as_of - timedelta(days=row["changed"])
            yield Step(_morning(day, row), ORDER + place, told.change)


def _morning(day: date, row: Mapping[str, Any]) -> datetime:
    return dates.working_time(day, row["subject"])


class _Told:
    """One row of the file, and the promise that it becomes."""

    def __init__(
        self, player: Player, row: Mapping[str, Any], as_of: date, place: int
    ) -> None:
        self.player = player
        self.row = row
        self.as_of = as_of
        self.place = place
        self.promise: ServicePromise | None = None

    def _day(self, name: str) -> date:
        return self.as_of - timedelta(days=self.row[name])

    def make(self) -> None:
        words = {**self.row, **self.row.get("before", {})}
        ended = "ended" in self.row
        self.promise = ServicePromise(
            agency=self.player.agencies[self.row["unit"]],
            **{name: words[name] for name in WORDS},
            limit=Decimal(words["limit"]),
            since=self._day("since"),
            until=self._day("ended") if ended else None,
            position=self.place,
        )
        keep_promise(self.promise, by=self._clerk())

    def change(self) -> None:
        assert self.promise is not None
        promise = ServicePromise.objects.get(pk=self.promise.pk)
        promise.wording = self.row["wording"]
        promise.limit = Decimal(self.row["limit"])
        keep_promise(promise, by=self._clerk())

    def _clerk(self) -> User:
        return self.player.people[holder(units()[self.row["unit"]], Role.EDITOR)]
