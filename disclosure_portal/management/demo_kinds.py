"""Demo notices with structured content: written, filled, submitted and signed by the
portal's own deeds, each at its own time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from directories.models import Role
from disclosure_portal.demo import dates
from disclosure_portal.demo.enclosures import enclosed_with
from disclosure_portal.demo.units import units
from disclosure_portal.foundation.models import User
from notices.attaching import attach
from notices.drafting import save_draft
from notices.models import Notice
from notices.review import submit

from . import demo_chain
from .demo_notices import BASIS, Player, Step
from .demo_people import holder

# Behind the stories in the order of equal moments.
BEHIND = 10_000


@dataclass(frozen=True)
class Filled:
    """A notice of a kind. `fill` gives the saved draft its content, by its editor;
    `fields` are further columns of the notice."""

    key: str
    kind: str
    unit: str
    board: str
    title: str
    day: date
    fill: Callable[[Notice, User], None]
    fields: dict[str, Any] = field(default_factory=dict)
    is_draft: bool = False


def steps(player: Player, filled: Iterable[Filled]) -> Iterator[Step]:
    """Writing and signing of each, as far as they are past."""
    for number, one in enumerate(filled, start=BEHIND):
        signed_at = dates.working_time(dates.working_day(one.day), one.key)
        eve = dates.working_day(signed_at.date() - timedelta(days=1))
        written_at = dates.working_time(eve, one.key + "/", hours=6)
        if written_at < player.now:
            yield Step(written_at, number, partial(_write, player, one))
        if signed_at < player.now and not one.is_draft:
            yield Step(signed_at, number, partial(_sign, player, one))


def _write(player: Player, one: Filled) -> None:
    unit = units()[one.unit]
    editor = player.people[holder(unit, Role.EDITOR)]
    notice = Notice(
        agency=player.agencies[one.unit],
        board=player.boards[one.board],
        kind=one.kind,
        title=one.title,
        disclosure_basis=BASIS,
        source=unit.name,
        responsible_editor=editor.name,
        **one.fields,
    )
    save_draft(notice, by=editor)
    player.notices[one.key] = notice
    one.fill(notice, editor)
    enclose(notice, one.key, one.day, by=editor)


def enclose(notice: Notice, key: str, day: date, *, by: User) -> None:
    """The file that goes with it, if it has one."""
    found = enclosed_with(
        notice.kind, key, unit=notice.source, title=notice.title, day=day
    )
    if found is not None:
        attach(
            notice,
            file_name=found.file_name,
            chunks=[found.content],
            by=by,
            title=found.title,
        )


def _sign(player: Player, one: Filled) -> None:
    notice, unit = player.notices[one.key], units()[one.unit]
    submit(notice, by=player.people[holder(unit, Role.EDITOR)])
    approver = player.people[holder(unit, Role.APPROVER)]
    demo_chain.sign_off(notice, player.people, approver)
