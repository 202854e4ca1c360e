"""Playing the demo county's service guides by the portal's own deeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from directories.models import Role
from disclosure_portal.demo import documents
from disclosure_portal.demo.guides import Guide, decided_at, forms, guides
from disclosure_portal.foundation.models import User
from notices.attaching import attach
from notices.drafting import save_draft
from notices.models import Kind, Notice
from notices.review import submit
from notices.structures.guide_parts import write_fees, write_guide
from notices.structures.guides import GUIDES
from notices.structures.replacing import replace_lines

from . import demo_chain
from .demo_notices import BASIS, Player, Step
from .demo_people import holder

BOARD = "bszn"
# After the notices of the texts, where moments are equal.
ORDER = 10_000


def timetable(player: Player, as_of: date) -> list[Step]:
    steps = []
    for order, guide in enumerate(guides(), start=ORDER):
        steps += list(_steps(player, guide, order, as_of))
    return steps


def _steps(player: Player, guide: Guide, order: int, as_of: date) -> Iterator[Step]:
    decided = decided_at(guide, as_of)
    editor = player.people[holder(guide.unit, Role.EDITOR)]
    approver = player.people[holder(guide.unit, Role.APPROVER)]
    key = f"guide:{guide.item}"

    def write() -> None:
        player.notices[key] = _write(player, guide, editor)

    def hand_in() -> None:
        submit(player.notices[key], by=editor)

    def decide() -> None:
        demo_chain.sign_off(player.notices[key], player.people, approver)

    yield Step(decided - timedelta(hours=20), order, write)
    yield Step(decided - timedelta(hours=19), order, hand_in)
    yield Step(decided, order, decide)


def _write(player: Player, guide: Guide, editor: User) -> Notice:
    notice = Notice(
        agency=player.agencies[guide.unit.key],
        board=player.boards[BOARD],
        kind=Kind.PROCEDURE,
        title=guide.title,
        disclosure_basis=BASIS,
        source=guide.unit.name,
        responsible_editor=editor.name,
        section="政务服务股",
    )
    save_draft(notice, by=editor)
    write_guide(notice, guide.facts, events=guide.row["events"], by=editor)
    materials = [
        {name: value for name, value in line.items() if name != "form"}
        for line in guide.materials
    ]
    for number, field, name, text in forms(guide):
        content = documents.docx(text)
        attach(notice, file_name=name, chunks=[content], by=editor)
        materials[number][field] = name
    for table, lines in zip(GUIDES.tables, (materials, guide.steps), strict=True):
        replace_lines(notice, table, lines, by=editor)
    write_fees(notice, guide.fees, by=editor)
    return notice
