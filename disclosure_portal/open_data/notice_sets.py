"""Sets of notices, and of the lines in them.

Facts and lines are read from the newest revision: what was signed is the public record,
whatever kind it is of, less what a rule in force now no longer tells. Lines of
recipients are in no revision, so they can't be here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from notices.kind_pages.registry import with_signed_content
from notices.models import Notice
from notices.structures.registry import structure_of, told_structures
from notices.structures.structured_kind import Structure

from .columns import DataColumn
from .expressions import Bytes
from .notice_columns import NOTICE_COLUMNS, OF_NOTICE, fields_of
from .order import ByPublication
from .source import Record, Row, Source

ORDER = ByPublication()
# Of structures fewer are read at once: one may hold thousands of lines.
FEW, MOST_STRUCTURES = 100, 20_000
# Both begin with the number of the notice.
FIELDS, LINE_FIELDS = fields_of(NOTICE_COLUMNS), fields_of(OF_NOTICE)
SIGNED = "signed_content"
BODY_WEIGHT, SIGNED_WEIGHT = Bytes("body"), Bytes(SIGNED)

Flatten = Callable[[Structure], Structure]


def public_notices(kind: str = "") -> Callable[[], QuerySet]:
    def records() -> QuerySet:
        public = Notice.objects.public()
        return public.filter(kind=kind) if kind else public

    return records


def _signed(kind: str) -> Callable[[], QuerySet]:
    def records() -> QuerySet:
        return with_signed_content(Notice.objects.public().filter(kind=kind))

    return records


def _structures(kind: str, records: Sequence[Record]) -> Sequence[Structure]:
    """What may be shown of the structure of each record."""
    return told_structures(kind, [_structure(row[0], row[-2]) for row in records])


def _structure(key: int, content: str | None) -> Structure:
    """As it was signed; of a release that is not settled yet, as it will be."""
    if content:
        structure: Structure = orjson.loads(content)["record"]["structure"]
        return structure
    return structure_of(Notice.objects.get(pk=key)) or {}


def notices(kind: str = "") -> Source:
    """What the row of a notice says."""

    def rows_of(records: Sequence[Record]) -> list[Row]:
        page = page_address()
        return [(*row[:-1], f"{page}{row[0]}/", row[-1]) for row in records]

    return Source(public_notices(kind), ORDER, FIELDS, rows_of, weight=BODY_WEIGHT)


def notices_with_facts(
    kind: str, facts: Sequence[DataColumn], flatten: Flatten
) -> Source:
    codes = [fact.code for fact in facts]

    def rows_of(records: Sequence[Record]) -> Iterator[Row]:
        page = page_address()
        structures = _structures(kind, records)
        for (*row, _content, cursor), structure in zip(
            records, structures, strict=True
        ):
            said = flatten(structure)
            yield (*row, f"{page}{row[0]}/", *map(said.get, codes), cursor)

    fields, weight = (*FIELDS, SIGNED), BODY_WEIGHT + SIGNED_WEIGHT
    return Source(_signed(kind), ORDER, fields, rows_of, FEW, MOST_STRUCTURES, weight)


def lines(kind: str, table: str, columns: Sequence[DataColumn]) -> Source:
    codes = [column.code for column in columns]

    def rows_of(records: Sequence[Record]) -> Iterator[Row]:
        structures = _structures(kind, records)
        for (*head, _content, cursor), structure in zip(
            records, structures, strict=True
        ):
            found: list[dict[str, Any]] = structure.get(table) or []
            for number, line in enumerate(found, start=1):
                yield (*head, number, *map(line.get, codes), f"{cursor}.{number}")

    fields, weight = (*LINE_FIELDS, SIGNED), SIGNED_WEIGHT
    return Source(_signed(kind), ORDER, fields, rows_of, FEW, MOST_STRUCTURES, weight)


def page_address() -> str:
    """What stands before the number in the address of a notice."""
    before, _number, _after = reverse("notice-detail", args=[0]).rpartition("0")
    return f"{settings.SITE_URL}{before}"
