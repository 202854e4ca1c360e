"""Letters to the demo county: each by the portal's own deeds, at its own time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from directories.models import Agency, Role
from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation.models import AuditEntry, User
from feedback import answering, intake, settling
from feedback.contacts import Contact
from feedback.models import Letter, Mailbox
from feedback.publishing_letters import propose, publish
from feedback.submitting import About, Given, submit

from .demo_county import first_moment
from .demo_notices import Player, Step
from .demo_people import OVERSEER, holder

# After the services of the same minute.
ORDER = 60_000
WORDS = ("code", "name", "kinds", "guide")
UNIT = "unit"
ANSWERED = ("answered", "settled", "published", "bad")


def steps(player: Player, as_of: date) -> Iterator[Step]:
    """The mailboxes stand from the first day; each letter goes as far as it says."""
    yield Step(first_moment(player.now), ORDER, lambda: make_boxes(player.agencies))
    for place, row in enumerate(_file()["letter"]):
        yield from _Told(player, row, as_of, ORDER + place).steps()


@cache
def _file() -> dict[str, Any]:
    return toml("letters.toml")


def make_boxes(agencies: Mapping[str, Agency]) -> None:
    for position, row in enumerate(_file()["mailbox"]):
        words = {name: row[name] for name in WORDS}
        unit = agencies[row[UNIT]]
        box = Mailbox.objects.create(agency=unit, position=position, **words)
        AuditEntry.objects.record("created", box, by=None)


class _Told:
    """One letter of the file, as far as it has come."""

    def __init__(
        self, player: Player, row: Mapping[str, Any], as_of: date, order: int
    ) -> None:
        self.player = player
        self.row = row
        self.order = order
        self.came = as_of - timedelta(days=row["back"])
        self.letter = Letter()

    @property
    def fate(self) -> str:
        return str(self.row["fate"])

    def steps(self) -> Iterator[Step]:
        yield self._step(0, "come", self._come)
        if self.fate == "submitted":
            return
        yield self._step(1, "taken in", self._take_in)
        if self.fate in ("refused", "accepted"):
            return
        yield self._step(1, "passed on", self._pass_on)
        if self.fate == "assigned":
            return
        yield self._step(2, "taken up", self._take_up)
        if self.fate in ("handling", "waiting"):
            return
        after = self.row.get("after", 3)
        yield self._step(after, "written", self._write)
        if self.fate == "review":
            return
        yield self._step(after, "zsigned", self._sign)
        yield self._step(after + 1, "rated", self._rate)
        if self.fate == "published":
            yield self._step(after + 2, "published", self._publish)

    def _step(self, after: int, key: str, act: Any) -> Step:
        return Step(self._moment(after, key), self.order, act)

    def _moment(self, after: int, key: str) -> datetime:
        """So many working days after it came; of one day in the order of the keys."""
        day = self.came
        for _number in range(after):
            day = dates.working_day(day + timedelta(days=1), 1)
        hours = {"come": 9, "taken in": 9, "passed on": 11, "taken up": 9}
        first = hours.get(key, 16 if key == "zsigned" else 14)
        return dates.working_time(day, self.row["title"], first=first, hours=1)

    # --- Who --------------------------------------------------------------------------

    def _person(self, role: str, key: str) -> User:
        return self.player.people[holder(units()[key], role)]

    @property
    def office(self) -> User:
        return self.player.people[OVERSEER]

    def _unit(self) -> str:
        return str(self.row[UNIT])

    # --- What -------------------------------------------------------------------------

    def _come(self) -> None:
        row, agencies = self.row, self.player.agencies
        accused = agencies.get(row.get("accused", ""))
        place = Agency.objects.filter(name__contains=row.get("place", "—")).first()
        contact = {each: row.get(each, "") for each in ("name", "telephone", "email")}
        given = Given(
            mailbox=Mailbox.objects.get(code=row["mailbox"]),
            kind=row["kind"],
            title=row["title"],
            text=row["text"],
            about=About(agency=accused, place=place),
            contact=Contact(**contact),
            wants_publication=self.fate in ("published", "review", "settled"),
        )
        self.letter = submit(given, token=f"demo {row['title']}").letter

    def _take_in(self) -> None:
        if self.fate == "refused":
            ground, turn_to = self.row["ground"], self.row["turn_to"]
            intake.refuse(self.letter, ground, turn_to=turn_to, by=self.office)
        else:
            intake.accept(self.letter, by=self.office)

    def _pass_on(self) -> None:
        unit = self.player.agencies[self._unit()]
        intake.assign(self.letter, unit, by=self.office)

    def _take_up(self) -> None:
        clerk = self._person(Role.MAILBOX_CLERK, self._unit())
        intake.take_up(self.letter, by=clerk)
        if self.fate == "waiting":
            answering.ask_writer(self.letter, self.row["question"], by=clerk)

    def _write(self) -> None:
        clerk = self._person(Role.MAILBOX_CLERK, self._unit())
        answering.keep_reply(self.letter, self.row["answer"], "", version=0, by=clerk)
        answering.hand_in(self.letter, by=clerk)

    def _sign(self) -> None:
        answering.sign_reply(self.letter, by=self._person(Role.APPROVER, self._unit()))

    def _rate(self) -> None:
        settling.rate(self.letter, self.row["grade"], self.row.get("reason", ""))

    def _publish(self) -> None:
        publication = propose(
            self.letter,
            title=self.row["title"],
            text=self.row["text"],
            answer=self.row["answer"],
            by=self._person(Role.MAILBOX_CLERK, self._unit()),
        )
        publish(publication, by=self.office)
