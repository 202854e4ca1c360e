"""The demo county's reading points with their visitors, and its activity days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from directories.models import Role
from disclosure_portal.demo import dates, documents
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation.models import User
from notices.activities import add_file, store_file
from notices.models import Activity, ReadingPoint, SignedWords, VisitorCount
from notices.reading_points import count_visitors
from notices.two_hands import sign, write

from .demo_notices import Player, Step
from .demo_people import holder

# After the matters of the same minute.
ORDER = 40_000
OPENED = 900  # days before the county is shown
WRITTEN, SIGNED, COUNTED = timedelta(days=8), timedelta(days=7), timedelta(days=6)


def steps(player: Player, as_of: date) -> Iterator[Step]:
    """Each is written on one day, signed on the next; visitors are counted later."""
    told = toml("activities.toml")
    records: list[Told] = [PointTold(player, row, as_of) for row in told["point"]]
    records += [ActivityTold(player, row, as_of) for row in told["activity"]]
    for place, each in enumerate(records):
        order = ORDER + place
        yield Step(each.at(WRITTEN, hours=6), order, each.write)
        if not each.row.get("is_draft"):
            yield Step(each.at(SIGNED), order, each.sign)
            yield Step(each.at(COUNTED), order, each.afterwards)


class Told:
    """One row of the file, and the record that it becomes."""

    def __init__(self, player: Player, row: dict[str, Any], as_of: date) -> None:
        self.player = player
        self.row = row
        self.as_of = as_of
        self.unit = units()[row["unit"]]
        self.record: SignedWords | None = None

    def at(self, before: timedelta, hours: int = 8) -> datetime:
        key = self.row.get("title") or self.row["name"]
        return dates.working_time(self.as_of - before, key, hours=hours)

    def write(self) -> None:
        self.record = self.made()
        write(self.record, by=self.held_by(Role.EDITOR))

    def sign(self) -> None:
        assert self.record is not None
        sign(self.record, by=self.held_by(Role.APPROVER))

    def held_by(self, role: str) -> User:
        return self.player.people[holder(self.unit, role)]

    def made(self) -> SignedWords:
        raise NotImplementedError

    def afterwards(self) -> None:
        """What is put on record once it is public."""


class PointTold(Told):
    def made(self) -> ReadingPoint:
        row = self.row
        return ReadingPoint(
            agency=self.player.agencies[row["unit"]],
            name=row["name"],
            place=row["place"],
            office_hours=row["hours"],
            telephone=self.unit.telephone,
            holdings=row["holdings"],
            opened_on=self.as_of - timedelta(days=OPENED),
        )

    def afterwards(self) -> None:
        """Months that are over on the day of counting, the newest last."""
        assert isinstance(self.record, ReadingPoint)
        clerk = self.held_by(Role.EDITOR)
        last = (self.as_of - COUNTED).replace(day=1) - timedelta(days=1)
        for visitors in reversed(self.row["visitors"]):
            first = last.replace(day=1)
            count = VisitorCount(
                point=self.record, first_day=first, last_day=last, visitors=visitors
            )
            count_visitors(count, by=clerk)
            last = first - timedelta(days=1)


class ActivityTold(Told):
    def made(self) -> Activity:
        row = self.row
        return Activity(
            agency=self.player.agencies[row["unit"]],
            sort=row["sort"],
            title=row["title"],
            held_on=dates.working_day(self.as_of + timedelta(days=row["day"])),
            place=row["place"],
            summary=row["summary"],
            present=row.get("present"),
            questions=row["questions"].strip(),
        )

    def write(self) -> None:
        super().write()
        assert isinstance(self.record, Activity)
        for text in self.row["files"]:
            sort, title, extension, source = text.split("|")
            named = source if extension == "jpg" else "full"
            content = documents.make(extension, named, source, {})
            file = store_file([content], file_name=f"{title}.{extension}", sort=sort)
            file.title = title
            add_file(self.record, file, by=self.held_by(Role.EDITOR))
