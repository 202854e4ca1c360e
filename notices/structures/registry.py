"""Kinds with structured content (结构化内容): how each is read and judged.

A structure is a plain record: "kind", and what the kind's own module says. It is
part of the revision, so that readers and other systems see what was signed. Lines
of recipients are never in it (decisions.md, Recipient lists).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.canonical import canonical
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind as ColumnKind

from ..models import Kind, Notice
from .decisions import DECISIONS
from .fees import FEES
from .finances import FINANCES
from .guides import GUIDES
from .land import LAND
from .line_table import Line, LineTable
from .personnel import PERSONNEL
from .projects import PROJECTS
from .structured_kind import Structure, StructuredKind, nothing_objected
from .subsidies import SUBSIDIES
from .warnings import WARNINGS

STRUCTURED: dict[str, StructuredKind] = {
    Kind.FEE: FEES,
    Kind.PROCEDURE: GUIDES,
    Kind.SUBSIDY: SUBSIDIES,
    Kind.FINANCE: FINANCES,
    Kind.LAND: LAND,
    Kind.PROJECT: PROJECTS,
    Kind.DECISION: DECISIONS,
    Kind.WARNING: WARNINGS,
    Kind.PERSONNEL: PERSONNEL,
}
LINE_PLACE = re.compile(r"(?P<table>\w+)\[(?P<number>\d+)\]\.(?P<column>\w+)")


def is_structured(kind: str) -> bool:
    return kind in STRUCTURED


def has_lines(notice: Notice) -> bool:
    """Whether a table of the structured content says anything yet."""
    return any(table.read(notice) for table in STRUCTURED[notice.kind].tables)


def structure_of(notice: Notice) -> Structure | None:
    """The structure as it stands in the rows now; None for kinds without one.

    Numbers, days and moments are texts in canonical form, as in a revision.
    """
    known = STRUCTURED.get(notice.kind)
    if known is None:
        return None
    return _plain({"kind": notice.kind, **known.read(notice)})


def canonical_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines as a structure holds them."""
    plain: list[Line] = _plain({"lines": list(lines)})["lines"]
    return plain


def place_in_structure(kind: str, place: str) -> str:
    """ "lines[0].remark" as a reader of the page would say it."""
    known, found = STRUCTURED[kind], LINE_PLACE.fullmatch(place)
    tables = {table.code: table for table in known.tables}
    if found is None or found["table"] not in tables:
        return _label(known.facts, place)
    table = tables[found["table"]]
    return _("%(table)s, line %(number)s: %(column)s") % {
        "table": table.title,
        "number": int(found["number"]) + 1,
        "column": _label(table.columns, found["column"]),
    }


def _label(columns: Sequence[Column], code: str) -> str:
    return next((str(each.label) for each in columns if each.code == code), code)


def typed_lines(columns: Sequence[Column], lines: Sequence[Line]) -> list[Line]:
    """Lines of a structure with days and numbers as such again."""
    return [
        {column.code: _typed(column, line.get(column.code)) for column in columns}
        for line in lines
    ]


def _typed(column: Column, value: Any) -> Any:
    if value in (None, ""):
        return None
    if column.kind is ColumnKind.DAY:
        return date.fromisoformat(value)
    if column.kind in (ColumnKind.NUMBER, ColumnKind.MONEY):
        return Decimal(value)
    return value


def _plain(record: Structure) -> Structure:
    plain: Structure = json.loads(canonical(record))["record"]
    return plain


def signed_structure(revision_content: str) -> Structure | None:
    """The structure within the content of a revision; what of it is shown is told."""
    structure: Structure | None = json.loads(revision_content)["record"]["structure"]
    return structure


def told_structure(revision_content: str) -> Structure | None:
    """What may be shown of the structure within the content of a revision."""
    signed = signed_structure(revision_content)
    return told_structures(signed["kind"], [signed])[0] if signed else None


def told_structures(kind: str, structures: Sequence[Structure]) -> Sequence[Structure]:
    """The structures of one kind, less what the rules in force now no longer tell."""
    return STRUCTURED[kind].told(structures)


def missing_of(notice: Notice) -> list[str]:
    """What the kind must have and this notice lacks, in the order of the form."""
    structure = structure_of(notice)
    return [] if structure is None else missing_in(structure)


def missing_in(structure: Structure) -> list[str]:
    """What a structure lacks of what its kind must have."""
    kind = STRUCTURED[structure["kind"]]
    missing = [
        str(fact.label)
        for fact in kind.facts
        if fact.is_required and structure.get(fact.code) in (None, "")
    ]
    for table in kind.tables:
        missing += _missing_in(table, structure)
    return [*missing, *kind.lacks(structure)]


def objections_to(notice: Notice, public_from: datetime) -> list[str]:
    """Why the structure can't become public at this moment, in whole sentences."""
    known = STRUCTURED.get(notice.kind)
    if known is None or known.objects is nothing_objected:
        return []
    return known.objects(structure_of(notice) or {}, public_from)


def _missing_in(table: LineTable, structure: Structure) -> Iterator[str]:
    lines = structure[table.code]
    if table.is_required and not lines:
        yield _("%s: at least one line") % table.title
    required = [column for column in table.columns if column.is_required]
    for number, line in enumerate(lines, start=1):
        for column in required:
            if line.get(column.code) in (None, ""):
                yield _("%(table)s, line %(number)s: %(column)s") % {
                    "table": table.title,
                    "number": number,
                    "column": column.label,
                }
