"""The demo notices with their days, numbers and texts settled. Pure.

The same day of the demonstration gives the same stories, to the minute.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from . import dates, markup
from .annexes import annexes
from .texts import Record, records
from .units import Unit, units

# How many documents a year go out under one letterhead, roughly.
DOCUMENTS_A_YEAR = 60
_REFERENCE = re.compile(r"\{(doc|no|t):([\w-]+)\}")
_ORIGINAL = re.compile(r"(\d{4})年(\d+)月(\d+)日")


@dataclass(frozen=True)
class Story:
    """One notice and the moments of its life; moments that never come are None."""

    record: Record
    day: date
    issued_on: date
    created_at: datetime
    submitted_at: datetime
    decided_at: datetime
    original_at: datetime | None = None
    number: str = ""
    title: str = ""
    text: str = ""

    @property
    def key(self) -> str:
        return self.record.key

    @property
    def fate(self) -> str:
        return self.record.get("fate", "published")

    @property
    def unit(self) -> Unit:
        return units()[self.record.get("unit")]


def stories(as_of: date) -> list[Story]:
    """All notices, settled; in the order of the files."""
    settled: dict[str, Story] = {}
    for record in records():
        parent = settled.get(record.get("interprets"))
        settled[record.key] = _dated(record, as_of, parent)
    numbers = _numbers(settled.values())
    named = {key: _titled(story, numbers) for key, story in settled.items()}
    return [_written(story, named) for story in named.values()]


def story_of(record: Record, as_of: date) -> Story:
    """One notice that no other names, settled."""
    story = _titled(_dated(record, as_of, None), {})
    return _written(story, {})


# --- Days ---------------------------------------------------------------------------


def _dated(record: Record, as_of: date, parent: Story | None) -> Story:
    day = _day(record, as_of, parent)
    decided = _moment(record, day)
    if record.get("fate") == "scheduled":
        decided = dates.working_time(_before(as_of, 2), record.key)
    if record.get("urgent"):
        created, submitted = (decided - timedelta(minutes=n) for n in (70, 25))
    else:
        eve = _before(decided.date(), 1)
        created = dates.working_time(eve, record.key + "/", hours=6)
        submitted = created + timedelta(minutes=50)
    if parent is not None:
        created = max(created, parent.created_at + timedelta(minutes=1))
        submitted = max(submitted, created + timedelta(minutes=5))
        decided = max(decided, parent.decided_at + timedelta(minutes=5))
    original = _original(record)
    issued = _issued(record, original.date() if original else day)
    return Story(record, day, issued, created, submitted, decided, original)


def _day(record: Record, as_of: date, parent: Story | None) -> date:
    if when := record.get("when"):
        day = dates.seasonal(as_of, when, record.number("back"))
    else:
        day = as_of + timedelta(days=record.number("day", -30))
    if parent is not None and parent.record.get("when"):
        first, second = (date(2000, *_month_day(r)) for r in (parent.record, record))
        day = min(parent.day + (second - first), as_of - timedelta(days=1))
    if record.get("fate") == "scheduled":
        return dates.working_day(day, 1)
    return day if record.get("urgent") else dates.working_day(day)


def _month_day(record: Record) -> tuple[int, int]:
    month, day = record.get("when").split("-")
    return int(month), int(day)


def _before(day: date, count: int) -> date:
    for _ in range(count):
        day = dates.working_day(day - timedelta(days=1))
    return day


def _moment(record: Record, day: date) -> datetime:
    if at := record.get("at"):
        return datetime.combine(day, time.fromisoformat(at), dates.LOCAL)
    return dates.working_time(day, record.key)


def _original(record: Record) -> datetime | None:
    if not (on := record.get("on")):
        return None
    return dates.working_time(date.fromisoformat(on), record.key)


def _issued(record: Record, day: date) -> date:
    if found := _ORIGINAL.fullmatch(record.get("original")):
        return date(*(int(part) for part in found.groups()))
    return _before(day, 2) if record.get("number") else day


# --- Numbers and texts --------------------------------------------------------------


def _numbers(settled: Iterable[Story]) -> dict[str, str]:
    """Document numbers that rise with the days of each letterhead's year."""
    by_series: dict[tuple[str, int], list[Story]] = defaultdict(list)
    for story in settled:
        if head := story.record.get("number"):
            by_series[head, story.issued_on.year].append(story)
    numbers = {}
    for (head, year), series in by_series.items():
        last = 0
        for story in sorted(series, key=lambda each: (each.issued_on, each.key)):
            of_year = story.issued_on.timetuple().tm_yday
            last = max(last + 1, of_year * DOCUMENTS_A_YEAR // 366)
            numbers[story.key] = f"{head}〔{year}〕{last}号"
    return numbers


def _titled(story: Story, numbers: Mapping[str, str]) -> Story:
    number = numbers.get(story.key) or line(story, "number_text")
    title = _dates_in(story, story.record.get("title"))
    return replace(story, number=number, title=title)


def _written(story: Story, named: Mapping[str, Story]) -> Story:
    def refer(match: re.Match[str]) -> str:
        form, key = match.groups()
        other = named[key]
        if form == "no":
            return other.number
        name = f"《{other.title}》"
        return f"{name}（{other.number}）" if form == "doc" else name

    text = _REFERENCE.sub(refer, story.record.text)
    for name, annex in annexes().items():
        text = text.replace(f"{{{name}}}", annex)
    return replace(story, text=_dates_in(story, text))


def _dates_in(story: Story, text: str) -> str:
    unit = units()[story.record.get("unit")]
    for token, value in (
        ("{U}", unit.name),
        ("{T}", unit.telephone),
        ("{A}", unit.address),
    ):
        text = text.replace(token, value)
    return dates.with_days(text, story.day, story.issued_on)


def line(story: Story, name: str) -> str:
    """A line of the head with its days filled in."""
    return _dates_in(story, story.record.get(name))


def agency_keys(story: Story) -> list[str]:
    """The units that publish together, the lead first."""
    return [key.strip() for key in story.record.get("with").split(",") if key.strip()]


def html(story: Story) -> str:
    return markup.html(story.text)
