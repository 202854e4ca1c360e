"""The demo county's matters, and where its notices were shown beside the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from directories.models import Role
from disclosure_portal.demo import dates
from disclosure_portal.demo.pictures import draw
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from notices.elsewhere import confirm_posting, register_posting, store_proof
from notices.matters import (
    finish_matter,
    keep_meeting,
    put_on_file,
    sign_matter,
)
from notices.models import Matter, MatterMeeting, Posting
from notices.two_hands import write

from .demo_notices import Player, Step
from .demo_people import holder

# After everything else of the same minute.
ORDER = 30_000
WRITTEN, SIGNED, REGISTERED = timedelta(days=6), timedelta(days=5), timedelta(days=4)


def steps(player: Player, as_of: date) -> Iterator[Step]:
    """Each is written some days before the county is shown, signed on the next."""
    for place, row in enumerate(toml("matters.toml")["matter"]):
        told = Told(player, row, as_of)
        key = row["title"]
        order = ORDER + place
        written = dates.working_time(as_of - WRITTEN, key, hours=6)
        yield Step(written, order, told.write)
        if not row.get("is_draft"):
            yield Step(dates.working_time(as_of - SIGNED, key), order, told.sign)
    for key, lines in toml("matters.toml")["elsewhere"].items():
        at = dates.working_time(as_of - REGISTERED, key)
        yield Step(at, ORDER, partial(_register, player, key, lines))


class Told:
    """One matter of the file and the row that it becomes."""

    def __init__(self, player: Player, row: dict[str, Any], as_of: date) -> None:
        self.player = player
        self.row = row
        self.as_of = as_of
        self.unit = units()[row["unit"]]
        self.matter = Matter()

    def write(self) -> None:
        row, editor = self.row, self._holder(Role.EDITOR)
        step, _bar, days = row.get("next", "").partition("|")
        self.matter = Matter(
            agency=self.player.agencies[row["unit"]],
            title=row["title"],
            kind=row["kind"],
            summary=row["summary"],
            promise=row.get("promise", ""),
            progress=row.get("progress", ""),
            result=row.get("result", ""),
            next_step=step,
            next_step_on=self._day(days) if step else None,
            person_in_charge=row["person"],
            telephone=self.unit.telephone,
        )
        write(self.matter, by=editor)
        for text in row.get("meetings", ()):
            keep_meeting(self._meeting(text), by=editor)
        for text in row.get("entries", ()):
            stage, key = text.split("|")
            if notice := self.player.notices.get(key):
                put_on_file(self.matter, notice, stage=stage, by=editor)

    def sign(self) -> None:
        approver = self._holder(Role.APPROVER)
        sign_matter(self.matter, by=approver)
        if self.matter.result:
            finish_matter(self.matter, by=approver)

    def _holder(self, role: str) -> User:
        return self.player.people[holder(self.unit, role)]

    def _day(self, days: str) -> date:
        return dates.working_day(self.as_of + timedelta(days=int(days)))

    def _meeting(self, text: str) -> MatterMeeting:
        sort, days, place, present, decision = text.split("|")
        return MatterMeeting(
            matter=self.matter,
            sort=sort,
            held_on=self._day(days),
            place=place,
            present=int(present),
            decision=decision,
        )


def _register(player: Player, key: str, lines: list[str]) -> None:
    notice = player.notices.get(key)
    if notice is None or notice.published_at is None:
        return
    unit = next(unit for unit in units().values() if unit.code == notice.agency.code)
    clerk = player.people[holder(unit, Role.EDITOR)]
    day = local_day(notice.published_at)
    for text in lines:
        form, place, first, last, number, drawing = text.split("|")
        until = day + timedelta(days=int(last)) if last else None
        posting = Posting(
            form=form,
            place=place,
            shown_from=day + timedelta(days=int(first)),
            shown_until=until,
            number=int(number),
        )
        if drawing:
            picture = [draw(drawing, "jpg")]
            posting.photo_digest = store_proof(picture, file_name=f"{key}.jpg")
        register_posting(notice, posting, by=clerk)
        confirm_posting(posting, by=player.people[holder(unit, Role.APPROVER)])
