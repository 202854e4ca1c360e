"""What can be wrong with a cell, a row or a sheet, and how it is said to the clerk."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(Enum):
    # Cells
    MISSING = "missing"
    NOT_A_NUMBER = "not a number"
    NOT_WHOLE = "not whole"
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
    NO_VALUE = "no value"
    FORMULA = "formula"
    PICTURE = "picture"
    MERGED_SUM = "merged sum"
    # Rows
    HEADER_AGAIN = "header again"
    LONE_TEXT = "lone text"
    TOO_WIDE = "too wide"
    UNREADABLE = "unreadable"
    # Totals and sheets
    WRONG_TOTAL = "wrong total"
    HIDDEN_ROWS = "hidden rows"
    HIDDEN_COLUMNS = "hidden columns"
    UNITS_DISAGREE = "units disagree"
    WRONG_UNIT = "wrong unit"


WORDS: Mapping[Reason, Promise] = {
    Reason.MISSING: _("must not be empty"),
    Reason.NOT_A_NUMBER: _("is not a number"),
    Reason.NOT_WHOLE: _("is not a whole number"),
    Reason.DIGITS_LOST: _(
        "digits were lost in the spreadsheet program: format the column as text and"
        " type them again"
    ),
    Reason.TOO_MANY_PLACES: _("has more than %(places)s decimal places"),
    Reason.TOO_LARGE: _("is too large"),
    Reason.BELOW: _("is less than %(limit)s"),
    Reason.ABOVE: _("is more than %(limit)s"),
    Reason.OTHER_UNIT: _("names a unit (%(unit)s) other than that of the column"),
    Reason.NOT_A_DAY: _("is not a date; write it as 2026-03-05"),
    Reason.NO_DAY: _("lacks the day; write it as 2026-03-05"),
    Reason.NO_YEAR: _("lacks the year in four digits; write it as 2026-03-05"),
    Reason.UNCLEAR_MONTH: _("may be January or October; write it as 2026-01-05"),
    Reason.NOT_A_FLAG: _("is neither yes nor no; write 是 or 否"),
    Reason.NOT_A_CHOICE: _("is none of: %(choices)s"),
    Reason.TOO_LONG: _("is longer than %(length)s characters"),
    Reason.ERROR_VALUE: _("holds an error of the spreadsheet program"),
    Reason.NO_VALUE: _(
        "holds a formula that was never computed: open the file in WPS or Excel and"
        " save it"
    ),
    Reason.FORMULA: _("is a formula; type its result"),
    Reason.PICTURE: _("holds a picture; type what it shows"),
    Reason.MERGED_SUM: _(
        "is merged over several rows, so that its number would count several times:"
        " unmerge it"
    ),
    Reason.HEADER_AGAIN: _("the header is repeated: delete this row"),
    Reason.LONE_TEXT: _(
        "the row holds one text only: delete it, or put the text into a column"
    ),
    Reason.TOO_WIDE: _("the row has more cells than the header"),
    Reason.UNREADABLE: _("the row can't be read: %(fault)s"),
    Reason.WRONG_TOTAL: _(
        "“%(label)s” says %(written)s, the rows add up to %(computed)s"
    ),
    Reason.HIDDEN_ROWS: _("rows are hidden: show them or delete them"),
    Reason.HIDDEN_COLUMNS: _("columns are hidden: show them or delete them"),
    Reason.UNITS_DISAGREE: _("two units are named: %(units)s"),
    Reason.WRONG_UNIT: _("is given in %(unit)s; %(expected)s is expected"),
}


class Problem(NamedTuple):
    """A reason with its details; equal problems are told once, with all their places."""

    reason: Reason
    details: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return str(WORDS[self.reason]) % dict(self.details)


def problem(reason: Reason, **details: object) -> Problem:
    return Problem(reason, tuple((name, str(each)) for name, each in details.items()))


class BadValue(Exception):
    """A cell that its column can't take."""

    def __init__(self, reason: Reason, **details: object) -> None:
        super().__init__(reason)
        self.problem = problem(reason, **details)
