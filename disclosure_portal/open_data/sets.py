"""Every open data set in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from notices.models import Kind
from notices.structures.guides import FEE_COLUMNS
from notices.structures.line_table import LineTable
from notices.structures.registry import STRUCTURED

from . import registers
from .columns import DataColumn, of_structure
from .kind_facts import FACTS_BESIDE, flatten_of
from .notice_columns import (
    CURSOR_COLUMN,
    LINE,
    NOTICE_COLUMNS,
    OF_NOTICE,
    URL,
)
from .notice_sets import lines, notices, notices_with_facts
from .source import Source


@dataclass(frozen=True)
class DataSet:
    """`tally` is the heading under which its notices are counted ("" if it has none);
    `within` is the set of the notices whose lines it has."""

    code: str
    title: object
    columns: tuple[DataColumn, ...]
    source: Source
    tally: str = ""
    within: str = ""


def _all_notices() -> DataSet:
    columns = (*NOTICE_COLUMNS, URL, CURSOR_COLUMN)
    return DataSet("notices", _("All notices"), columns, notices(), "all")


def _of_kind(kind: Kind) -> DataSet:
    structured = STRUCTURED.get(kind)
    facts = of_structure(structured.facts) if structured else ()
    facts += FACTS_BESIDE.get(kind, ())
    source = notices_with_facts(kind, facts, flatten_of(kind)) if facts else None
    return DataSet(
        str(kind),
        kind.label,
        (*NOTICE_COLUMNS, URL, *facts, CURSOR_COLUMN),
        source or notices(kind),
        f"kind:{kind}",
    )


def _of_table(kind: Kind, table: LineTable) -> DataSet:
    columns = of_structure(table.columns)
    return _of_lines(kind, table.code, table.title, columns)


def _of_lines(
    kind: Kind, table: str, title: object, columns: tuple[DataColumn, ...]
) -> DataSet:
    return DataSet(
        f"{kind}-{table}",
        format_lazy("{kind}：{table}", kind=kind.label, table=title),
        (*OF_NOTICE, LINE, *columns, CURSOR_COLUMN),
        lines(kind, table, columns),
        f"kind:{kind}",
        str(kind),
    )


def _sets() -> Iterator[DataSet]:
    yield _all_notices()
    for kind in Kind:
        yield _of_kind(kind)
        structured = STRUCTURED.get(kind)
        for table in (*structured.tables, *structured.made) if structured else ():
            yield _of_table(kind, table)
    fees = STRUCTURED[Kind.FEE].tables[0].columns
    of_guides = of_structure(fee for fee in fees if fee.code in FEE_COLUMNS)
    yield _of_lines(Kind.PROCEDURE, "fees", _("Fees of service guides"), of_guides)
    for register in registers.REGISTERS:
        columns = (*register.columns, CURSOR_COLUMN)
        yield DataSet(register.code, register.title, columns, register.source)


SETS: dict[str, DataSet] = {each.code: each for each in _sets()}
