"""The rows under a header: which of them are the list, and what their cells hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .cells import Area, Cell, CellKind, RawRow, RawSheet, letter, place
from .fields import Field
from .headers import Header, numbers_columns
from .problems import BadValue, Problems, Reason
from .totals import Sums, Total, Written, label_of, mistakes
from .units import plain
from .values import Value

EXAMPLE = re.compile(r"(?:示例|样例|范例)(?::.*)?")
NOTE = re.compile(
    r"(?:填表|制表|填报|审核|复核|审批|经办|负责|联系|注|备注|说明|日期|单位)[^:]{0,8}:"
)
# The heading of a part: 一、城关镇, （二）柳林镇.
PART = re.compile(r"\(?[一二三四五六七八九十]{1,3}[、)].")
LONG_TEXT = 30
MAX_RUNS = 20
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: its number as the spreadsheet program shows it, and what its
    cells hold by the codes of their columns; None for a bad cell."""

    number: int
    values: dict[str, Value]


class Body:
    """Reads what stands under the header once, from top to bottom."""

    def __init__(
        self,
        sheet: RawSheet,
        header: Header,
        fields: Sequence[Field],
        problems: Problems,
    ) -> None:
        self.rows: list[Row] = []
        self.sums = Sums([field.code for field in fields if field.is_summed])
        self._header = header
        self._fields = fields
        self._problems = problems
        self._is_delimited = sheet.is_delimited
        self._headed = set(header.parts) | sheet.hidden_columns
        self._required = {
            field.index
            for field in fields
            if field.column.is_required and not field.column.is_serial
        }
        self._columns = {field.index for field in fields}
        self._across = {
            (area.top, area.left) for area in sheet.areas if area.right > area.left
        }
        self._serial = {field.index for field in fields if field.column.is_serial}
        self._totals: list[Total] = []
        self._bad: set[str] = set()
        self._rounded: Counter[str] = Counter()
        self._hidden: list[int] = []
        self._serial_only: list[int] = []
        self._lone: list[tuple[int, str]] = []
        self._copies: dict[tuple[int, int], Cell] = {}
        self._merged_sums: set[tuple[int, int]] = set()
        rows = [row for row in sheet.rows if row.number > header.bottom]
        self._unfold(rows, sheet.areas)
        for row in rows:
            self._read(row)
        self._finish()

    # --- Merged cells ---------------------------------------------------------------

    def _unfold(self, rows: Sequence[RawRow], areas: Iterable[Area]) -> None:
        """What stands in merged cells stands in each of their rows, but for numbers
        that are added up."""
        fields = {field.index: field for field in self._fields}
        numbers = [row.number for row in rows]
        ends: dict[int, int] = {}
        for area in sorted(areas):
            field = fields.get(area.left)
            if field is None or area.top <= ends.get(area.left, self._header.bottom):
                continue
            ends[area.left] = area.bottom
            start = bisect_left(numbers, area.top)
            inside = rows[start : bisect_right(numbers, area.bottom)]
            cell = inside[0].cells.get(area.left) if inside else None
            if cell is None or len(inside) < 2 or numbers[start] != area.top:
                continue
            places = {(row.number, area.left) for row in inside}
            if field.is_summed:
                self._problems.add(area.name, Reason.MERGED_SUM, cell.text)
                self._bad.add(field.code)
                self._merged_sums |= places
            else:
                self._copies |= dict.fromkeys(places, cell)

    def _cells(self, row: RawRow) -> dict[int, Cell]:
        if not self._copies:
            return row.cells
        copies = {
            field.index: self._copies[row.number, field.index]
            for field in self._fields
            if (row.number, field.index) in self._copies
        }
        return row.cells | copies

    # --- Rows -----------------------------------------------------------------------

    def _read(self, row: RawRow) -> None:
        if row.is_hidden:
            self._hidden.append(row.number)
            return
        first = next(iter(row.cells.values())).text
        if self._header.is_repeated_by(row):
            self._problems.add(row.number, Reason.HEADER_AGAIN, first)
        elif not self.rows and numbers_columns(row):
            self._problems.add(row.number, Reason.COLUMN_NUMBERS, first)
        elif EXAMPLE.fullmatch(plain(first)):
            self._problems.add(row.number, Reason.EXAMPLE, first)
        elif label := label_of(row):
            self._add_total(row, label)
        elif row.cells.keys() <= self._serial:
            self._serial_only.append(row.number)
        elif self._is_aside(row):
            self._lone.append((row.number, first))
        else:
            self._add_row(row)

    def _is_aside(self, row: RawRow) -> bool:
        """A text across the table or under it, as notes and signatures are."""
        if self._required and self._required <= self._cells(row).keys():
            return False
        if any(cell.kind is not CellKind.TEXT for cell in row.cells.values()):
            return False
        (column, first), *more = row.cells.items()
        text = plain(first.text)
        is_note = NOTE.match(text) is not None
        if is_note or more:
            return is_note
        is_across = (row.number, column) in self._across or column not in self._columns
        return is_across or bool(PART.match(text)) or len(text) > LONG_TEXT

    def _add_row(self, row: RawRow) -> None:
        for number, text in self._lone:
            self._problems.add(number, Reason.LONE_TEXT, text)
        self._lone.clear()
        self._check_width(row)
        cells = self._cells(row)
        values: dict[str, Value] = {}
        for field in self._fields:
            value = self._value(row.number, field, cells.get(field.index))
            values[field.code] = value
            if field.is_summed:
                if not isinstance(value, int | Decimal):
                    value = ZERO
                self.sums.add(field.code, value)
        self.rows.append(Row(row.number, values))

    def _check_width(self, row: RawRow) -> None:
        for column in row.cells.keys() - self._headed:
            if self._is_delimited and column > max(self._header.parts):
                text = row.cells[column].text
                self._problems.add(row.number, Reason.TOO_WIDE, text)
                return
            self._problems.add(letter(column), Reason.NO_HEADING)
            self._headed.add(column)

    def _value(self, number: int, field: Field, cell: Cell | None) -> Value:
        where = (number, field.index)
        if self._merged_sums and where in self._merged_sums:
            return None
        if cell is None and field.column.may_be_blank:
            return None
        cell = cell or Cell(CellKind.TEXT, "")
        try:
            reading = field.reader.read(cell)
        except BadValue as bad:
            self._refuse(number, field, cell, bad)
            return None
        self._rounded[field.code] += reading.is_rounded
        return reading.value

    def _refuse(self, number: int, field: Field, cell: Cell, bad: BadValue) -> None:
        self._bad.add(field.code)
        where = place(field.index, number)
        self._problems.add(where, bad.reason, cell.text, **bad.details)

    # --- Totals, and what is said at the end ------------------------------------------

    def _add_total(self, row: RawRow, label: str) -> None:
        total = Total(row.number, label, len(self.rows))
        for field in self._fields:
            cell = row.cells.get(field.index)
            if cell is None or not field.is_summed:
                continue
            try:
                value = field.total_reader.read(cell).value
            except BadValue as bad:
                self._refuse(row.number, field, cell, bad)
                continue
            if isinstance(value, int | Decimal):
                where = place(field.index, row.number)
                total.values[field.code] = Written(Decimal(value), where, cell.text)
        self._totals.append(total)

    def _finish(self) -> None:
        for number, text in self._lone:
            self._problems.add(number, Reason.FOOTNOTE, text)
        self._say_runs(Reason.HIDDEN_ROWS, self._hidden)
        self._say_runs(Reason.SERIAL_ONLY, self._serial_only)
        for field in self._fields:
            count, places = self._rounded[field.code], field.column.scale
            if count:
                where = letter(field.index)
                self._problems.add(where, Reason.ROUNDED, count=count, places=places)
        self._check_totals()

    def _say_runs(self, reason: Reason, numbers: Sequence[int]) -> None:
        if numbers:
            self._problems.add(_runs(numbers), reason)

    def _check_totals(self) -> None:
        """Only where every number is known that a total may hold."""
        for total in self._totals:
            for code in self._bad:
                total.values.pop(code, None)
            if self._hidden:
                total.values.clear()
        slack = {
            field.code: self._rounded[field.code]
            * Decimal(5).scaleb(-field.column.scale - 1)
            for field in self._fields
        }
        wrong = mistakes(self._totals, len(self.rows), self.sums, slack)
        for total, written, computed in wrong:
            self._problems.add(
                written.place,
                Reason.WRONG_TOTAL,
                written.text,
                label=total.label,
                written=f"{written.value:f}",
                computed=f"{computed:f}",
            )
        bad_rows = {total.row for total, _written, _computed in wrong}
        for total in self._totals:
            if total.row not in bad_rows:
                is_checked = Reason.TOTAL_CHECKED, Reason.TOTAL_UNCHECKED
                reason = is_checked[not total.values]
                self._problems.add(total.row, reason, label=total.label)


def _runs(numbers: Sequence[int]) -> str:
    """Numbers of rows as a person would name them: 5–9, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = [f"{a}–{b}" if a < b else str(a) for a, b in runs[:MAX_RUNS]]
    return ", ".join(words) + (" …" if len(runs) > MAX_RUNS else "")
