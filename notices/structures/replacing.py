"""Lines and facts of a draft put in the place of those before, all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation.models import User

from ..models import Citing, Notice, NoticeFacts
from .line_table import Line, LineTable, link_bases
from .registry import STRUCTURED


@transaction.atomic
def replace_lines(
    notice: Notice, table: LineTable, lines: Sequence[Line], *, by: User
) -> None:
    """Raises NotAllowed, and StaleStatusError for what is no draft any more or was
    changed since it was read."""
    require_role(by, notice.agency, Role.EDITOR)
    notice.lock_content(by=by)
    table.replace(notice, lines)


@transaction.atomic
def replace_facts(notice: Notice, facts: NoticeFacts, *, by: User) -> None:
    """Raises as replace_lines does."""
    require_role(by, notice.agency, Role.EDITOR)
    notice.lock_content(by=by)
    model = type(facts)
    model._default_manager.filter(notice=notice).delete()
    facts.notice = notice
    facts.save()
    if isinstance(facts, Citing):
        link_bases(type(facts), [facts])


def change_texts(notice: Notice, change: Callable[[str, str], str]) -> None:
    """Put `change(place, text)` in the place of each text of a draft's structured
    content; places as in leak_check, "remark" or "lines[0].remark". What stays the
    same is not written. The caller holds the draft."""
    kind = STRUCTURED.get(notice.kind)
    if kind is None:
        return
    for table in kind.tables:
        lines = table.read(notice)
        changed = [
            _changed(line, change, f"{table.code}[{number}].")
            for number, line in enumerate(lines)
        ]
        if changed != lines:
            table.replace(notice, changed)
    for model in NoticeFacts.__subclasses__():
        for facts in model._default_manager.filter(notice=notice):
            names = [column.code for column in kind.facts]
            texts = {name: getattr(facts, name, None) for name in names}
            for name, text in _changed(texts, change, "").items():
                if text != texts[name]:
                    setattr(facts, name, text)
            facts.save()


def _changed(line: Line, change: Callable[[str, str], str], before: str) -> Line:
    return {
        name: change(before + name, value) if isinstance(value, str) else value
        for name, value in line.items()
    }
