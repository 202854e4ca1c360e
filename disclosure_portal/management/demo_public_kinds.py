"""Playing the demo notices of decisions, warnings and personnel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from directories.models import Role
from disclosure_portal.demo.public_kinds import (
    PublicStory,
    decisions,
    personnel,
    public_stories,
    warning,
)
from disclosure_portal.foundation.models import User
from notices.models import PersonnelFacts, WarningFacts
from notices.structures.registry import STRUCTURED
from notices.structures.replacing import replace_lines
from notices.warnings_in_force import end_warning

from .demo_kinds import enclose
from .demo_notices import Player, Step
from .demo_people import holder

# They come after the other notices of the same minute.
ORDER = 10_000


def steps(player: Player, as_of: date) -> list[Step]:
    """All steps up to now, in the order of the files."""
    made = []
    for place, told in enumerate(public_stories(as_of)):
        made += [
            step for step in _steps(player, told, ORDER + place) if step.at < player.now
        ]
    return made


def _steps(player: Player, told: PublicStory, order: int) -> Iterator[Step]:
    (written_at, write), *rest = player.steps(told.story)

    def write_all() -> None:
        write()
        _fill(player, told)
        notice, by = player.notices[told.story.key], _editor(player, told)
        enclose(notice, told.story.key, told.story.day, by=by)

    yield Step(written_at, order, write_all)
    for at, act in rest:
        yield Step(at, order, act)
    if hours := told.row.get("ended_after"):
        ended_at = told.story.decided_at + timedelta(hours=hours)
        yield Step(ended_at, order, lambda: _end(player, told))


def _editor(player: Player, told: PublicStory) -> User:
    return player.people[holder(told.story.unit, Role.EDITOR)]


def _fill(player: Player, told: PublicStory) -> None:
    notice = player.notices[told.story.key]
    editor = _editor(player, told)
    if told.kind == "warning":
        branch = player.agencies[told.row["branch"]]
        WarningFacts.objects.create(notice=notice, branch=branch, **warning(told))
        return
    if told.kind == "personnel":
        facts, lines = personnel(told)
        PersonnelFacts.objects.create(notice=notice, **facts)
    else:
        lines = decisions(told)
    (table,) = STRUCTURED[told.kind].tables
    replace_lines(notice, table, lines, by=editor)


def _end(player: Player, told: PublicStory) -> None:
    approver = player.people[holder(told.story.unit, Role.APPROVER)]
    notice = player.notices[told.story.key]
    end_warning(notice, by=approver, note=told.row["end_note"])
