"""A grid of cells as HTML tables with a head, a few hundred rows each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..spreadsheets.cells import Area, Cell, CellKind
from ..spreadsheets.numbers import NotANumber, stored_number
from ..spreadsheets.shown_numbers import hides_text, shown_day, shown_number
from .grids import Grid
from .results import CHARACTERS_A_LEAF, ROWS_A_PART

# So many rows of titles stand above a head, so many rows make one.
MAX_TITLES, MAX_HEADS = 6, 4
MARKUP = 10  # characters of a cell beside its own
NUMBERS = {CellKind.NUMBER, CellKind.PERCENT}
FLAGS = {"1": "TRUE", "0": "FALSE"}


def tables(grid: Grid) -> Iterator[str]:
    """The title and the first rows, then further rows, each with the head again."""
    if not grid.rows:
        return
    titles = _title_rows(grid)
    heads = _head_rows(grid, titles)
    title = "".join(_title(row) for row in grid.rows[:titles])
    body = titles + heads
    head = _rows(grid, range(titles, body), "th")
    for part in _divided(grid, body):
        rows = _rows(grid, part, "td")
        yield (
            f"{title}<table>{f'<thead>{head}</thead>' if head else ''}"
            f"<tbody>{rows}</tbody></table>"
        )
        title = ""


def _divided(grid: Grid, body: int) -> Iterator[range]:
    """The rows below the head, as many together as a page of the portal bears."""
    start, size = body, 0
    for number in range(body, len(grid.rows)):
        size += sum(len(cell.text) + MARKUP for cell in grid.rows[number].values())
        if number > start and (
            number - start == ROWS_A_PART or size > CHARACTERS_A_LEAF
        ):
            yield range(start, number)
            start, size = number, 0
    yield range(start, len(grid.rows))


def _title_rows(grid: Grid) -> int:
    """Rows of one cell above the table: its name, its unit, who filled it in."""
    count = 0
    for row in grid.rows[:MAX_TITLES]:
        if len(row) != 1 or grid.width == 1:
            break
        count += 1
    return count if count < len(grid.rows) else 0


def _title(row: dict[int, Cell]) -> str:
    return "".join(
        f'<p class="indent-none">{_shown(cell)}</p>' for cell in row.values()
    )


def _head_rows(grid: Grid, top: int) -> int:
    """How many rows of headings there are: words only, and as deep as its merged
    cells say."""
    if top + 1 >= len(grid.rows) or not _is_words(grid.rows[top]):
        return 0
    bottom = row = top
    while row <= bottom < top + MAX_HEADS - 1:
        for area in grid.areas:
            if area.top == row and area.left != area.right and row == area.bottom:
                bottom = max(bottom, row + 1)
            elif area.top == row:
                bottom = max(bottom, area.bottom)
        row += 1
    bottom = min(bottom, top + MAX_HEADS - 1)
    return bottom - top + 1 if bottom + 1 < len(grid.rows) else 0


def _is_words(row: dict[int, Cell]) -> bool:
    words = sum(cell.kind is CellKind.TEXT for cell in row.values())
    return len(row) >= 2 and words * 2 > len(row)


# --- Rows ---------------------------------------------------------------------------


def _rows(grid: Grid, rows: range, tag: str) -> str:
    spans = {}
    covered: set[tuple[int, int]] = set()
    for area in grid.areas:
        top, bottom = max(area.top, rows.start), min(area.bottom, rows.stop - 1)
        if top > bottom:
            continue
        corner = grid.rows[area.top].get(area.left)
        spans[top, area.left] = (corner, Area(top, area.left, bottom, area.right))
        covered |= {
            (row, column)
            for row in range(top, bottom + 1)
            for column in range(area.left, area.right + 1)
        }
    return "".join(
        f"<tr>{''.join(_cells(grid, row, tag, spans, covered))}</tr>" for row in rows
    )


def _cells(
    grid: Grid,
    row: int,
    tag: str,
    spans: dict[tuple[int, int], tuple[Cell | None, Area]],
    covered: set[tuple[int, int]],
) -> Iterator[str]:
    for column in range(grid.width):
        place = (row, column)
        if place in spans:
            cell, area = spans[place]
            yield _cell(tag, cell, _span(area))
        elif place not in covered:
            yield _cell(tag, grid.rows[row].get(column), "")


def _span(area: Area) -> str:
    wide, high = area.right - area.left + 1, area.bottom - area.top + 1
    columns = f' colspan="{wide}"' if wide > 1 else ""
    return columns + (f' rowspan="{high}"' if high > 1 else "")


def _cell(tag: str, cell: Cell | None, span: str) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    is_number = tag == "td" and cell is not None and cell.kind in NUMBERS
    side = ' class="align-right"' if is_number else ""
    return f"<{tag}{scope}{side}{span}>{_shown(cell) if cell else ''}</{tag}>"


def _shown(cell: Cell) -> str:
    if cell.kind in NUMBERS:
        return escape(_number(cell), quote=False)
    if cell.kind is CellKind.DAY:
        return escape(shown_day(cell.text, cell.code) or cell.text, quote=False)
    if hides_text(cell.code):
        return ""
    if cell.kind is CellKind.FLAG:
        return FLAGS.get(cell.text, cell.text)
    lines: Sequence[str] = cell.text.strip().splitlines()
    return "<br>".join(escape(line, quote=False) for line in lines)


def _number(cell: Cell) -> str:
    """In the format of its cell, or else as it was typed: spreadsheet programs store
    0.285 as 0.28499999999999998."""
    try:
        value = stored_number(cell.text)
    except NotANumber:
        return cell.text
    if (shown := shown_number(value, cell.code)) is not None:
        return shown
    if cell.kind is CellKind.PERCENT:
        return f"{(value * 100).normalize():f}%"
    return f"{value.normalize():f}"
