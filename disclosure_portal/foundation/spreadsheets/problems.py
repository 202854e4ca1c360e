"""What can be wrong with a cell, a row or a sheet, and how it is said to the clerk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

MAX_ERRORS = 200
# Of these so many are kept for wrong rows, where there are bad cells too.
ROOM_FOR_ROWS = 50
MAX_REMARKS = 100
MAX_FOUND = 80


class Reason(Enum):
    # Cells
    MISSING = "missing"
    NOT_A_NUMBER = "not a number"
    NOT_WHOLE = "not whole"
    NEGATIVE = "negative"
    DIGITS_LOST = "digits lost"
    TOO_MANY_PLACES = "too many places"
    TOO_LARGE = "too large"
    BELOW = "below"
    ABOVE = "above"
    OTHER_UNIT = "other unit"
    NOT_A_DAY = "not a day"
    NO_DAY = "no day"
    NO_YEAR = "no year"
    UNCLEAR_MONTH = "unclear month"
    NOT_A_FLAG = "not a flag"
    NOT_A_CHOICE = "not a choice"
    TOO_LONG = "too long"
    ERROR_VALUE = "error value"
    WRONG_TYPE = "wrong type"
    NO_VALUE = "no value"
    FORMULA = "formula"
    PICTURE = "picture"
    MERGED_SUM = "merged sum"
    # Rows
    HEADER_AGAIN = "header again"
    LONE_TEXT = "lone text"
    TOO_WIDE = "too wide"
    WRONG_TOTAL = "wrong total"
    HIDDEN_ROWS = "hidden rows"
    # Columns
    HIDDEN_COLUMN = "hidden column"
    SAME_HEADING = "same heading"
    UNITS_DISAGREE = "units disagree"
    WRONG_UNIT = "wrong unit"
    # Remarks: what was done, and need not be mended
    TOTAL_CHECKED = "total checked"
    TOTAL_UNCHECKED = "total unchecked"
    FOOTNOTE = "footnote"
    EXAMPLE = "example"
    COLUMN_NUMBERS = "column numbers"
    SERIAL_ONLY = "serial only"
    MULTIPLIED = "multiplied"
    MULTIPLIED_BY_TITLE = "multiplied by title"
    ROUNDED = "rounded"
    NO_HEADING = "no heading"
    UNKNOWN_HIDDEN = "unknown hidden column"
    HIDDEN_SHEET = "hidden sheet"
    OTHER_SHEET = "other sheet"
    TOLD = "told by headings"
    NO_SIDE = "no side"
    SPARE = "spare"
    ABSENT = "absent"


WORDS: Mapping[Reason, Promise] = {
    Reason.MISSING: _("Nothing is written here: fill it in."),
    Reason.NOT_A_NUMBER: _("Not a number: write it in digits, as 1234.50."),
    Reason.NOT_WHOLE: _("Not a whole number: write it without decimals."),
    Reason.NEGATIVE: _("Negative: a sum must not be less than 0."),
    Reason.DIGITS_LOST: _(
        "Digits were lost in the spreadsheet program: format the column as text and"
        " type the number again."
    ),
    Reason.TOO_MANY_PLACES: _("More than %(places)s decimal places: round it."),
    Reason.TOO_LARGE: _("The number is too large: check its digits and its unit."),
    Reason.BELOW: _("Less than %(limit)s: check it."),
    Reason.ABOVE: _("More than %(limit)s: check it."),
    Reason.OTHER_UNIT: _(
        "The unit %(unit)s is not that of the column: write the number alone."
    ),
    Reason.NOT_A_DAY: _("Not a date: write it as 2026-03-05."),
    Reason.NO_DAY: _("The day is missing: write it as 2026-03-05."),
    Reason.NO_YEAR: _("The year needs four digits: write it as 2026-03-05."),
    Reason.UNCLEAR_MONTH: _("January or October? Write it as 2026-01-05."),
    Reason.NOT_A_FLAG: _("Neither yes nor no: write 是 or 否."),
    Reason.NOT_A_CHOICE: _("Write one of: %(choices)s."),
    Reason.TOO_LONG: _("Longer than %(length)s characters: shorten it."),
    Reason.WRONG_TYPE: _("Send a text, or a number where one is meant."),
    Reason.ERROR_VALUE: _(
        "An error of the spreadsheet program: mend the formula or type the value."
    ),
    Reason.NO_VALUE: _(
        "A formula that was never computed: open the file in WPS or Excel and save it."
    ),
    Reason.FORMULA: _("A formula: type its result."),
    Reason.PICTURE: _("A picture: type what it shows."),
    Reason.MERGED_SUM: _(
        "Merged over several rows, the number would count several times: unmerge the"
        " cells and give each row its own."
    ),
    Reason.HEADER_AGAIN: _("The header is repeated: delete this row."),
    Reason.LONE_TEXT: _(
        "The row holds a single text: delete it, or put the text into a column."
    ),
    Reason.TOO_WIDE: _(
        "The row has more cells than the header: put a text that holds commas between"
        " quotation marks, or save the table as xlsx."
    ),
    Reason.WRONG_TOTAL: _(
        "“%(label)s” says %(written)s, but the rows add up to %(computed)s: mend the"
        " row or the total."
    ),
    Reason.HIDDEN_ROWS: _(
        "The rows are hidden and were not read: show or delete them."
    ),
    Reason.HIDDEN_COLUMN: _(
        "The column “%(heading)s” is hidden and was not read: show it or delete it."
    ),
    Reason.SAME_HEADING: _(
        "The column “%(heading)s” means the same as column %(other)s: delete one, or"
        " match the columns by hand."
    ),
    Reason.UNITS_DISAGREE: _("Two units are named (%(units)s): leave the right one."),
    Reason.WRONG_UNIT: _(
        "“%(heading)s” is in %(unit)s, but should be in %(expected)s: convert the"
        " column."
    ),
    Reason.TOTAL_CHECKED: _("“%(label)s” agrees with the rows and was left out."),
    Reason.TOTAL_UNCHECKED: _("“%(label)s” was left out without being checked."),
    Reason.FOOTNOTE: _("The text under the table was left out."),
    Reason.EXAMPLE: _("The example was left out."),
    Reason.COLUMN_NUMBERS: _("The row that counts the columns was left out."),
    Reason.SERIAL_ONLY: _("Rows with nothing but a serial number were left out."),
    Reason.MULTIPLIED: _(
        "“%(heading)s” is in %(unit)s: its numbers were multiplied by %(factor)s."
    ),
    Reason.MULTIPLIED_BY_TITLE: _(
        "“%(heading)s” names no unit, the title above the table %(unit)s: its numbers"
        " were multiplied by %(factor)s. If they are in yuan, write (元) behind the"
        " heading and read the sheet again."
    ),
    Reason.ROUNDED: _("%(count)s numbers were rounded to %(places)s decimal places."),
    Reason.NO_HEADING: _("The column has no heading and was not read."),
    Reason.UNKNOWN_HIDDEN: _("The hidden column “%(heading)s” was not read."),
    Reason.HIDDEN_SHEET: _("The hidden sheet “%(sheet)s” was not read."),
    Reason.OTHER_SHEET: _("The sheet “%(sheet)s” holds a table too and was not read."),
    Reason.TOLD: _(
        "There is no column “%(label)s”: by the other headings it is “%(choice)s” in"
        " each row."
    ),
    Reason.NO_SIDE: _(
        "The row has neither of the sums and was left out, as a balance brought"
        " forward is."
    ),
    Reason.SPARE: _(
        "The column “%(heading)s” was not read: what is asked for stands in column"
        " %(other)s."
    ),
    Reason.ABSENT: _(
        "There is no column “%(label)s”: each line says “%(words)s”. If another column"
        " means it, match the columns by hand."
    ),
}
REMARKS = frozenset(list(Reason)[list(Reason).index(Reason.TOTAL_CHECKED) :])
OF_CELLS = frozenset(list(Reason)[: list(Reason).index(Reason.HEADER_AGAIN)])
C = TypeVar("C")
R = TypeVar("R")


def shared(cells: Sequence[C], rows: Sequence[R]) -> tuple[list[C], list[R]]:
    """The first of both, MAX_ERRORS together: many bad cells don't hide wrong rows."""
    kept = list(rows[: max(ROOM_FOR_ROWS, MAX_ERRORS - len(cells))])
    return list(cells[: MAX_ERRORS - len(kept)]), kept


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or worth knowing, where (C7, a row's number, a column, a sheet),
    and the text that stands there. Remarks are no errors: nothing need be mended."""

    place: str
    reason: Reason
    details: Mapping[str, str] = field(default_factory=dict)
    found: str = ""

    @property
    def message(self) -> str:
        """The reason and how to mend it, in the language of whoever reads it."""
        return str(WORDS[self.reason]) % self.details

    @property
    def is_error(self) -> bool:
        return self.reason not in REMARKS


class Problems:
    """Collects problems: the first ones are kept, the rest are counted."""

    def __init__(self) -> None:
        self.cells: list[Problem] = []
        self.rows: list[Problem] = []
        self.remarks: list[Problem] = []
        self.error_count = 0

    def add(
        self, place: object, reason: Reason, found: str = "", **details: object
    ) -> None:
        words = {name: str(each) for name, each in details.items()}
        shown = Truncator(found).chars(MAX_FOUND)
        problem = Problem(str(place), reason, words, shown)
        if not problem.is_error:
            kept, most = self.remarks, MAX_REMARKS
        else:
            self.error_count += 1
            kept = self.cells if reason in OF_CELLS else self.rows
            most = MAX_ERRORS
        if len(kept) < most:
            kept.append(problem)

    @property
    def kept(self) -> tuple[Problem, ...]:
        """Bad cells, then wrong rows and columns, then remarks."""
        cells, rows = shared(self.cells, self.rows)
        return (*cells, *rows, *self.remarks)


class BadValue(Exception):
    """A cell that its column can't take."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details
