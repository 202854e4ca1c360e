"""The columns of a table where they were found in a sheet, and what they are counted
in there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .cells import RawSheet, letter, place
from .columns import Column, by_code
from .headers import Header
from .problems import Problems, Reason
from .units import Unit, plain, same_base
from .values import Reader, Value

ONE = Decimal(1)
MORE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Field:
    index: int
    code: str
    is_summed: bool
    column: Column
    reader: Reader
    # A total may be larger than any line, and may be left blank.
    total_reader: Reader


def fields_of(
    sheet: RawSheet, header: Header, columns: Sequence[Column], problems: Problems
) -> list[Field]:
    """The columns that headings name, from left to right, but for hidden ones."""
    known = by_code(columns)
    fields = []
    for index, text in header.texts.items():
        column = known.get(header.codes.get(index, ""))
        is_hidden = index in sheet.hidden_columns
        if is_hidden:
            reason = Reason.HIDDEN_COLUMN if column else Reason.UNKNOWN_HIDDEN
            problems.add(letter(index), reason, heading=text)
        if column is None and index in header.doubles:
            problems.add(
                place(index, header.bottom),
                Reason.SAME_HEADING,
                text,
                heading=text,
                other=letter(header.doubles[index]),
            )
        if index in header.spares and not is_hidden:
            other = letter(header.spares[index])
            problems.add(letter(index), Reason.SPARE, heading=text, other=other)
        if column and not is_hidden:
            factor = _factor(header, index, column, problems)
            fields.append(_field(index, column, factor, sheet.is_delimited))
    return fields


def told_by_headings(
    header: Header, columns: Sequence[Column], problems: Problems
) -> dict[str, Value]:
    """What the headings say of each row, by the codes of columns that none of them
    names. Two that disagree say nothing."""
    named = set(header.codes.values())
    headings = [plain(text) for text in header.texts.values()]
    told: dict[str, Value] = {}
    for column in columns:
        choices = [
            choice
            for choice, word in column.told_by.items()
            if any(word in heading for heading in headings)
        ]
        if column.code in named or len(choices) != 1:
            continue
        told[column.code] = choices[0]
        label, choice = column.label, column.choices[choices[0]][0]
        problems.add(header.bottom, Reason.TOLD, label=label, choice=choice)
    return told | _said_by_absence(header, columns, problems)


def units_of_texts(header: Header, fields: Sequence[Field]) -> dict[str, Unit]:
    """In what plain numbers of a column of text are: its heading says it, else the
    title, of money alone."""
    titles = {unit.factor: unit for unit in header.title_units if unit.base == "元"}
    of_title = next(iter(titles.values())) if len(titles) == 1 else None
    return {
        field.code: unit
        for field in fields
        if not field.column.is_numeric
        and (unit := header.unit(field.index) or of_title)
    }


def _said_by_absence(
    header: Header, columns: Sequence[Column], problems: Problems
) -> dict[str, Value]:
    named = set(header.codes.values())
    absent = [c for c in columns if c.absent_as and c.code not in named]
    for column in absent:
        problems.add(
            header.bottom, Reason.ABSENT, label=column.label, words=column.absent_as
        )
    return {column.code: column.absent_as for column in absent}


def _field(index: int, column: Column, factor: Decimal, is_delimited: bool) -> Field:
    of_totals = replace(
        column, digits=column.digits + MORE_DIGITS, maximum=None, is_required=False
    )
    return Field(
        index,
        column.code,
        column.is_summed,
        column,
        Reader(column, factor=factor, is_delimited=is_delimited),
        Reader(of_totals, factor=factor, is_delimited=is_delimited),
    )


def _factor(header: Header, index: int, column: Column, problems: Problems) -> Decimal:
    """What a number of the column is multiplied by, and a word about it."""
    if not column.is_numeric or column.is_serial:
        return ONE
    text = header.texts[index]
    unit = _unit(header, index, column, problems)
    if unit is None or unit.factor == ONE:
        return ONE
    problems.add(
        place(index, header.bottom),
        Reason.MULTIPLIED,
        text,
        heading=text,
        unit=unit.text,
        factor=unit.factor,
    )
    return unit.factor


def _unit(
    header: Header, index: int, column: Column, problems: Problems
) -> Unit | None:
    """The unit of the heading, else that of the title; they must not disagree."""
    where, text = place(index, header.bottom), header.texts[index]
    base = column.base_unit
    own = header.unit(index)
    if own and base and not same_base(own.base, base):
        problems.add(
            where, Reason.WRONG_UNIT, text, heading=text, unit=own.text, expected=base
        )
        return None
    titles = {
        unit.factor: unit
        for unit in header.title_units
        if base and same_base(unit.base, base)
    }
    named = ({own.factor: own} if own else {}) | titles
    if own and own.is_rate:
        return own
    if len(named) > 1:
        units = "、".join(unit.text for unit in named.values())
        problems.add(where, Reason.UNITS_DISAGREE, text, units=units)
        return None
    return own or next(iter(titles.values()), None)
