"""Charts as SVG, drawn from a table once: for the web, for print and for Word. Pure.

Every chart is drawn for a phone (`NARROW`, in pixels of a screen of 360) and may grow,
so that its letters are never smaller than 14 pixels; `WIDE` is for paper. Beside a
chart its table must stand (`includes/_chart.html`): it has every figure and every name
in full. What is told by a colour is told by a pattern and a word as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from math import cos, pi, sin

from .chart_axes import Axes, draw_axes
from .chart_canvas import APART, FONT, LINE, SWATCH, Canvas
from .chart_tables import (
    HeatClass,
    HeatTable,
    Look,
    Number,
    Series,
    Table,
    figure,
)
from .text_widths import text_width

__all__ = [
    "NARROW",
    "WIDE",
    "Bars",
    "HeatClass",
    "HeatTable",
    "Look",
    "Number",
    "Series",
    "Table",
    "bars",
    "columns",
    "figure",
    "heat_map",
    "lines",
    "radar",
]

NARROW, WIDE = 312.0, 640.0
# From here on labels stand beside their bars, not above them.
BESIDE = 480.0
BAR, THIN_BAR = 16.0, 14.0
CELL = 24.0
# After so many rows of a heat map its columns are named again.
ROWS_UNDER_A_HEAD = 8
# Of a radar: how large it grows, and its rings.
MOST_ACROSS = 420.0
RINGS = (0.25, 0.5, 0.75, 1.0)
# Of lines, by their place.
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2")


class Bars(Enum):
    """Series beside one another; on top of one another; as parts of a whole, of which
    the first part is told in per cent. One row of shares is a bar of progress."""

    GROUPED = "grouped"
    STACKED = "stacked"
    SHARES = "shares"


# --- Bars -----------------------------------------------------------------------------


def bars(
    table: Table, *, key: str, kind: Bars = Bars.GROUPED, width: float = NARROW
) -> str:
    """A bar, or some, for each label, lying; `key` makes the ids of the page unique."""
    canvas = _canvas(table, key, width)
    _draw_legend(canvas, table)
    told = _told(table, kind)
    room = max((text_width(text) for row in told for text in row), default=0) * FONT
    ground = _Ground(canvas, _left_of(table, width), width - room - APART)
    for place, label in enumerate(table.labels):
        ground.name(label)
        if kind == Bars.GROUPED:
            _draw_beside(ground, table, place, told[place])
        else:
            _draw_on_top(ground, table, place, told[place][0], kind)
        canvas.bottom += APART
    return canvas.svg()


@dataclass(frozen=True, slots=True)
class _Ground:
    canvas: Canvas
    left: float
    right: float

    def name(self, label: str) -> None:
        """Above the bars of the label, or to their left where there is room."""
        if self.left:
            self.canvas.text(label, 0, self.canvas.bottom + FONT, room=self.left - 8)
            return
        self.canvas.text(label, 0, self.canvas.bottom + FONT)
        self.canvas.bottom += LINE

    def length(self, share: float) -> float:
        return (self.right - self.left) * share


def _left_of(table: Table, width: float) -> float:
    if width < BESIDE:
        return 0
    widest = max((text_width(label) for label in table.labels), default=0) * FONT
    return min(widest + 8, width / 3)


def _told(table: Table, kind: Bars) -> list[list[str]]:
    """What stands behind each bar."""
    if kind == Bars.GROUPED:
        return [
            [figure(each.values[place]) for each in table.series]
            for place in range(len(table.labels))
        ]
    if kind == Bars.STACKED:
        return [[figure(total)] for total in table.totals]
    return [
        [f"{100 * row[0] / total:.1f}%" if total else figure(None)]
        for row, total in zip(table.rows(), table.totals, strict=True)
    ]


def _draw_beside(ground: _Ground, table: Table, place: int, told: list[str]) -> None:
    canvas = ground.canvas
    height = BAR if len(told) == 1 else THIN_BAR
    values = table.rows()[place]
    for look, value, text in zip(table.looks, values, told, strict=True):
        length = ground.length(value / table.highest) if value else 0
        if length:
            canvas.box(look, ground.left, canvas.bottom + 1, length, height)
        x = ground.left + length + APART
        canvas.text(text, x, canvas.bottom + height - 2, room=canvas.width)
        canvas.bottom += height + 2


def _draw_on_top(
    ground: _Ground, table: Table, place: int, told: str, kind: Bars
) -> None:
    canvas = ground.canvas
    whole = table.totals[place] if kind == Bars.SHARES else max(table.totals)
    x = ground.left
    for look, series, value in zip(
        table.looks, table.series, table.rows()[place], strict=True
    ):
        if value:
            length = ground.length(value / whole)
            title = f"{series.label} {figure(value)}"
            canvas.box(look, x, canvas.bottom + 1, length, BAR, title=title)
            x += length
    canvas.text(told, x + APART, canvas.bottom + BAR - 2, room=canvas.width)
    canvas.bottom += BAR + 2


# --- Upright --------------------------------------------------------------------------


def columns(table: Table, *, key: str, width: float = NARROW) -> str:
    """Columns over months or days; series stand on top of one another."""
    canvas = _canvas(table, key, width)
    _draw_legend(canvas, table)
    _draw_columns(canvas, table, _axes(canvas, table, max(table.totals, default=0)))
    return canvas.svg()


def lines(table: Table, *, key: str, width: float = NARROW) -> str:
    """A line for each series, told apart by dashes and by signs."""
    canvas = _canvas(table, key, width)
    _draw_legend(canvas, table, are_lines=True)
    _draw_lines(canvas, table, _axes(canvas, table, table.highest))
    return canvas.svg()


def _axes(canvas: Canvas, table: Table, highest: float) -> Axes:
    if table.unit:
        canvas.text(table.unit, 0, canvas.bottom + FONT)
        canvas.bottom += LINE
    return draw_axes(canvas, table, highest)


def _draw_columns(canvas: Canvas, table: Table, axes: Axes) -> None:
    air = min(axes.step / 5, APART)
    for place, row in enumerate(table.rows()):
        y = axes.ground
        for look, value in zip(table.looks, row, strict=True):
            if value:
                height = axes.length(value)
                y -= height
                title = f"{table.labels[place]} {figure(value)}"
                x, width = axes.x(place) + air / 2, axes.step - air
                canvas.box(look, x, y, width, height, title=title)
        told = figure(table.totals[place])
        if table.totals[place] and text_width(told) * FONT <= axes.step + 1:
            canvas.text(told, axes.middle(place), y - 4, anchor="middle")


def _draw_lines(canvas: Canvas, table: Table, axes: Axes) -> None:
    for number, series in enumerate(table.series):
        points = [
            (axes.middle(place), axes.y(float(value)))
            for place, value in enumerate(series.values)
            if value is not None
        ]
        canvas.way(points, table.looks[number], DASHES[number])
        for x, y in points:
            canvas.mark(number, table.looks[number], x, y)


# --- Radar ----------------------------------------------------------------------------


def radar(table: Table, *, key: str, width: float = NARROW) -> str:
    """Shares of a hundred around a point, an axis for each label (numbered, as its
    table names them); each series is a closed line."""
    canvas = _canvas(table, key, width)
    _draw_legend(canvas, table, are_lines=True)
    radius = min(width, MOST_ACROSS) / 2 - LINE
    middle = width / 2, canvas.bottom + radius + LINE
    for ring in RINGS:
        canvas.way(_around(middle, radius * ring, len(table.labels)), Look.BLANK, "")
    for place, (x, y) in enumerate(_around(middle, radius + FONT, len(table.labels))):
        if place < len(table.labels):
            canvas.text(str(place + 1), x, y + FONT / 3, anchor="middle")
    for number, series in enumerate(table.series):
        shares = [float(value or 0) / 100 for value in series.values]
        points = _around(middle, radius, len(shares), [*shares, *shares[:1]])
        canvas.way(points, table.looks[number], DASHES[number])
        for x, y in points[:-1]:
            canvas.mark(number, table.looks[number], x, y)
    canvas.bottom += 2 * (radius + LINE)
    return canvas.svg()


def _around(
    middle: tuple[float, float],
    radius: float,
    count: int,
    shares: Sequence[float] | None = None,
) -> list[tuple[float, float]]:
    """A closed way around the middle, beginning at the top, with the clock."""
    found = []
    for place in range(count + 1):
        angle = 2 * pi * place / max(count, 1)
        length = radius * (shares[place] if shares else 1)
        found.append((middle[0] + length * sin(angle), middle[1] - length * cos(angle)))
    return found


# --- Heat map -------------------------------------------------------------------------


def heat_map(table: HeatTable, *, key: str, width: float = NARROW) -> str:
    """A cell for each row and column, its class told by look and sign."""
    canvas = Canvas(key, width, table.title, table.summary or table.note)
    canvas.legend([each.label for each in table.classes], _sample_of(canvas, table))
    is_beside = width >= BESIDE
    left = min(_widest(table.rows) * FONT + 8, width / 3) if is_beside else 0
    step = (width - left) / len(table.columns)
    for number, row in enumerate(table.rows):
        if number % ROWS_UNDER_A_HEAD == 0:
            _head(canvas, table, left, step)
        if is_beside:
            canvas.text(row, 0, canvas.bottom + FONT + 2, room=left - 8)
        else:
            canvas.text(row, 0, canvas.bottom + FONT)
            canvas.bottom += LINE
        _draw_cells(canvas, table, number, left, step)
        canvas.bottom += CELL + (2 if is_beside else APART)
    return canvas.svg()


def _sample_of(canvas: Canvas, table: HeatTable) -> Callable[[int, float, float], None]:
    def sample(place: int, x: float, y: float) -> None:
        found = table.classes[place]
        canvas.box(found.look, x, y, SWATCH, SWATCH)
        canvas.signed(found.sign, x + SWATCH / 2, y + SWATCH / 2)

    return sample


def _head(canvas: Canvas, table: HeatTable, left: float, step: float) -> None:
    """The names of the columns, as many as find room."""
    widest = _widest(table.columns) * FONT + 4
    every = max(int(-(-widest // step)), 1)
    for place in range(0, len(table.columns), every):
        middle = left + (place + 0.5) * step
        room = min(middle, canvas.width - middle) * 2
        canvas.text(
            table.columns[place],
            middle,
            canvas.bottom + FONT,
            anchor="middle",
            room=min(room, every * step),
        )
    canvas.bottom += LINE


def _draw_cells(
    canvas: Canvas, table: HeatTable, number: int, left: float, step: float
) -> None:
    for place, code in enumerate(table.cells[number]):
        found = table.class_of(code)
        if found is None:
            continue
        x = left + place * step
        canvas.box(found.look, x + 1, canvas.bottom, step - 2, CELL)
        canvas.signed(found.sign, x + step / 2, canvas.bottom + CELL / 2)


def _widest(texts: tuple[str, ...]) -> float:
    return max((text_width(text) for text in texts), default=0)


def _draw_legend(canvas: Canvas, table: Table, *, are_lines: bool = False) -> None:
    """Nothing where there is one series: the title names it."""

    def box(place: int, x: float, y: float) -> None:
        canvas.box(table.looks[place], x, y, SWATCH, SWATCH)

    def line(place: int, x: float, y: float) -> None:
        y += SWATCH / 2
        canvas.way([(x, y), (x + SWATCH, y)], table.looks[place], DASHES[place])
        canvas.mark(place, table.looks[place], x + SWATCH / 2, y)

    if len(table.series) > 1:
        words = [each.label for each in table.series]
        canvas.legend(words, line if are_lines else box)


def _canvas(table: Table, key: str, width: float) -> Canvas:
    return Canvas(key, width, table.title, table.summary or table.note)
