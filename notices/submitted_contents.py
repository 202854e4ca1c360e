"""What was handed in with each round, and what has changed since the last one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, Field, OuterRef
from django.utils.translation import gettext_lazy

from disclosure_portal.foundation.canonical import canonical
from disclosure_portal.foundation.rich_text import plain_text
from disclosure_portal.foundation.spreadsheets.columns import Column

from .models import UNRELEASED, Notice, SubmittedContent
from .public_content import public_content
from .structures.registry import STRUCTURED

# What the deeds set, not the writer.
NOT_WRITTEN = {"index_number", "published_at", "recorded_at", "is_migrated", "override"}
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Stroke:
    """A line of a part: "same", "gone" or "new"."""

    sort: str
    text: str


@dataclass(frozen=True)
class ChangedPart:
    """One part of a notice that is not as it was handed in before."""

    label: str
    strokes: Sequence[Stroke]


def keep_submitted(notice: Notice) -> None:
    """Keep what is handed in with this round, as a revision would say it."""
    SubmittedContent.objects.create(
        notice=notice,
        round=notice.round,
        content=canonical(public_content(notice)).decode(),
    )


def forget_submitted() -> str:
    """Drop what notices said in rounds that are over: of what is public the revisions
    tell. Wired to tick."""
    open_one = Notice.objects.filter(pk=OuterRef("notice"), status__in=UNRELEASED)
    over = SubmittedContent.objects.filter(~Exists(open_one))
    return f"{over.delete()[0]} submitted contents removed"


def changes_since_last_round(notice: Notice) -> list[ChangedPart] | None:
    """What differs from the round before; None where there was none. One query."""
    rounds = SubmittedContent.objects.filter(
        notice=notice, round__in=(notice.round - 1, notice.round)
    )
    found = dict(rounds.values_list("round", "content"))
    if len(found) < 2:
        return None
    before, after = (json.loads(found[number])["record"] for number in sorted(found))
    return changed_parts(before, after)


def changed_parts(before: Record, after: Record) -> list[ChangedPart]:
    """The parts that differ, by lines, in the order of the record."""
    old, new = dict(_parts(before)), dict(_parts(after))
    return [
        ChangedPart(label, strokes_of(old.get(label, []), new.get(label, [])))
        for label in {**new, **old}
        if old.get(label, []) != new.get(label, [])
    ]


def strokes_of(before: Sequence[str], after: Sequence[str]) -> list[Stroke]:
    strokes: list[Stroke] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for sort, i, j, k, m in matcher.get_opcodes():
        if sort == "equal":
            strokes += (Stroke("same", line) for line in before[i:j])
            continue
        strokes += (Stroke("gone", line) for line in before[i:j])
        strokes += (Stroke("new", line) for line in after[k:m])
    return strokes


# --- A record as lines --------------------------------------------------------------


def _parts(record: Record) -> Iterator[tuple[str, list[str]]]:
    for name, value in record.items():
        if name not in NOT_WRITTEN and value not in (None, "", [], {}):
            yield from _part(name, value)


def _part(name: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    if name == "structure":
        yield from _structure(value)
    elif name == "body":
        yield _label(name), plain_text(value).splitlines()
    else:
        yield (
            _label(name),
            [_shown(name, value)]
            if not _is_list(value)
            else [_record(each) for each in value],
        )


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


_LABELS = {
    "attachments": gettext_lazy("Attachments"),
    "co_publishers": gettext_lazy("co-publishers"),
    "posting_period": gettext_lazy("posting period"),
}


def _label(name: str) -> str:
    if name in _LABELS:
        return str(_LABELS[name])
    field = _field(name)
    return str(field.verbose_name) if field is not None else name


def _field(name: str) -> Field[Any, Any] | None:
    try:
        field = Notice._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def _shown(name: str, value: Any) -> str:
    field = _field(name)
    choices = dict(field.flatchoices) if field is not None else {}
    if isinstance(value, dict):
        return _record(value)
    return str(choices.get(value, value))


def _record(record: Record) -> str:
    return "；".join(str(value) for value in record.values() if value not in (None, ""))


def _structure(structure: Record) -> Iterator[tuple[str, list[str]]]:
    """Facts each by itself, tables line by line; of recipients only the sums."""
    known = STRUCTURED[structure["kind"]]
    for column in known.facts:
        if structure.get(column.code) not in (None, ""):
            yield str(column.label), [str(structure[column.code])]
    for table in (*known.tables, *known.made):
        if lines := structure.get(table.code):
            yield str(table.title), [_line(table.columns, line) for line in lines]


def _line(columns: Iterable[Column], line: Record) -> str:
    said = ((column.label, line.get(column.code)) for column in columns)
    return "；".join(f"{label}：{value}" for label, value in said if value)
