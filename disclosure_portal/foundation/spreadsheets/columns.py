"""The columns that a table should have, as the kind of list says. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

# The sheet of a template that explains the columns; reading leaves it out.
HELP_SHEET = "填写说明"


class Kind(Enum):
    """What a column holds, and what its cells are read as."""

    TEXT = "text"  # str
    NUMBER = "number"  # Decimal
    MONEY = "money"  # Decimal, in yuan
    WHOLE = "whole"  # int
    DAY = "day"  # date
    FLAG = "flag"  # bool
    CHOICE = "choice"  # str, a key of `choices`


NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.WHOLE})


class Side(NamedTuple):
    """The two columns that one stands for, and what the first of them says: sums of
    收入 are amounts whose direction is income."""

    column: str
    choice: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: how it is called, what its cells must be.

    `label` and the words of `choices` may be translated late; the first word of a
    choice is the one that is shown. `unit` is what the values are kept in, whatever
    the sheet says (亩, %). `adds_up` is for numbers whose sum means something: totals
    are checked, and a merged cell over several rows would count more than once.
    `rounds` takes digits beyond `places`, as formulas leave them, and says so.
    `blanks` are words that stand for nothing in this column (长期), `words` those
    that stand for a value (当场: 0 days). A month without a
    day is refused unless `month_reads_as` is "first" or "last". `told_by` are words
    of other headings that say which choice holds for each row of a sheet without this
    column (处罚决定日期: a penalty). A column of one `side` is read in the place of two
    others; templates don't have it, nor what `is_only_read`. `stand_ins` are headings
    that are read where nothing else means the column, and else left out with a remark.
    `absent_as` is what each row of a sheet without the column says; with
    `is_judged_later` a blank cell of a required column is left to the caller, who knows
    the rows around it.
    With `is_place` it stands for the row's place in the table.
    """

    code: str
    label: object
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    is_required: bool = False
    is_judged_later: bool = False
    is_place: bool = False
    is_serial: bool = False
    is_only_read: bool = False
    unit: str = ""
    digits: int = 16
    places: int = 2
    rounds: bool = False
    adds_up: bool = True
    minimum: Decimal | date | None = None
    maximum: Decimal | date | None = None
    max_length: int = 0
    keeps_lines: bool = False
    choices: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    told_by: Mapping[str, str] = field(default_factory=dict)
    side: Side | None = None
    absent_as: str = ""
    blanks: tuple[str, ...] = ()
    words: Mapping[str, int | date] = field(default_factory=dict)
    month_reads_as: str = ""
    help: object = ""
    example: object = ""

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def may_be_blank(self) -> bool:
        return not self.is_required or self.is_judged_later

    @property
    def is_summed(self) -> bool:
        return self.is_numeric and self.adds_up and not self.is_serial

    @property
    def scale(self) -> int:
        return 0 if self.kind is Kind.WHOLE else self.places

    @property
    def base_unit(self) -> str:
        return self.unit or ("元" if self.kind is Kind.MONEY else "")


def by_code(columns: Iterable[Column]) -> dict[str, Column]:
    return {column.code: column for column in columns}
