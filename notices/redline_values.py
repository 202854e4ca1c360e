"""What was changed in facts and tables: by line, which its key tells, and by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.spreadsheets.columns import Column

from .kind_pages.printed import printed, printed_facts
from .line_differences import Changes, Line, difference, name_of
from .redline import redline
from .redline_blocks import shortened
from .structures.line_table import LineTable

Values = Mapping[str, Any]
# Words longer than this are compared word by word, not set side by side.
SHORT = 24
# From when a line holds: said with what it changes, 「30 → 35 元，7月1日起」.
SINCE = "effective_from"
# More lines than this are counted, not listed.
MOST = 200


def changed_facts(
    columns: Iterable[Column], before: Values, after: Values
) -> list[dict[str, Any]]:
    """Those of the facts that differ, in the order of the page."""
    return [
        changed_value(column, before.get(column.code), after.get(column.code))
        for column in columns
        if _plain(before.get(column.code)) != _plain(after.get(column.code))
    ]


def changed_value(column: Column, before: Any, after: Any) -> dict[str, Any]:
    """As a reader sees it; long words come as pieces of a redline."""
    unit = column.base_unit if column.is_numeric else ""
    shown = worded(str(column.label), printed(column, before), printed(column, after))
    return shown | {"unit": unit}


def worded(label: str, before: str, after: str) -> dict[str, Any]:
    """Two words side by side, or long ones word by word."""
    is_long = bool(before and after) and max(len(before), len(after)) > SHORT
    return {
        "label": label,
        "before": before,
        "after": after,
        "unit": "",
        "pieces": shortened(redline(before, after)) if is_long else (),
    }


def _plain(value: Any) -> Any:
    """Nothing, an empty text and a missing column are the same to a reader."""
    return None if value == "" else value


def changed_table(
    table: LineTable, before: Sequence[Values], after: Sequence[Values]
) -> dict[str, Any] | None:
    """What was changed in a table; None where nothing was but the order of its
    lines."""
    key = key_of(table)
    columns = {column.code: column for column in table.columns if not column.is_serial}
    found = difference(before, after, key=key, columns=list(columns))
    parts = (found.changed, found.added, found.removed)
    if not any(parts):
        return None
    return {
        "code": table.code,
        "title": str(table.title),
        "changed": [
            _changed_line(columns, key, name, values)
            for name, values in found.changed[:MOST]
        ],
        "added": [_whole_line(columns, key, line) for line in found.added[:MOST]],
        "removed": [_whole_line(columns, key, line) for line in found.removed[:MOST]],
        "changed_count": len(found.changed),
        "added_count": len(found.added),
        "removed_count": len(found.removed),
        "same": found.same,
        "hidden": sum(max(0, len(part) - MOST) for part in parts),
    }


def key_of(table: LineTable) -> tuple[str, ...]:
    """The columns by which a line is known again; a name where the kind has no key."""
    if table.key:
        return table.key
    codes = [column.code for column in table.columns]
    return ("name",) if "name" in codes else (codes[0],)


def _changed_line(
    columns: Mapping[str, Column],
    key: Sequence[str],
    name: Sequence[str],
    values: Changes,
) -> dict[str, Any]:
    return {
        "name": _name(columns, key, name),
        "since": _since(columns, values),
        "values": [
            changed_value(columns[code], *pair)
            for code, pair in values.items()
            if code != SINCE or not _since(columns, values)
        ],
    }


def _whole_line(
    columns: Mapping[str, Column], key: Sequence[str], line: Line
) -> dict[str, Any]:
    """A line that came or went, with all that it says."""
    others = [
        column for code, column in columns.items() if line.get(code) and code not in key
    ]
    return {
        "name": _name(columns, key, name_of(line, key)),
        "values": printed_facts(others, line),
    }


def _since(columns: Mapping[str, Column], values: Mapping[str, Any]) -> str:
    """Where a line now holds from another day, and says something else."""
    if SINCE not in values or len(values) < 2 or not values[SINCE][1]:
        return ""
    day = printed(columns[SINCE], values[SINCE][1])
    return _("from %(day)s on") % {"day": day}


def _name(
    columns: Mapping[str, Column], key: Sequence[str], name: Sequence[str]
) -> str:
    parts = zip(key, name, strict=True)
    words = [printed(columns[code], part) for code, part in parts if part]
    return " ".join(words) or _("(without a name)")


def changed_words(
    label: str, before: Iterable[str], after: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """Of two lists of words, if they differ."""
    old, new = "、".join(before), "、".join(after)
    if old != new:
        yield worded(label, old, new)
