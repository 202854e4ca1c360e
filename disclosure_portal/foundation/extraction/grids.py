"""What a reader sees of a sheet: the rows and columns that are not hidden. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..spreadsheets.cells import Area, Cell, RawSheet
from .results import MAX_COLUMNS

# A sheet of forms has some hundreds; more are a mistake or an attack.
MAX_AREAS = 20_000


class Grid(NamedTuple):
    """Cells by row and place from the left, both from 0; merged areas likewise."""

    rows: Sequence[dict[int, Cell]]
    width: int
    areas: Sequence[Area]
    is_whole: bool


def visible(sheet: RawSheet, *, limit: int) -> Grid:
    """The first `limit` rows that hold something, without the hidden ones."""
    shown = [row for row in sheet.rows[:limit] if not row.is_hidden]
    used = {column for row in shown for column in row.cells} - sheet.hidden_columns
    columns = sorted(used)[:MAX_COLUMNS]
    places = {column: place for place, column in enumerate(columns)}
    rows = [
        {places[each]: cell for each, cell in row.cells.items() if each in places}
        for row in shown
    ]
    areas = []
    for area, seen in _seen(sheet.areas, [row.number for row in shown], columns):
        areas.append(seen)
        # Its value stands in a corner that may be hidden itself.
        if (value := _corner(sheet, area)) is not None:
            rows[seen.top][seen.left] = value
    is_whole = len(sheet.rows) <= limit and len(used) <= MAX_COLUMNS
    return Grid(rows, len(columns), areas, is_whole)


def _seen(
    areas: Sequence[Area], numbers: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[Area, Area]]:
    """Each area, and what is visible of it; one that overlaps another is no area."""
    taken: set[tuple[int, int]] = set()
    for area in areas[:MAX_AREAS]:
        seen = Area(
            bisect_left(numbers, area.top),
            bisect_left(columns, area.left),
            bisect_right(numbers, area.bottom) - 1,
            bisect_right(columns, area.right) - 1,
        )
        if seen.top > seen.bottom or seen.left > seen.right:
            continue
        cells = {
            (row, column)
            for row in range(seen.top, seen.bottom + 1)
            for column in range(seen.left, seen.right + 1)
        }
        if taken.isdisjoint(cells):
            taken |= cells
            yield area, seen


def _corner(sheet: RawSheet, area: Area) -> Cell | None:
    place = bisect_left(sheet.rows, area.top, key=lambda row: row.number)
    if place == len(sheet.rows) or sheet.rows[place].number != area.top:
        return None
    return sheet.rows[place].cells.get(area.left)
