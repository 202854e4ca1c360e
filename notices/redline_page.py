"""What was changed between two versions of a notice, for any reader.

Recipient lists are compared by their counts and sums only, and those of programmes
that tell nobody apart not even by these: the difference of two sums is a sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_date, official_moment
from disclosure_portal.foundation.rich_text_shown import link_targets, shown_lines

from .line_differences import difference
from .models import (
    Board,
    Kind,
    LifeEvent,
    Notice,
    PostingPeriod,
    Programme,
)
from .redline import is_changed, redline
from .redline_blocks import blocks_of
from .redline_values import (
    changed_facts,
    changed_table,
    changed_value,
    changed_words,
    worded,
)
from .structures.registry import STRUCTURED, told_structures
from .structures.subsidies import AMOUNT, COUNT, QUANTITY

Record = Mapping[str, Any]

# Columns of a notice that readers see, in the order of its page; texts apart.
COLUMNS = (
    *("document_number", "issued_on", "effective_from", "effective_until"),
    *("validity", "theme", "genre", "stage", "service_audience", "keywords"),
    *("disclosure", "disclosure_basis", "term", "source", "source_url"),
    *("section", "responsible_editor"),
)
PERIOD = (
    *("starts_on", "length", "unit", "ends_on", "objection_unit"),
    *("objection_telephone", "objection_form", "afterwards"),
)
DIGEST = "original_digest"
FILE_COLUMNS = (DIGEST, "title")
LIST_FIGURES = (COUNT, QUANTITY, AMOUNT)


def changes(kind: str, before: Record, after: Record) -> dict[str, Any]:
    """Two contents of revisions, as the page shows their difference; at most five
    queries, whatever is in them."""
    old, new = _structures(kind, before, after)
    body = redline(shown_lines(before["body"]), shown_lines(after["body"]))
    found = {
        "values": [*_values(before, after), *_facts(kind, old, new)],
        "tables": list(_tables(kind, old, new)),
        "recipients": _recipients(kind, old, new),
        "text": blocks_of(body) if is_changed(body) else None,
        "links": _links(before["body"], after["body"]),
        "files": _files(before["attachments"], after["attachments"]),
        "is_layout_only": False,
        "is_reordered": False,
        "is_same": False,
    }
    is_said = any(found.values())
    found["is_layout_only"] = not is_said and before["body"] != after["body"]
    found["is_reordered"] = not is_said and _reordered(kind, old, new)
    found["is_same"] = not any(found.values())
    return found


def _structures(kind: str, before: Record, after: Record) -> tuple[Record, Record]:
    """What may be told of them now; empty for kinds without a structure."""
    pair = [before["structure"], after["structure"]]
    if kind not in STRUCTURED or None in pair:
        return {}, {}
    old, new = told_structures(kind, pair)
    return old, new


# --- Columns of every notice ----------------------------------------------------------


def _values(before: Record, after: Record) -> Iterator[dict[str, Any]]:
    for name in ("title", "summary"):
        if before[name] != after[name]:
            yield worded(_label(Notice, name), before[name], after[name])
    for name in COLUMNS:
        if before[name] != after[name]:
            shown = (_shown(Notice, name, each[name]) for each in (before, after))
            yield worded(_label(Notice, name), *shown)
    yield from _board(before["board"], after["board"])
    yield from _policy(before["interprets"], after["interprets"])
    yield from changed_words(
        _("Published jointly by"),
        (unit["name"] for unit in before["co_publishers"]),
        (unit["name"] for unit in after["co_publishers"]),
    )
    yield from _period(before["posting_period"] or {}, after["posting_period"] or {})
    if after.get("override") not in (None, before.get("override")):
        label = _("Published by override of the county leader")
        yield worded(label, _override(before), _override(after))


def _override(record: Record) -> str:
    found = record.get("override")
    return f"{found['by']}：{found['reason']}" if found else ""


def _board(before: str, after: str) -> Iterator[dict[str, Any]]:
    if before != after:
        boards = Board.objects.filter(slug__in=(before, after))
        names = dict(boards.values_list("slug", "name"))
        # An address that was changed since is no board's any more.
        shown = (names.get(slug, "") for slug in (before, after))
        yield worded(_label(Notice, "board"), *shown)


def _policy(before: int | None, after: int | None) -> Iterator[dict[str, Any]]:
    if before == after:
        return
    known = Notice.objects.public().filter(pk__in=[pk for pk in (before, after) if pk])
    titles = dict(known.values_list("pk", "title"))
    shown = (titles.get(pk, _("a notice")) if pk else "" for pk in (before, after))
    yield worded(_label(Notice, "interprets"), *shown)


def _period(before: Record, after: Record) -> Iterator[dict[str, Any]]:
    for name in PERIOD:
        old, new = before.get(name), after.get(name)
        if old != new:
            label = f"{PostingPeriod._meta.verbose_name}：{_label(PostingPeriod, name)}"
            shown = (_shown(PostingPeriod, name, each) for each in (old, new))
            yield worded(label, *shown)


def _label(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def _shown(model: Any, name: str, value: Any) -> str:
    """A value of a revision in the words of its column."""
    if value is None or value == "":
        return ""
    field = model._meta.get_field(name)
    if field.get_internal_type() == "DateField":
        return official_date(date.fromisoformat(value))
    words = dict(field.flatchoices)
    return str(words.get(value, value))


# --- Structured content ---------------------------------------------------------------


def _facts(kind: str, old: Record, new: Record) -> Iterator[dict[str, Any]]:
    if not new:
        return
    if may_be_compared(kind, old, new):
        yield from changed_facts(STRUCTURED[kind].facts, old, new)
    if kind == Kind.WARNING:
        yield from _warning(old, new)
    if kind == Kind.PROCEDURE:
        yield from _guide(old, new)
    if kind == Kind.SUBSIDY:
        names = ((each["programme"] or {}).get("name", "") for each in (old, new))
        programme_before, programme_after = names
        yield from changed_words(
            str(Programme._meta.verbose_name), [programme_before], [programme_after]
        )


def _warning(old: Record, new: Record) -> Iterator[dict[str, Any]]:
    labels = {"starts_at": _("warning from"), "ends_at": _("warning until")}
    for name, label in labels.items():
        if old[name] != new[name]:
            yield worded(label, *(_moment(each[name]) for each in (old, new)))
    units = ((each["branch"] or {}).get("name", "") for each in (old, new))
    before, after = units
    yield from changed_words(_("Unit of the warned area"), [before], [after])


def _moment(text: str | None) -> str:
    return official_moment(datetime.fromisoformat(text)) if text else ""


def _guide(old: Record, new: Record) -> Iterator[dict[str, Any]]:
    def events(each: Record) -> list[str]:
        return [str(LifeEvent(code).label) for code in each["events"]]

    yield from changed_words(_("Life events"), events(old), events(new))


def _tables(kind: str, old: Record, new: Record) -> Iterator[dict[str, Any]]:
    if not new or not may_be_compared(kind, old, new):
        return
    known = STRUCTURED[kind]
    for table in (*known.tables, *known.made):
        changed = changed_table(table, old[table.code], new[table.code])
        if changed is not None:
            yield changed


def _recipients(kind: str, old: Record, new: Record) -> dict[str, Any] | None:
    """Counts and sums of a list that was replaced, and never a line of it."""
    if kind != Kind.SUBSIDY or not new:
        return None
    before, after = old["list"] or {}, new["list"] or {}
    if before.get("digest") == after.get("digest"):
        return None
    may_be_told = may_be_compared(kind, old, new)
    return {
        "figures": [
            changed_value(column, before.get(column.code), after.get(column.code))
            for column in LIST_FIGURES
            if before.get(column.code) != after.get(column.code)
        ]
        if may_be_told
        else [],
        "is_withheld": not may_be_told,
    }


def may_be_compared(kind: str, *structures: Record) -> bool:
    """Not where the programme tells nobody apart; one query for a subsidy."""
    if kind != Kind.SUBSIDY:
        return True
    keys = [each["programme"]["id"] for each in structures if each["programme"]]
    return not Programme.objects.filter(pk__in=keys, is_sensitive=True).exists()


def _reordered(kind: str, old: Record, new: Record) -> bool:
    tables = STRUCTURED[kind].tables if new else ()
    return any(old[table.code] != new[table.code] for table in tables)


# --- Links and files ------------------------------------------------------------------


def _links(before: str, after: str) -> dict[str, list[str]] | None:
    """Addresses behind words: two links may read alike and lead elsewhere."""
    old, new = Counter(link_targets(before)), Counter(link_targets(after))
    if old == new:
        return None
    return {"added": list(new - old), "removed": list(old - new)}


def _files(
    before: Sequence[Record], after: Sequence[Record]
) -> dict[str, list[str]] | None:
    """Which came, which went, which have another content under their name."""
    found = difference(before, after, key=("file_name",), columns=FILE_COLUMNS)
    titles = {file["file_name"]: file["title"] for file in after}
    names = [[file["file_name"] for file in files] for files in (before, after)]
    is_moved = sorted(names[0]) == sorted(names[1]) and names[0] != names[1]
    told = {
        "added": [file["title"] for file in found.added],
        "removed": [file["title"] for file in found.removed],
        "replaced": [
            titles[name] for (name,), values in found.changed if DIGEST in values
        ],
        "renamed": [
            " → ".join(values["title"])
            for _name, values in found.changed
            if "title" in values
        ],
        "moved": [titles[name] for name in names[1]] if is_moved else [],
    }
    return told if any(told.values()) else None
