"""Where the header of a table is, and which column each heading means.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from .cells import Area, CellKind, RawRow, letter
from .columns import Column
from .numbers import NotANumber, written_number
from .units import Unit, is_lone_unit, plain, unit_of_heading, units_of_title

# So many rows of titles and notes may stand above a header, so many rows make one.
SEARCHED = 40
MAX_DEPTH = 3
BRACKETS = "()（） \n"
COUNTING = {"甲", "乙", "丙", "丁", "栏次", "行次", "列次"}
# How wide the last heading's group may be when nothing shows it.
MAX_GROUP = 12
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the clerk sees it, the letters of its column, and the code of the
    column it means; none if it means none."""

    text: str
    column: str
    code: str = ""


@dataclass(slots=True)
class Header:
    """The rows that make a header; `parts` are its texts by column, from the group
    down to the heading itself."""

    top: int
    bottom: int
    parts: dict[int, list[str]]
    texts: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    # Columns that mean what another column means already: which one.
    doubles: dict[int, int] = field(default_factory=dict)
    # Columns that stand back for another one: which.
    spares: dict[int, int] = field(default_factory=dict)
    title_units: tuple[Unit, ...] = ()

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for column in sorted(self.parts):
            text = "/".join(self.parts[column])
            # A clerk who matches headings by clicking must be able to tell them apart.
            self.texts[column] = f"{text} ({letter(column)})" if text in seen else text
            seen.add(text)

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(
            Heading(text, letter(column), self.codes.get(column, ""))
            for column, text in self.texts.items()
        )

    @property
    def score(self) -> int:
        return len(self.codes)

    def unit(self, column: int) -> Unit | None:
        """The unit that the heading names, or the group above it."""
        for part in reversed(self.parts[column]):
            if unit := unit_of_heading(part)[1]:
                return unit
        return None

    def is_repeated_by(self, row: RawRow) -> bool:
        """Whether a row further down says what the header says."""
        same = sum(
            _text(cell.text) in self.parts.get(column, ())
            for column, cell in row.cells.items()
        )
        return same >= 2 and same * 2 > len(row.cells)


class Matcher:
    """Knows which column a heading means: as matched by hand, by its label, by a
    synonym; with and without its unit and what stands in brackets."""

    def __init__(
        self, columns: Sequence[Column], matches: Mapping[str, str] | None
    ) -> None:
        known = {"", *(column.code for column in columns)}
        self.by_hand = {
            plain(text): code for text, code in (matches or {}).items() if code in known
        }
        self.enough = min(2, len(columns))
        labels = {plain(str(column.label)): column.code for column in columns}
        synonyms = {
            plain(word): column.code for column in columns for word in column.synonyms
        }
        bare = {_bare(word): code for word, code in (synonyms | labels).items()}
        self._levels = (labels, synonyms, bare)
        self._stand_ins = {
            plain(word): column.code for column in columns for word in column.stand_ins
        }

    def match(self, header: Header) -> None:
        """Give each heading its code; each column is meant by one heading."""
        by_hand = {
            column: self.by_hand.get(plain(text))
            for column, text in header.texts.items()
        }
        for column, code in by_hand.items():
            first = next((c for c, each in header.codes.items() if each == code), None)
            if code and first is None:
                header.codes[column] = code
            elif code and first is not None:
                header.doubles[column] = first
        for words in _forms(header):
            for codes in self._levels:
                taken = set(header.codes.values())
                found: dict[str, int] = {}
                for column, word in words.items():
                    code = codes.get(word)
                    is_open = column not in header.codes and by_hand[column] is None
                    if not code or code in taken or not is_open:
                        continue
                    first = found.setdefault(code, column)
                    if first == column:
                        header.codes[column] = code
                    else:
                        header.doubles[column] = first
        self._match_stand_ins(header, by_hand)

    def _match_stand_ins(
        self, header: Header, by_hand: Mapping[int, str | None]
    ) -> None:
        columns = {code: column for column, code in header.codes.items()}
        for words in _forms(header):
            for column, word in words.items():
                code = self._stand_ins.get(word)
                if not code or column in header.codes or by_hand[column] is not None:
                    continue
                first = columns.setdefault(code, column)
                if first == column:
                    header.codes[column] = code
                else:
                    header.spares[column] = first


def _forms(header: Header) -> Iterator[dict[int, str]]:
    """The words of each heading: whole, its last part, without unit, without what
    stands in brackets."""
    whole = {column: plain("".join(parts)) for column, parts in header.parts.items()}
    last = {column: plain(parts[-1]) for column, parts in header.parts.items()}
    yield whole
    yield last
    for words in (whole, last):
        yield {column: unit_of_heading(text)[0] for column, text in words.items()}
    for words in (whole, last):
        yield {column: _bare(text) for column, text in words.items()}


def _bare(text: str) -> str:
    return IN_BRACKETS.sub("", text) or text


def find_header(
    rows: Sequence[RawRow], areas: Sequence[Area], matcher: Matcher
) -> Header | None:
    """The first rows that name the most columns; where hardly any is named, the first
    of the widest rows of words, so that a clerk can match them."""
    rows = rows[:SEARCHED]
    found: list[Header] = []
    for index in range(len(rows)):
        header = _header_at(rows, index, areas)
        if header:
            matcher.match(header)
            found.append(header)
    if not found:
        return None
    best = reduce(_better, found)
    if best.score < matcher.enough:
        best = reduce(_wider, found)
    best.title_units = tuple(
        unit
        for row in rows
        if row.number < best.top
        for cell in row.cells.values()
        for unit in units_of_title(cell.text)
    )
    return best


def _better(old: Header, new: Header) -> Header:
    """A title seems to stand over headings as a group does, and adds none."""
    if new.top <= old.bottom:
        more = (new.score, len(new.parts)) >= (old.score, len(old.parts))
    else:
        more = new.score > old.score
    return new if more else old


def _wider(old: Header, new: Header) -> Header:
    more = len(new.parts) - len(old.parts)
    return new if more > 0 or (more == 0 and new.top <= old.bottom) else old


def _header_at(
    rows: Sequence[RawRow], index: int, areas: Sequence[Area]
) -> Header | None:
    row = rows[index]
    if len(row.cells) < 2 or not _is_words(row):
        return None
    parts = {column: [_text(cell.text)] for column, cell in row.cells.items()}
    groups = _groups(row, areas)
    bottom = row.number
    for below in rows[index + 1 : index + MAX_DEPTH]:
        if below.number != bottom + 1 or not _is_below(below, groups):
            break
        for column, cell in below.cells.items():
            above = next(start for start, end in groups if start <= column <= end)
            parts[column] = [*parts[above][:1], _text(cell.text)]
        groups = _groups(below, areas)
        bottom = below.number
    for below in rows[index + 1 : index + MAX_DEPTH + 1]:
        if below.number == bottom + 1 and _are_units(below, parts):
            for column, cell in below.cells.items():
                parts[column][-1] += f"({cell.text.strip(BRACKETS)})"
            bottom = below.number
    spans = [area.bottom for area in areas if area.top == row.number]
    return Header(row.number, max([bottom, *_within(spans, row.number)]), parts)


def _are_units(row: RawRow, parts: Mapping[int, list[str]]) -> bool:
    return row.cells.keys() <= parts.keys() and all(
        cell.kind is CellKind.TEXT and is_lone_unit(cell.text)
        for cell in row.cells.values()
    )


def numbers_columns(row: RawRow) -> bool:
    """Whether a row under the header counts the columns: 甲, 1, 2, 3."""
    texts = [plain(cell.text) for cell in row.cells.values()]
    numbers = [text for text in texts if text not in COUNTING]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return len(numbers) >= 3 and numbers == counted


def _within(bottoms: Sequence[int], top: int) -> list[int]:
    return [bottom for bottom in bottoms if bottom < top + MAX_DEPTH]


def _is_words(row: RawRow) -> bool:
    """Whether a row holds words, as headings are; years may be among them."""
    words = 0
    for cell in row.cells.values():
        if cell.kind is CellKind.TEXT:
            words += not _is_number(cell.text)
        elif cell.kind is not CellKind.NUMBER:
            return False
    return words * 2 > len(row.cells)


def _is_number(text: str) -> bool:
    try:
        written_number(text)
    except NotANumber:
        return False
    return True


def _groups(row: RawRow, areas: Sequence[Area]) -> list[tuple[int, int]]:
    """First and last columns of the headings that may stand over others: those that
    are merged over several columns, or followed by blank cells."""
    merged = {area.left: area for area in areas if area.top == row.number}
    columns = sorted(row.cells)
    groups = []
    for column, following in zip(
        columns, [*columns[1:], columns[-1] + MAX_GROUP], strict=True
    ):
        area = merged.get(column)
        if area is None and following - 1 > column:
            groups.append((column, following - 1))
        elif area is not None and area.bottom == area.top and area.right > column:
            groups.append((column, area.right))
    return groups


def _is_below(row: RawRow, groups: Sequence[tuple[int, int]]) -> bool:
    """Whether a row names the columns of the groups above it, and nothing else."""
    if not _is_words(row) or len(row.cells) < 2:
        return False
    return all(
        any(start <= column <= end for start, end in groups) for column in row.cells
    )


def _text(text: str) -> str:
    return " ".join(text.split())
