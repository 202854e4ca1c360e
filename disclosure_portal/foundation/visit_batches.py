"""What a process has seen of visits and not written yet. Pure: no Django."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

# A process that can't write keeps so many different things, and then only counts.
MOST_KEPT = 20_000
BOT = re.compile(r"(?<!cu)bot\b")  # Cubot makes telephones
ROBOTS = (
    *("spider", "crawl", "slurp", "preview", "monitor", "headless", "python", "curl"),
    *("wget", "java/", "okhttp", "go-http", "libwww", "httpclient", "scrapy"),
    *("phantom", "lighthouse", "feed", "rss"),
)


def is_robot(agent: str) -> bool:
    """By what it calls itself: programs that don't want to be known are counted as
    people. Who has no name at all is a program."""
    name = agent.lower()
    if not name or any(word in name for word in ROBOTS):
        return True
    return "bot" in name and BOT.search(name) is not None


class View(NamedTuple):
    """A page shown to a reader, who is an address and a browser for as long as this
    stays in memory, and is never written down."""

    day: date
    path: str
    view: str
    reader: str


class Lost(NamedTuple):
    day: date
    path: str
    referrer: str


class Asked(NamedTuple):
    """Words that a reader looked for, as they are compared."""

    day: date
    words: str
    has_found: bool
    reader: str


@dataclass
class Batch:
    views: Counter[View] = field(default_factory=Counter)
    asked: set[Asked] = field(default_factory=set)
    robots: Counter[date] = field(default_factory=Counter)
    lost: Counter[Lost] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.views or self.robots or self.lost or self.asked)

    @property
    def is_full(self) -> bool:
        kept = len(self.views) + len(self.lost) + len(self.asked)
        return kept >= MOST_KEPT

    def add_view(self, view: View) -> None:
        if self.is_full and view not in self.views:
            view = view._replace(reader="")
        self.views[view] += 1

    def add_lost(self, lost: Lost) -> None:
        if self.is_full and lost not in self.lost:
            lost = lost._replace(path="", referrer="")
        self.lost[lost] += 1

    def add_asked(self, asked: Asked) -> None:
        if not self.is_full:
            self.asked.add(asked)

    def days(self) -> list[date]:
        """In their order, so that two processes never wait for each other crosswise."""
        seen = {view.day for view in self.views} | {lost.day for lost in self.lost}
        seen |= {asked.day for asked in self.asked}
        return sorted(seen | set(self.robots))

    def of(self, day: date) -> Batch:
        return Batch(
            Counter({view: n for view, n in self.views.items() if view.day == day}),
            {asked for asked in self.asked if asked.day == day},
            Counter({day: self.robots[day]}),
            Counter({lost: n for lost, n in self.lost.items() if lost.day == day}),
        )

    def take_back(self, other: Batch) -> None:
        """What could not be written is kept for the next time."""
        self.views.update(other.views)
        self.asked |= other.asked
        self.robots.update(other.robots)
        self.lost.update(other.lost)
