"""What was changed between two versions of a notice, for any reader.

Recipient lists are compared by their counts and sums only, and those of programmes
that tell nobody apart not even by these: the difference of two sums is a sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_date, official_moment
from disclosure_portal.foundation.rich_text_shown import shown_text

from .models import (
    Board,
    GuideFee,
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
from .structures.guides import FEE_COLUMNS
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
LIST_FIGURES = (COUNT, QUANTITY, AMOUNT)


def changes(kind: str, before: Record, after: Record) -> dict[str, Any]:
    """Two contents of revisions, as the page shows their difference; at most five
    queries, whatever is in them."""
    old, new = _structures(kind, before, after)
    body = redline(shown_text(before["body"]), shown_text(after["body"]))
    found = {
        "values": [*_values(before, after), *_facts(kind, old, new)],
        "tables": list(_tables(kind, old, new)),
        "recipients": _recipients(kind, old, new),
        "text": blocks_of(body) if is_changed(body) else None,
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


def _board(before: str, after: str) -> Iterator[dict[str, Any]]:
    if before != after:
        boards = Board.objects.filter(slug__in=(before, after))
        names = dict(boards.values_list("slug", "name"))
        yield worded(_label(Notice, "board"), names.get(before, ""), names[after])


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

    def fees(each: Record) -> list[str]:
        return [
            " ".join(row[name] for name in FEE_COLUMNS if row[name])
            for row in each["fees"]
        ]

    yield from changed_words(_("Life events"), events(old), events(new))
    label = str(GuideFee._meta.verbose_name_plural)
    yield from changed_words(label, fees(old), fees(new))


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


# --- Files ----------------------------------------------------------------------------


def _files(
    before: Sequence[Record], after: Sequence[Record]
) -> dict[str, list[str]] | None:
    """Which came, which went, which have another content under their name."""
    old = {file["file_name"]: file for file in before}
    new = {file["file_name"]: file for file in after}
    found = {
        "added": [new[name]["title"] for name in new if name not in old],
        "removed": [old[name]["title"] for name in old if name not in new],
        "replaced": [
            new[name]["title"]
            for name in new
            if name in old
            and new[name]["original_digest"] != old[name]["original_digest"]
        ],
        "renamed": [
            f"{old[name]['title']} → {new[name]['title']}"
            for name in new
            if name in old and new[name]["title"] != old[name]["title"]
        ],
    }
    return found if any(found.values()) else None
