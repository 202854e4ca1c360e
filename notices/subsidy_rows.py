"""From a row of somebody else's list of subsidies to a line that may be kept: judged by
the rules of a clerk's upload, its name masked, its number turned into a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.spreadsheets.dates import NotADay, written_day
from disclosure_portal.foundation.spreadsheets.numbers import (
    NotANumber,
    written_number,
)

from .import_outcomes import Refusal, Remark, Rule
from .lookup_keys import key_of
from .masking import recipient_name
from .recipient_checks import (
    KEPT_TEXTS,
    TEXTS,
    Fault,
    RowChecks,
    Rules,
    check_of,
    places_of,
)
from .recipient_identity import plain_check, plain_name
from .recipients import PLACES, STORED, WORDS
from .subsidy_mapping import SubsidyMapping

FIRST_YEAR = 1978
# Faults of the number alone: the sums are right without it.
ONLY_CHECK = frozenset({"short_check", "masked_check"})
HELD = 1 << 16
EMPTY = dict.fromkeys(("agency", "day", *TEXTS, *PLACES), "")
numbers_of = itemgetter(*PLACES)
kept_of = itemgetter(*KEPT_TEXTS)
# A line's columns in the order in which they are stored.
stored_of = itemgetter(*STORED)
MOST_DIGITS = 18
FAULTS = {
    **WORDS,
    # Without the numbers: the report names no cell's content.
    "off": gettext_lazy("It is not quantity × standard."),
    "no_number": gettext_lazy("It is no number."),
    "places": gettext_lazy("It has more decimals than are kept."),
}


class Line(NamedTuple):
    """What is kept of a row, and where it belongs. `person` tells one recipient of a
    list from another (or the row, where nothing does), `row` one row from another;
    neither is kept."""

    unit: str
    day: date
    record: dict[str, str | None]
    quantity: Decimal | None
    amount: Decimal
    person: int
    row: int
    remarks: tuple[Remark, ...]


class Money(NamedTuple):
    """The numbers of a row as they are reckoned with and as they are kept."""

    values: dict[str, Decimal | None]
    texts: dict[str, str | None]
    faults: tuple[Fault, ...]


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
        self._money = lru_cache(HELD)(self._read_money)

    @sensitive_variables()
    def read(self, cells: Mapping[str, Any], *, has_unit: bool) -> Line:
        """Raises BadRow. Without a unit in the row all rows are of one."""
        found = {
            # Most cells are plain texts: a call for each would cost as much again.
            name: cell.strip()
            if isinstance(cell := cells.get(column), str) and "\0" not in cell
            else _text(cell)
            for name, column in self._columns
        }
        texts = EMPTY | found
        unit = texts.pop("agency")
        row_hash = hash(tuple(texts.values()))
        day = self._day_of(texts["day"])
        if has_unit and not unit:
            raise self._bad(Rule.NO_UNIT, "agency")
        try:
            return self._line(texts, unit, day, row_hash)
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

    def _line(self, texts: dict[str, str], unit: str, day: date, row: int) -> Line:
        remarks = self._mend(texts)
        if self.rules.check_length is None:
            texts["village"], texts["group"] = places_of(texts)
        money = self._money(*numbers_of(texts))
        faults = [*self._checks.text_faults(texts), *money.faults]
        has_check = not faults
        if faults:
            if not (self.mapping.may_lack_check and lacks_only_check(faults)):
                raise self._faulty(faults)
            remarks += (Remark.NO_OWN_LINE,)
        name, asked = plain_name(texts["name"]), check_of(texts, self.rules)
        key = key_of(name, plain_check(asked)) if has_check else ""
        record: dict[str, str | None] = {
            **money.texts,
            **dict(zip(KEPT_TEXTS, kept_of(texts), strict=True)),
            "masked_name": recipient_name(texts["name"]),
            "lookup_key": key,
        }
        amount = money.values["amount"]
        assert amount is not None
        quantity = money.values["quantity"]
        person = int(key[:16], 16) if key else row
        return Line(unit, day, record, quantity, amount, person, row, remarks)

    def _mend(self, texts: dict[str, str]) -> tuple[Remark, ...]:
        """Put the mapping's words in the place of the file's, and the first of several
        numbers in the place of all."""
        for column, words in self.mapping.values.items():
            texts[column] = words.get(texts[column], texts[column])
        separator = self.mapping.separator
        if not separator or separator not in texts["check"]:
            return ()
        texts["check"] = texts["check"].partition(separator)[0].strip()
        return (Remark.FIRST_NUMBER,)

    def _read_money(self, *written: str) -> Money:
        values: dict[str, Decimal | None] = {}
        faults = []
        for (column, places), text in zip(PLACES.items(), written, strict=True):
            try:
                values[column] = _number(text, places)
            except _TooManyPlaces:
                faults.append(Fault(column, "places"))
            except NotANumber:
                faults.append(Fault(column, "no_number"))
        if faults:
            return Money({}, {}, tuple(faults))
        if values["standard"] is None and values["quantity"] is not None:
            values["standard"] = self.rules.standard
        kept = {
            column: None if value is None else f"{value:.{decimals_of(column)}f}"
            for column, value in values.items()
        }
        return Money(values, kept, tuple(self._checks.money_faults(values)))

    def _faulty(self, faults: Sequence[Fault]) -> BadRow:
        words = (str(FAULTS[fault.code]) % fault.details for fault in faults)
        columns = [fault.column for fault in faults]
        return self._bad(Rule.BAD_CELL, *columns, detail=" ".join(words))

    def _bad(self, rule: Rule, *columns: str, detail: str = "") -> BadRow:
        """The cells by the headings of the file."""
        headings = (self.mapping.columns.get(name, name) for name in columns)
        return BadRow(rule, detail, "、".join(dict.fromkeys(headings)))


def lacks_only_check(faults: Sequence[Fault]) -> bool:
    return all(fault.code in ONLY_CHECK for fault in faults)


def decimals_of(column: str) -> int:
    return len(PLACES[column].partition(".")[2])


class _TooManyPlaces(NotANumber):
    pass


def _number(text: str, places: str) -> Decimal | None:
    """Raises NotANumber."""
    written = written_number(text)
    if written is None:
        return None
    value = written.value if written.factor is None else written.value * written.factor
    if value.adjusted() > MOST_DIGITS:  # told to be too large by the rules of lists
        return value
    kept = value.quantize(Decimal(places))
    if kept != value:
        raise _TooManyPlaces
    return kept


def _text(value: Any) -> str:
    """A cell as text; cells of JSON may hold numbers."""
    return "" if value is None else str(value).replace("\0", "").strip()
