"""Corrections of what the demo county published: some taken in, one that waits; and
what editors ask to be taken down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from directories.models import Role
from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation.models import User
from notices.correcting import explain_correction, open_correction
from notices.drafting import save_draft
from notices.models import Notice, NoticeStatus
from notices.review import submit
from notices.structures.registry import STRUCTURED
from notices.structures.replacing import replace_lines
from notices.withdrawal_requests import ask_withdrawal

from . import demo_chain
from .demo_notices import Player, Step
from .demo_people import holder

# After what is published in the same minute.
ORDER = 40_000


def steps(player: Player, as_of: date) -> Iterator[Step]:
    for place, row in enumerate(toml("corrections.toml")["correction"]):
        day = dates.working_day(as_of + timedelta(days=row["day"]))
        at = dates.working_time(day, row["note"])
        yield Step(at, ORDER + place, Corrected(player, row).write)
    for place, row in enumerate(toml("withdrawals.toml")["withdrawal"]):
        day = dates.working_day(as_of + timedelta(days=row["day"]))
        at = dates.working_time(day, row["reason"])
        asked = Asked(player, row, as_of)
        yield Step(at, 2 * ORDER + place, asked.write)


@dataclass(frozen=True)
class Corrected:
    """One correction of the file."""

    player: Player
    row: dict[str, Any]

    def write(self) -> None:
        """Nothing where its notice is not public yet on this day."""
        notice = Notice.objects.get(pk=self.player.notices[self.row["notice"]].pk)
        if notice.status != NoticeStatus.PUBLISHED:
            return
        editor = self._holder(Role.EDITOR)
        correction = open_correction(notice, by=editor)
        self._change(correction, editor)
        explain_correction(
            correction,
            by=editor,
            change_note=self.row["note"],
            reason=self.row["reason"],
        )
        submit(correction, by=editor)
        if not self.row.get("waits"):
            approver = self._holder(Role.APPROVER)
            demo_chain.sign_off(correction, self.player.people, approver)

    def _change(self, correction: Notice, editor: User) -> None:
        for change in self.row.get("text", ()):
            before, after = change.split("|")
            correction.body = correction.body.replace(before, after)
        save_draft(correction, by=editor)
        if changed := self.row.get("line"):
            table = STRUCTURED[correction.kind].tables[0]
            lines = table.read(correction)
            lines[changed["number"] - 1] |= {
                "standard": changed["standard"],
                "amount": Decimal(changed["amount"]),
            }
            replace_lines(correction, table, lines, by=editor)

    def _holder(self, role: str) -> User:
        return self.player.people[holder(units()[self.row["unit"]], role)]


@dataclass(frozen=True)
class Asked:
    """One withdrawal that is asked for and not decided."""

    player: Player
    row: dict[str, Any]
    as_of: date

    def write(self) -> None:
        """Nothing where its notice is not public yet on this day."""
        notice = Notice.objects.get(pk=self.player.notices[self.row["notice"]].pk)
        if notice.status != NoticeStatus.PUBLISHED:
            return
        revoked = self.row.get("revoked")
        ask_withdrawal(
            notice,
            by=self.player.people[holder(units()[self.row["unit"]], Role.EDITOR)],
            ground=self.row["ground"],
            reason=self.row["reason"],
            revoked_on=revoked and self.as_of + timedelta(days=revoked),
        )
