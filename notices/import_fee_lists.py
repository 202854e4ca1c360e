"""Fee lists as they stand in a file: its rows put together by the list that they name.

Sub-items are numbered below their item: 2(1) and 2(2) below 2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import orjson
from django.utils.translation import gettext as _, gettext_lazy

from directories.bases import citations, unknown_in
from disclosure_portal.foundation.row_files import Row, RowFile
from disclosure_portal.foundation.spreadsheets.columns import Column

from .fee_rows import SUB_NUMBER
from .import_cells import Remarks, read_cell
from .import_mapping import ImportMapping, parse_mapping
from .import_outcomes import Remark, Result, Rule
from .import_rows import value_of
from .mapping_files import BadMapping, read_mapping, require_columns
from .structures.fees import COLUMNS
from .structures.line_table import Line

NUMBER = Column(code="number", label=gettext_lazy("number in the list"))
LINE_FIELDS = (*COLUMNS, NUMBER)
LINE_CODES = {column.code for column in LINE_FIELDS}
# What the row of a list needs beside the fields of a notice: its place in the file.
PLACE = "line"


def parse_fee_mapping(content: Any) -> ImportMapping:
    """A mapping of notices, whose title is the name of the list; the columns of a fee
    and its number in the list are fields, too. Raises BadMapping."""
    mapping = parse_mapping(content, facts=LINE_FIELDS)
    if "id" in mapping.columns:
        raise BadMapping(
            _("A fee list is known by its name and its rows: leave out the field “id”.")
        )
    if "item" not in mapping.columns:
        raise BadMapping(_("The mapping names no column for the field “item”."))
    return mapping


def load_fee_mapping(path: Any) -> ImportMapping:
    """Raises as load_mapping does."""
    return parse_fee_mapping(read_mapping(path))


@dataclass(frozen=True)
class FeeRow:
    """A row that can become a line."""

    line: int
    number: str
    values: Line
    remarks: Remarks


@dataclass
class FeeList:
    """The rows of one list, those that were refused or repeated apart."""

    line: int
    fields: dict[str, Any]
    rows: list[FeeRow] = field(default_factory=list)
    others: list[Result] = field(default_factory=list)
    seen: dict[bytes, int] = field(default_factory=dict)

    @property
    def has_gaps(self) -> bool:
        return any(other.rule != Rule.SAME_ROW for other in self.others)

    @property
    def name_key(self) -> str:
        return _half_digest([self.fields.get("title"), self.fields.get("agency")])

    @property
    def source_id(self) -> str:
        """Begins with the key of the name, so that a list that has changed is known."""
        return self.name_key + _half_digest(sorted(key.hex() for key in self.seen))


class FeeLists(RowFile):
    """A file of lists, each as one row with the fields of its notice. The lists are
    held in memory, with all their rows."""

    def __init__(self, rows: RowFile, mapping: ImportMapping) -> None:
        require_columns(rows, mapping.columns.values())
        self._mapping = mapping
        self._names = tuple(mapping.columns.keys() - LINE_CODES)
        self.columns = (*self._names, "id", PLACE)
        self.lines = rows.lines
        self.unreadable: list[Result] = []
        self._lists = self._gathered(rows)
        self.by_line = {found.line: found for found in self._lists}

    def __iter__(self) -> Iterator[Row]:
        for found in self._lists:
            cells = {"id": found.source_id, PLACE: str(found.line)}
            yield Row(found.line, {**found.fields, **cells})

    def results(self) -> Iterator[Result]:
        """What was decided of rows before their lists were."""
        return chain(self.unreadable, *(found.others for found in self._lists))

    def _gathered(self, rows: RowFile) -> list[FeeList]:
        lists: dict[tuple[str, str], FeeList] = {}
        last: FeeList | None = None
        for row in rows:
            if row.fault:
                fault = Result(row.line, Rule.UNREADABLE, detail=row.fault)
                # Of which list it is nobody can say; most likely of the one above.
                (last.others if last else self.unreadable).append(fault)
                continue
            raw = self._mapping.raw(row.cells)
            name = (_words(raw.get("title")), _words(raw.get("agency")))
            fields = {code: raw[code] for code in self._names}
            last = lists.setdefault(name, FeeList(row.line, fields))
            self._add(last, row.line, raw)
        for found in lists.values():
            _set_under_items(found)
            _remark_on_bases(found)
        return list(lists.values())

    def _add(self, found: FeeList, line: int, raw: dict[str, Any]) -> None:
        text = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
        first = found.seen.setdefault(hashlib.sha256(text).digest(), line)
        name = _words(raw.get("item"))
        if first != line:
            found.others.append(Result(line, Rule.SAME_ROW, name, detail=str(first)))
            return
        remarks: Remarks = []
        values = {
            column.code: read_cell(
                column, value_of(raw, column.code, self._mapping), remarks
            )
            for column in COLUMNS
        }
        if not values["item"]:
            found.others.append(Result(line, Rule.BAD_LINE, name, detail=_why(remarks)))
            return
        values["bases"] = "、".join(citations(values["bases"] or ""))
        number = value_of(raw, NUMBER.code, self._mapping)
        found.rows.append(FeeRow(line, number, values, remarks))


def _why(remarks: Remarks) -> str:
    return "; ".join(about for _remark, about in remarks) or _("it names no fee")


def _words(value: Any) -> str:
    return " ".join(str(value or "").split())


def _half_digest(value: Sequence[Any]) -> str:
    return hashlib.sha256(orjson.dumps(list(value))).hexdigest()[:32]


def _set_under_items(found: FeeList) -> None:
    """Give each sub-item the name of the item above it, and remark on what rests on
    nothing. Numbers may begin anew: the nearest one above counts."""
    items: dict[str, FeeRow] = {}
    heads: set[int] = set()
    for row in found.rows:
        number = SUB_NUMBER.fullmatch(row.number)
        item = items.get(number["above"]) if number else None
        if item:
            heads.add(item.line)
            row.values["sub_item"] = row.values["item"]
            row.values["item"] = item.values["item"]
        elif number:
            row.remarks.append((Remark.NO_PARENT, row.number))
        else:
            items[row.number] = row
    for row in found.rows:
        _remark_on_lacks(row, heads_others=row.line in heads)


def _remark_on_lacks(row: FeeRow, *, heads_others: bool) -> None:
    """An item with sub-items may leave its standard to them."""
    if not row.values["bases"]:
        heading = _("heads its sub-items") if heads_others else ""
        row.remarks.append((Remark.NO_BASIS, heading))
    if not (row.values["standard"] or heads_others):
        row.remarks.append((Remark.NO_STANDARD, ""))


def _remark_on_bases(found: FeeList) -> None:
    unknown = unknown_in({row.values["bases"] for row in found.rows})
    for row in found.rows:
        if lacking := unknown[row.values["bases"]]:
            row.remarks.append((Remark.BASIS_UNKNOWN, "、".join(lacking)))
