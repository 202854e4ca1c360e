"""Rectification orders to units of the demo county, by the portal's own deeds, each at
its own time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from directories.models import Role, Slot
from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from supervision import escalating, ordering
from supervision.models import Escalation, RectificationOrder
from supervision.order_sources import GROUND_OF_SLOTS, start_of
from supervision.ordering import Wanted
from supervision.publishing_orders import publish, words_of

from .demo_notices import Player, Step
from .demo_people import OVERSEER, holder

# After the letters of the same minute.
ORDER = 70_000
ANSWERED = ("answered", "returned", "closed", "published")
LATE = ("urged", "criticised")


def steps(player: Player, as_of: date) -> Iterator[Step]:
    for place, row in enumerate(_file()):
        yield from _Told(player, row, as_of, ORDER + place).steps()


@cache
def _file() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = toml("orders.toml")["order"]
    return rows


class _Told:
    """One order of the file, as far as it has come."""

    def __init__(
        self, player: Player, row: Mapping[str, Any], as_of: date, order: int
    ) -> None:
        self.player = player
        self.row = row
        self.as_of = as_of
        self.order = order
        self.day = dates.working_day(as_of - timedelta(days=row["back"]))
        self.made = RectificationOrder()

    @property
    def fate(self) -> str:
        return str(self.row["fate"])

    def steps(self) -> Iterator[Step]:
        yield self._step(0, 10, self._issue)
        if self.fate == "issued":
            return
        if self.fate in LATE:
            yield self._step(self.row["days"] + 1, 9, self._escalate("urged"))
            if self.fate == "criticised":
                yield self._step(self.row["days"] + 7, 9, self._escalate("criticised"))
            return
        yield self._step(1, 9, self._accept)
        if self.fate == "accepted":
            return
        yield self._step(4, 14, self._answer)
        if self.fate in ("closed", "published"):
            yield self._step(6, 15, self._close)
        elif self.fate == "returned":
            yield self._step(6, 15, self._return)
        if self.fate == "published":
            yield self._step(7, 15, self._publish)

    def _step(self, after: int, hour: int, act: Any) -> Step:
        day = self.day
        for _number in range(after):
            day = dates.working_day(day + timedelta(days=1), 1)
        key = f"{self.row['unit']} {self.order}"
        at: datetime = dates.working_time(day, key, first=hour, hours=1)
        return Step(min(at, self.player.now - timedelta(minutes=1)), self.order, act)

    # --- Who --------------------------------------------------------------------------

    @property
    def office(self) -> User:
        return self.player.people[OVERSEER]

    def _person(self, role: str) -> User:
        return self.player.people[holder(units()[self.row["unit"]], role)]

    # --- What -------------------------------------------------------------------------

    def _issue(self) -> None:
        self.made = ordering.issue(self._wanted(), by=self.office)

    def _wanted(self) -> Wanted:
        unit = self.player.agencies[self.row["unit"]]
        slot = self._missing() if self.row.get("slot") else None
        if slot is None:
            words = {
                name: self.row.get(name, text)
                for name, text in (
                    ("fault", "公开内容不完整。"),
                    ("demand", "补充公开。"),
                    ("ground", GROUND_OF_SLOTS),
                )
            }
            return Wanted(agency=unit, days=self.row["days"], **words)
        start = start_of(self.office, slot=str(slot.pk))
        words = dict(start.initial or {})
        words.pop("unit")
        return Wanted(
            agency=slot.agency,
            days=self.row["days"],
            slot=start.slot,
            words=start.words,
            **words,
        )

    def _missing(self) -> Slot | None:
        """The oldest that the unit owes on that day."""
        unit = self.player.agencies[self.row["unit"]]
        owed = Slot.objects.empty().filter(
            agency=unit, due_on__lt=local_day(clock.now())
        )
        return owed.soonest_first().first()

    def _accept(self) -> None:
        ordering.accept(self.made, by=self._person(Role.EDITOR))

    def _answer(self) -> None:
        ordering.answer(self.made, self.row["answer"], by=self._person(Role.APPROVER))

    def _close(self) -> None:
        ordering.close(self.made, self.row["opinion"], by=self.office)

    def _return(self) -> None:
        again = self.row["again"]
        ordering.send_back(self.made, self.row["opinion"], again, by=self.office)

    def _escalate(self, to: str) -> Any:
        level = Escalation[to.upper()]
        words = self.row[to]
        return lambda: escalating.escalate(self.made, level, words, by=self.office)

    def _publish(self) -> None:
        publish(self.made, words_of(self.made), by=self.office)
