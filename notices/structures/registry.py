"""Kinds with structured content (结构化内容): how each is read and judged.

A structure is a plain record: "kind", and what the kind's own module says. It is
part of the revision, so that readers and other systems see what was signed. Lines
of recipients are never in it (decisions.md, Recipient lists).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from disclosure_portal.foundation.canonical import canonical

from ..models import Kind, Notice
from .fees import FEES
from .guides import GUIDES
from .line_table import LineTable
from .structured_kind import Structure, StructuredKind

STRUCTURED: dict[str, StructuredKind] = {Kind.FEE: FEES, Kind.PROCEDURE: GUIDES}
# A clerk mends a few at a time; the rest is told by its number.
NAMED = 10


def is_structured(kind: str) -> bool:
    return kind in STRUCTURED


def structure_of(notice: Notice) -> Structure | None:
    """The structure as it stands in the rows now; None for kinds without one.

    Numbers, days and moments are texts in canonical form, as in a revision.
    """
    known = STRUCTURED.get(notice.kind)
    if known is None:
        return None
    record = {"kind": notice.kind, **known.read(notice)}
    structure: Structure = json.loads(canonical(record))["record"]
    return structure


def signed_structure(revision_content: str) -> Structure | None:
    """The structure within the content of a revision."""
    structure: Structure | None = json.loads(revision_content)["record"]["structure"]
    return structure


def missing_of(notice: Notice) -> list[str]:
    """What the kind must have and this notice lacks, in the order of the form."""
    structure = structure_of(notice)
    if structure is None:
        return []
    kind = STRUCTURED[notice.kind]
    missing = [
        str(fact.label)
        for fact in kind.facts
        if fact.is_required and structure.get(fact.code) in (None, "")
    ]
    for table in kind.tables:
        missing += _missing_in(table, structure)
    missing += kind.lacks(structure)
    rest = len(missing) - NAMED
    return missing if rest <= 0 else [*missing[:NAMED], _("%s more") % rest]


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
