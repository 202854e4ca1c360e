"""From a row of somebody else's list of subsidies to a line that may be kept: judged by
the rules of a clerk's upload, its name masked, its number turned into a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.spreadsheets.dates import NotADay, written_day
from disclosure_portal.foundation.spreadsheets.numbers import (
    NotANumber,
    written_number,
)

from .import_outcomes import Refusal, Remark, Rule
from .lookup_keys import lookup_key
from .masking import recipient_name
from .recipient_checks import KEPT_TEXTS, Fault, RowChecks, Rules, check_of, text_of
from .recipients import PLACES, WORDS
from .subsidy_mapping import SubsidyMapping

FIRST_YEAR = 1978
# Faults of the number alone: the sums are right without it.
ONLY_CHECK = frozenset({"short_check", "masked_check"})
HELD = 1 << 16
MOST_DIGITS = 18
FAULTS = {
    **WORDS,
    # Without the numbers: the report names no cell's content.
    "off": gettext_lazy("It is not quantity × standard."),
    "no_number": gettext_lazy("It is no number."),
    "places": gettext_lazy("It has more decimals than are kept."),
}


class Number(NamedTuple):
    value: Decimal | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """What is kept of a row, and where it belongs. `person` tells one recipient of a
    list from another, `row` one row from another; neither is kept."""

    unit: str
    day: date
    record: dict[str, str | None]
    quantity: Decimal | None
    amount: Decimal
    person: str
    row: int
    remarks: tuple[Remark, ...]


class BadRow(Refusal):
    """A row that is not taken; `columns` are the headings of the cells at fault. Of a
    row that tells its unit and year both are known: its notice lacks it."""

    def __init__(self, rule: Rule, detail: str = "", columns: str = "") -> None:
        super().__init__(rule, detail)
        self.columns = columns
        self.unit = ""
        self.year = 0


class LineReader:
    """Reads rows by one mapping for one programme. What cells say over and over is held
    for as long as it lives; names and numbers of people are not."""

    def __init__(self, mapping: SubsidyMapping, rules: Rules, today: date) -> None:
        self.mapping = mapping
        self.rules = rules
        self.today = today
        self._columns = tuple(mapping.columns.items())
        self._checks = RowChecks(rules)
        self._day = lru_cache(HELD)(written_day)
        self._number = lru_cache(HELD)(_number)

    @sensitive_variables()
    def read(self, cells: Mapping[str, Any], *, has_unit: bool) -> Line:
        """Raises BadRow. Without a unit in the row all rows are of one."""
        row: dict[str, Any] = {
            name: _text(cells.get(column)) for name, column in self._columns
        }
        told_apart_by = hash(tuple(row.values()))
        unit, day = row.get("agency", ""), self._day_of(row["day"])
        if has_unit and not unit:
            raise self._bad(Rule.NO_UNIT, "agency")
        try:
            return self._line(row, unit, day, told_apart_by)
        except BadRow as bad:
            bad.unit, bad.year = unit, day.year
            raise

    def _day_of(self, text: str) -> date:
        try:
            day = self._day(text)
        except NotADay:
            raise self._bad(Rule.BAD_DATE, "day") from None
        if day.year < FIRST_YEAR:
            raise self._bad(Rule.BAD_DATE, "day")
        if day > self.today:
            raise self._bad(Rule.FUTURE_DATE, "day")
        return day

    @sensitive_variables()
    def _line(self, row: dict[str, Any], unit: str, day: date, row_hash: int) -> Line:
        self._translate(row)
        has_several = self._first_number(row)
        numbers = {name: self._number_of(row, name) for name in PLACES}
        faults = self._checks.faults(row)
        has_check = not (faults and self._lacks_only_check(faults))
        if faults and has_check:
            raise self._faulty(faults)
        name = text_of(row, "name")
        key = lookup_key(name, check_of(row, self.rules)) if has_check else ""
        record: dict[str, str | None] = {
            column: text_of(row, column) for column in KEPT_TEXTS
        }
        record["masked_name"] = recipient_name(name)
        for column, number in numbers.items():
            record[column] = number.text
        if record["standard"] is None and record["quantity"] is not None:
            record["standard"] = self._own_standard()
        record["lookup_key"] = key
        amount = numbers["amount"].value
        assert amount is not None
        remarks = _remarks(has_several=has_several, has_check=has_check)
        quantity = numbers["quantity"].value
        return Line(unit, day, record, quantity, amount, key, row_hash, remarks)

    def _translate(self, row: dict[str, Any]) -> None:
        for column, words in self.mapping.values.items():
            written = row.get(column, "")
            row[column] = words.get(written, written)

    def _first_number(self, row: dict[str, Any]) -> bool:
        """Of several machines in one row the owner is asked for the first number."""
        separator = self.mapping.separator
        if not separator or separator not in row.get("check", ""):
            return False
        row["check"] = row["check"].partition(separator)[0]
        return True

    def _number_of(self, row: dict[str, Any], column: str) -> Number:
        try:
            number = self._number(row.get(column, ""), PLACES[column])
        except NotANumber as error:
            code = "places" if isinstance(error, _TooManyPlaces) else "no_number"
            raise self._faulty([Fault(column, code)]) from None
        row[column] = number.value
        return number

    def _own_standard(self) -> str | None:
        standard = self.rules.standard
        if standard is None:
            return None
        return f"{standard.quantize(Decimal(PLACES['standard'])):f}"

    def _lacks_only_check(self, faults: Sequence[Fault]) -> bool:
        return self.mapping.may_lack_check and all(
            fault.code in ONLY_CHECK for fault in faults
        )

    def _faulty(self, faults: Sequence[Fault]) -> BadRow:
        words = (str(FAULTS[fault.code]) % fault.details for fault in faults)
        columns = [fault.column for fault in faults]
        return self._bad(Rule.BAD_CELL, *columns, detail=" ".join(words))

    def _bad(self, rule: Rule, *columns: str, detail: str = "") -> BadRow:
        """The cells by the headings of the file."""
        headings = (self.mapping.columns.get(name, name) for name in columns)
        return BadRow(rule, detail, "、".join(dict.fromkeys(headings)))


class _TooManyPlaces(NotANumber):
    pass


def _number(text: str, places: str) -> Number:
    """Raises NotANumber."""
    written = written_number(text)
    if written is None:
        return Number(None, None)
    value = written.value if written.factor is None else written.value * written.factor
    if value.adjusted() > MOST_DIGITS:  # told to be too large by the rules of lists
        return Number(value, None)
    kept = value.quantize(Decimal(places))
    if kept != value:
        raise _TooManyPlaces
    return Number(kept, f"{kept:f}")


def _remarks(*, has_several: bool, has_check: bool) -> tuple[Remark, ...]:
    told = ((Remark.FIRST_NUMBER, has_several), (Remark.NO_OWN_LINE, not has_check))
    return tuple(remark for remark, is_so in told if is_so)


def _text(value: Any) -> str:
    """A cell as text; cells of JSON may hold numbers."""
    return "" if value is None else str(value).replace("\0", "").strip()
