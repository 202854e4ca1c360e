"""Every open data set in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import lazy
from django.utils.translation import gettext as _, gettext_lazy

from notices.models import Kind
from notices.structures.guides import FEE_COLUMNS
from notices.structures.line_table import LineTable
from notices.structures.registry import STRUCTURED

from . import beside_notices, registers
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
    return DataSet("notices", gettext_lazy("All notices"), columns, notices(), "all")


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
        _title(kind.label, title),
        (*OF_NOTICE, LINE, *columns, CURSOR_COLUMN),
        lines(kind, table, columns),
        f"kind:{kind}",
        str(kind),
    )


def _title_of_lines(kind: object, table: object) -> str:
    """The main table of a kind often bears its name."""
    if str(kind) == str(table):
        return _("%s, line by line") % kind
    return f"{kind}：{table}"


_title = lazy(_title_of_lines, str)


def _sets() -> Iterator[DataSet]:
    yield _all_notices()
    for kind in Kind:
        yield _of_kind(kind)
        structured = STRUCTURED.get(kind)
        for table in (*structured.tables, *structured.made) if structured else ():
            yield _of_table(kind, table)
    fees = STRUCTURED[Kind.FEE].tables[0].columns
    of_guides = of_structure(fee for fee in fees if fee.code in FEE_COLUMNS)
    yield _of_lines(Kind.PROCEDURE, "fees", gettext_lazy("Fees"), of_guides)
    for beside in beside_notices.BESIDE:
        columns = (*beside.columns, CURSOR_COLUMN)
        yield DataSet(
            beside.code, beside.title, columns, beside.source, "all", "notices"
        )
    for register in registers.REGISTERS:
        columns = (*register.columns, CURSOR_COLUMN)
        yield DataSet(register.code, register.title, columns, register.source)


SETS: dict[str, DataSet] = {each.code: each for each in _sets()}
