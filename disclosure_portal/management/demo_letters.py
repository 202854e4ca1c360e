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
from feedback import answering, extending, intake, settling, shipped_limits
from feedback.answering_questions import (
    hand_in_question,
    keep_question,
    publish_question,
)
from feedback.contacts import Contact
from feedback.models import Letter, Mailbox, Question
from feedback.publishing_letters import propose, publish
from feedback.splitting import Second, split
from feedback.submitting import About, Given, submit

from .demo_county import first_moment
from .demo_notices import Player, Step
from .demo_people import OVERSEER, holder

# After the services of the same minute.
ORDER = 60_000
WORDS = ("code", "name", "kinds", "guide")
UNIT = "unit"
# The hour at which each deed begins to be done, and the afternoon for all others.
HOURS = {"come": 9, "taken in": 9, "divided": 10, "passed on": 11, "taken up": 9}
AFTERNOON = 14
SIGNED = 16


def steps(player: Player, as_of: date) -> Iterator[Step]:
    """The mailboxes stand from the first day; each letter goes as far as it says."""
    yield Step(first_moment(player.now), ORDER, lambda: make_boxes(player.agencies))
    for place, row in enumerate(_file()["letter"]):
        told = _Told(player, row, as_of, ORDER + place)
        yield from (step for step in told.steps() if step.at < player.now)
    for row in _file()["question"]:
        asked = _Asked(player, row, as_of)
        yield from (step for step in asked.steps() if step.at < player.now)


@cache
def _file() -> dict[str, Any]:
    return toml("letters.toml")


def make_boxes(agencies: Mapping[str, Agency]) -> None:
    """With the limits that a portal begins with, where it has none yet."""
    shipped_limits.load()
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
        # What was split off, if it asks two things.
        self.second: Letter | None = None

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
        if "second" in self.row:
            yield self._step(1, "divided", self._divide)
        yield self._step(1, "passed on", self._pass_on)
        if self.fate == "assigned":
            return
        yield self._step(2, "taken up", self._take_up)
        if self.fate in ("handling", "waiting"):
            return
        yield from self._midway()
        yield from self._answered(self.row.get("after", 3))

    def _midway(self) -> Iterator[Step]:
        """What the unit asks for before it answers: more words, or more time."""
        if "supplement" in self.row:
            yield self._step(3, "asked", self._ask)
            yield self._step(5, "added", self._add)
        if "extension" in self.row:
            yield self._step(3, "asked", self._ask_time)
            yield self._step(4, "granted", self._grant_time)

    def _answered(self, after: int) -> Iterator[Step]:
        yield self._step(after, "written", self._write)
        if self.fate == "review":
            return
        yield self._step(after, "signed", self._sign)
        if "grade" in self.row:
            yield self._step(after + 1, "rated", self._rate)
        if self.fate == "again":
            yield self._step(after + 3, "written", self._write_again)
            yield self._step(after + 3, "signed", self._sign)
            yield self._step(after + 4, "rated", self._rate_again)
        if self.fate == "published":
            yield self._step(after + 2, "published", self._publish)

    def _step(self, after: int, key: str, act: Any) -> Step:
        return Step(self._moment(after, key), self.order, act)

    def _moment(self, after: int, key: str) -> datetime:
        """So many working days after it came; of one day in the order of the keys."""
        day = self.came
        for _number in range(after):
            day = dates.working_day(day + timedelta(days=1), 1)
        first = HOURS.get(key, SIGNED if key == "signed" else AFTERNOON)
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
        about = agencies.get(row.get("accused", ""))
        # An objection is bound to its posting and to the unit that posted.
        notice = self.player.notices.get(row.get("posting", ""))
        place = Agency.objects.filter(name__contains=row.get("place", "—")).first()
        contact = {each: row.get(each, "") for each in ("name", "telephone", "email")}
        given = Given(
            mailbox=Mailbox.objects.get(code=row["mailbox"]),
            kind=row["kind"],
            title=row["title"],
            text=row["text"],
            about=About(
                agency=notice.agency if notice else about,
                place=place,
                notice=notice,
                revision=1 if notice else None,
            ),
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

    def _divide(self) -> None:
        """The office cuts the second matter out, in the writer's words."""
        given = self.row["second"]
        words = Second(given["kind"], given["title"], given["text"])
        self.second = split(self.letter, words, by=self.office)

    def _pass_on(self) -> None:
        unit = self.player.agencies[self._unit()]
        intake.assign(self.letter, unit, by=self.office)
        if self.second:
            other = self.player.agencies[self.row["second"][UNIT]]
            intake.assign(self.second, other, by=self.office)

    @property
    def clerk(self) -> User:
        return self._person(Role.MAILBOX_CLERK, self._unit())

    def _take_up(self) -> None:
        intake.take_up(self.letter, by=self.clerk)
        if self.fate == "waiting":
            self._ask()

    def _ask(self) -> None:
        answering.ask_writer(self.letter, self.row["question"], by=self.clerk)

    def _add(self) -> None:
        answering.supplement(self.letter, self.row["supplement"])

    def _ask_time(self) -> None:
        asked = self.row["extension"]
        extending.ask_extension(
            self.letter, asked["days"], asked["reason"], by=self.clerk
        )

    def _grant_time(self) -> None:
        """Another person of the office says so, and the writer reads why."""
        said = self.row["extension"]["message"]
        extending.decide_extension(
            self.letter, is_granted=True, message=said, by=self.office
        )

    def _write(self) -> None:
        self._draft(self.row["answer"])

    def _write_again(self) -> None:
        self._draft(self.row["answer_again"])

    def _draft(self, answer: str) -> None:
        finding = self.row.get("finding", "")
        answering.keep_reply(
            self.letter, answer, "", version=0, by=self.clerk, finding=finding
        )
        answering.hand_in(self.letter, by=self.clerk)

    def _sign(self) -> None:
        answering.sign_reply(self.letter, by=self._person(Role.APPROVER, self._unit()))

    def _rate(self) -> None:
        settling.rate(self.letter, self.row["grade"], self.row.get("reason", ""))

    def _rate_again(self) -> None:
        settling.rate(self.letter, self.row["grade_again"], "")

    def _publish(self) -> None:
        publication = propose(
            self.letter,
            title=self.row["title"],
            text=self.row["text"],
            answer=self.row["answer"],
            by=self.clerk,
        )
        publish(publication, by=self.office)


class _Asked:
    """A common question: written by a unit's clerk, published by its approver."""

    def __init__(self, player: Player, row: Mapping[str, Any], as_of: date) -> None:
        self.player = player
        self.row = row
        self.day = as_of - timedelta(days=row["back"])
        self.question = Question()

    def steps(self) -> Iterator[Step]:
        yield Step(self._moment(0, AFTERNOON), ORDER, self._write)
        yield Step(self._moment(1, SIGNED), ORDER, self._publish)

    def _moment(self, after: int, first: int) -> datetime:
        day = dates.working_day(self.day + timedelta(days=after), 1)
        return dates.working_time(day, self.row["title"], first=first, hours=1)

    def _person(self, role: str) -> User:
        return self.player.people[holder(units()[self.row[UNIT]], role)]

    def _write(self) -> None:
        self.question = Question(
            agency=self.player.agencies[self.row[UNIT]],
            title=self.row["title"],
            answer=self.row["answer"],
            guide=self.player.notices.get(self.row.get("guide", "")),
        )
        clerk = self._person(Role.MAILBOX_CLERK)
        keep_question(self.question, by=clerk)
        hand_in_question(self.question, by=clerk)

    def _publish(self) -> None:
        publish_question(self.question, by=self._person(Role.APPROVER))
