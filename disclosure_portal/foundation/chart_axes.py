"""The ground of charts that stand upright: heights, their rules, and the labels below.
Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from .chart_canvas import FONT, LINE, Canvas
from .chart_tables import Table, figure
from .text_widths import text_width

HEIGHT = 168.0
# Tops that halve well, in each power of ten.
TOPS = (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10)
ASIDE = 6.0


@dataclass(frozen=True, slots=True)
class Axes:
    """Where a figure of a label stands."""

    left: float
    above: float
    step: float
    top: float

    def x(self, place: int) -> float:
        """The left edge of the strip of a label."""
        return self.left + place * self.step

    def middle(self, place: int) -> float:
        return self.left + (place + 0.5) * self.step

    def length(self, value: float) -> float:
        return HEIGHT * value / self.top

    def y(self, value: float) -> float:
        return self.above + HEIGHT - self.length(value)

    @property
    def ground(self) -> float:
        return self.above + HEIGHT


def top_of(highest: float) -> float:
    """The round figure at or above the highest, at which an axis ends."""
    if highest <= 1:
        return 1
    power = 10.0 ** floor(log10(highest))
    return next(times * power for times in TOPS if times * power >= highest)


def draw_axes(canvas: Canvas, table: Table, highest: float) -> Axes:
    """Rules with their heights on the left, and under the ground as many labels as
    stand side by side."""
    top = top_of(highest)
    ticks = [0, top / 2, top] if top % 2 == 0 or top != int(top) else [0, top]
    left = max(text_width(figure(tick)) for tick in ticks) * FONT + ASIDE
    above = canvas.bottom + LINE
    step = (canvas.width - left) / max(len(table.labels), 1)
    axes = Axes(left, above, step, top)
    for tick in ticks:
        y = axes.y(tick)
        canvas.rule(left, y, canvas.width - left)
        canvas.text(figure(tick), left - ASIDE, y + 5, anchor="end")
    for place in shown(table.labels, step):
        label = table.labels[place]
        x, anchor = _place_of(label, axes.middle(place), canvas.width)
        canvas.text(label, x, axes.ground + FONT + 4, anchor=anchor)
    canvas.bottom = axes.ground + LINE + 4
    return axes


def shown(labels: Sequence[str], step: float) -> Iterator[int]:
    """The places of the labels that find room: all, or every second, third …"""
    widest = max((text_width(label) for label in labels), default=0) * FONT
    yield from range(0, len(labels), max(ceil((widest + 4) / step), 1))


def _place_of(label: str, middle: float, width: float) -> tuple[float, str]:
    """Centred, or moved in from the right edge."""
    if middle + text_width(label) * FONT / 2 > width:
        return width, "end"
    return middle, "middle"
