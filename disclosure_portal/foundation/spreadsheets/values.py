"""From a cell to the value that its column holds, by stated rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, NamedTuple

from ..official_text import without_controls
from .cells import MAX_CELL, Cell, CellKind
from .columns import Column, Kind
from .dates import (
    NoDay,
    NotADay,
    NoYear,
    UnclearMonth,
    day_of_decimal,
    edge_of_month,
    written_day,
)
from .numbers import (
    DigitsLost,
    NotANumber,
    plain_line,
    stored_number,
    written_number,
)
from .problems import BadValue, Reason
from .units import same_base

Value = str | int | Decimal | date | bool | None

HUNDRED = Decimal(100)
ONE = Decimal(1)
EXCEL_DIGITS = 15
ERRORS = re.compile(
    r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+|GETTING_DATA)"
)
PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
# ="00123" is how programs keep zeros in a CSV file.
QUOTED_FORMULA = re.compile(r'="([^"]*)"')
YES = {"是", "有", "对", "真", "√", "✓", "✔", "■", "☑", "●", "y", "yes", "true", "1"}
NO = {"否", "无", "不是", "没有", "假", "×", "✗", "✘", "☐", "□", "○"} | {
    *("n", "no", "false", "0", "x", "-")
}


class Reading(NamedTuple):
    value: Value
    is_rounded: bool = False


class Reader:
    """Reads the cells of one column; `factor` is the unit of the sheet in units of
    the column."""

    def __init__(
        self, column: Column, *, factor: Decimal = ONE, is_delimited: bool = False
    ) -> None:
        self.column = column
        self.factor = factor
        self.is_delimited = is_delimited
        self._read: Callable[[Cell], Reading] = {
            Kind.TEXT: self._text,
            Kind.NUMBER: self._number,
            Kind.MONEY: self._number,
            Kind.WHOLE: self._number,
            Kind.DAY: self._day,
            Kind.FLAG: self._flag,
            Kind.CHOICE: self._choice,
        }[column.kind]

    def read(self, cell: Cell) -> Reading:
        """Raises BadValue."""
        _check_kind(cell)
        if cell.kind is CellKind.TEXT:
            cell = self._checked_text(cell)
        if cell.kind is CellKind.TEXT and self._is_blank(cell.text):
            reading = Reading(None)
        elif (word := plain_line(cell.text)) in self.column.words:
            reading = Reading(self.column.words[word])
        else:
            reading = self._read(cell)
        if reading.value is None and not self.column.may_be_blank:
            raise BadValue(Reason.MISSING)
        self._check_limits(reading.value)
        return reading

    def _checked_text(self, cell: Cell) -> Cell:
        text = cell.text
        if len(text) > MAX_CELL:
            raise BadValue(Reason.TOO_LONG, length=MAX_CELL)
        if ERRORS.fullmatch(text.strip()):
            raise BadValue(Reason.ERROR_VALUE)
        if PICTURE.match(text):
            raise BadValue(Reason.PICTURE)
        if self.is_delimited and text.startswith("="):
            quoted = QUOTED_FORMULA.fullmatch(text.strip())
            if not quoted:
                raise BadValue(Reason.FORMULA)
            text = quoted[1]
        return Cell(CellKind.TEXT, text)

    def _is_blank(self, text: str) -> bool:
        text = text.strip()
        return not text or text in self.column.blanks

    # --- Text and words ---------------------------------------------------------

    def _text(self, cell: Cell) -> Reading:
        text = clean_text(shown(cell), keeps_lines=self.column.keeps_lines)
        if 0 < self.column.max_length < len(text):
            raise BadValue(Reason.TOO_LONG, length=self.column.max_length)
        return Reading(text or None)

    def _choice(self, cell: Cell) -> Reading:
        text = plain_line(shown(cell)).casefold()
        if not text:
            return Reading(None)
        for value, words in self.column.choices.items():
            if text in {plain_line(str(word)).casefold() for word in (value, *words)}:
                return Reading(str(value))
        choices = self.column.choices.items()
        labels = (str(words[0]) if words else value for value, words in choices)
        raise BadValue(Reason.NOT_A_CHOICE, choices="、".join(labels))

    def _flag(self, cell: Cell) -> Reading:
        text = plain_line(shown(cell)).casefold()
        if not text:
            return Reading(None)
        if text not in YES | NO:
            raise BadValue(Reason.NOT_A_FLAG)
        return Reading(text in YES)

    # --- Numbers ----------------------------------------------------------------

    def _number(self, cell: Cell) -> Reading:
        try:
            value = self._in_unit(cell)
        except DigitsLost:
            raise BadValue(Reason.DIGITS_LOST) from None
        except NotANumber:
            raise BadValue(Reason.NOT_A_NUMBER) from None
        if value is None:
            return Reading(None)
        fixed = self._fixed(value)
        whole = int(fixed) if self.column.kind is Kind.WHOLE else fixed
        return Reading(whole, is_rounded=fixed != value)

    def _in_unit(self, cell: Cell) -> Decimal | None:
        if cell.kind is CellKind.NUMBER:
            return stored_number(cell.text) * self.factor
        if cell.kind is CellKind.PERCENT:
            value = stored_number(cell.text)
            return value * HUNDRED if self.column.unit == "%" else value
        if cell.kind is not CellKind.TEXT:
            raise NotANumber
        written = written_number(cell.text)
        if written is None:
            return None
        return written.value * self._written_factor(written.factor, written.unit)

    def _written_factor(self, factor: Decimal | None, unit: str) -> Decimal:
        """A unit in the cell wins over that of the heading or title."""
        base = self.column.base_unit
        unit = unit.removesuffix("整").removesuffix("正") if base == "元" else unit
        if unit == "%" and base != "%":
            return ONE / HUNDRED
        if unit and not same_base(unit, base):
            raise BadValue(Reason.OTHER_UNIT, unit=unit)
        if factor is None and not unit:
            return self.factor
        return factor or ONE

    def _fixed(self, value: Decimal) -> Decimal:
        """The value at the scale of its column."""
        column = self.column
        if abs(value) >= Decimal(10) ** (column.digits - column.scale):
            raise BadValue(Reason.TOO_LARGE)
        try:
            fixed = value.quantize(ONE.scaleb(-column.scale), ROUND_HALF_UP)
        except InvalidOperation:
            raise BadValue(Reason.TOO_LARGE) from None
        if fixed != value and not column.rounds:
            if column.scale == 0:
                raise BadValue(Reason.NOT_WHOLE)
            raise BadValue(Reason.TOO_MANY_PLACES, places=column.scale)
        return fixed if fixed else fixed.copy_abs()

    # --- Days -------------------------------------------------------------------

    def _day(self, cell: Cell) -> Reading:
        try:
            if cell.kind is CellKind.NUMBER:
                return Reading(day_of_decimal(f"{stored_number(cell.text):f}"))
            if not plain_line(cell.text) or plain_line(cell.text) in {"-", "/", "无"}:
                return Reading(None)
            return Reading(written_day(cell.text))
        except NoDay as missing:
            return Reading(self._month(missing))
        except NoYear:
            raise BadValue(Reason.NO_YEAR) from None
        except UnclearMonth:
            raise BadValue(Reason.UNCLEAR_MONTH) from None
        except (NotADay, NotANumber):
            raise BadValue(Reason.NOT_A_DAY) from None

    def _month(self, missing: NoDay) -> date:
        try:
            return edge_of_month(missing, self.column.month_reads_as)
        except NoDay:
            raise BadValue(Reason.NO_DAY) from None

    def _check_limits(self, value: Value) -> None:
        column = self.column
        if value is None or isinstance(value, bool | str):
            return
        # Limits are of the type that the column's values are.
        minimum: Any = column.minimum
        maximum: Any = column.maximum
        if minimum is None and column.is_summed:
            minimum = 0
        if minimum == 0 and value < minimum:
            raise BadValue(Reason.NEGATIVE)
        if minimum is not None and value < minimum:
            raise BadValue(Reason.BELOW, limit=minimum)
        if maximum is not None and value > maximum:
            raise BadValue(Reason.ABOVE, limit=maximum)


def _check_kind(cell: Cell) -> None:
    if cell.kind is CellKind.NO_VALUE:
        raise BadValue(Reason.NO_VALUE)
    if cell.kind is CellKind.ERROR:
        raise BadValue(Reason.ERROR_VALUE)


def shown(cell: Cell) -> str:
    """A cell as a person would type it. Raises BadValue for a number of more digits
    than the program kept."""
    if cell.kind is CellKind.FLAG:
        return "是" if cell.text == "1" else "否"
    if cell.kind not in {CellKind.NUMBER, CellKind.PERCENT}:
        return cell.text
    try:
        value = stored_number(cell.text)
    except NotANumber:
        return cell.text
    if value.adjusted() >= EXCEL_DIGITS:
        raise BadValue(Reason.DIGITS_LOST)
    if cell.kind is CellKind.PERCENT:
        return f"{_short(value * HUNDRED)}%"
    return _short(value)


def _short(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def clean_text(text: str, *, keeps_lines: bool = False) -> str:
    """Text without invisible characters and without spaces around it; one line, unless
    the column keeps lines."""
    text = unicodedata.normalize("NFC", without_controls(text)).strip()
    text = text.removeprefix("'").lstrip()
    if not keeps_lines:
        return " ".join(text.split())
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(lines).strip()
