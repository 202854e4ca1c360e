"""What a chart is drawn from: figures with their labels, and a look for each part that
is told by a pattern as well as by a colour. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from math import isfinite

Number = int | float | Decimal


class Look(Enum):
    """A filling. No two are alike where a page has two colours only."""

    SOLID = "solid"
    STRIPES = "stripes"
    GRID = "grid"
    DOTS = "dots"
    BLANK = "blank"
    # For what needs attention; no other is vermilion.
    ALERT = "alert"


# Of series that name no look, by their place.
LOOKS = (Look.SOLID, Look.STRIPES, Look.GRID, Look.DOTS, Look.BLANK)


@dataclass(frozen=True, slots=True)
class Series:
    """Figures under one name, one for each label; None where there is none."""

    label: str
    values: tuple[Number | None, ...]
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Labels down, series across; the heading is that of the labels.

    `unit` is what is counted, `note` stands below, `summary` says in a sentence what
    the chart shows, for who cannot see it. Raises ValueError for what can't be drawn.
    """

    title: str
    heading: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    note: str = ""
    summary: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= len(LOOKS):
            message = f"A chart has 1 to {len(LOOKS)} series"
            raise ValueError(message)
        if any(len(each.values) != len(self.labels) for each in self.series):
            message = "Each series has a figure for each label"
            raise ValueError(message)
        if len(set(self.looks)) < len(self.series):
            message = "Two series look alike"
            raise ValueError(message)
        if any(not isfinite(value) or value < 0 for value in self._known()):
            message = "Figures are drawn from nought upwards"
            raise ValueError(message)

    def _known(self) -> Iterator[Number]:
        for each in self.series:
            yield from (value for value in each.values if value is not None)

    @property
    def looks(self) -> tuple[Look, ...]:
        return tuple(
            each.look or look for each, look in zip(self.series, LOOKS, strict=False)
        )

    @property
    def highest(self) -> float:
        return max((float(value) for value in self._known()), default=0)

    @property
    def totals(self) -> tuple[float, ...]:
        """Of each label, over the series."""
        return tuple(sum(row) for row in self.rows())

    @property
    def is_empty(self) -> bool:
        """Is nothing above nought, so that there is nothing to draw?"""
        return not self.highest

    def rows(self) -> list[tuple[float, ...]]:
        """The figures of each label as they are drawn."""
        return [
            tuple(float(each.values[place] or 0) for each in self.series)
            for place in range(len(self.labels))
        ]


@dataclass(frozen=True, slots=True)
class HeatClass:
    """One class of cells: its word, and the single sign that stands in the cell."""

    code: str
    label: str
    sign: str
    look: Look


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Rows by columns of codes of classes; "" where nothing is due."""

    title: str
    heading: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    classes: tuple[HeatClass, ...]
    note: str = ""
    summary: str = ""

    def __post_init__(self) -> None:
        known = {each.code for each in self.classes}
        if len(self.cells) != len(self.rows) or not self.columns:
            message = "Each row has its cells, and there are columns"
            raise ValueError(message)
        if any(len(row) != len(self.columns) for row in self.cells):
            message = "Each row has a cell for each column"
            raise ValueError(message)
        if unknown := {code for row in self.cells for code in row if code} - known:
            message = f"Cells of no class: {sorted(unknown)}"
            raise ValueError(message)
        if len({(each.look, each.sign) for each in self.classes}) < len(known):
            message = "Two classes look alike"
            raise ValueError(message)

    @property
    def is_empty(self) -> bool:
        return not any(code for row in self.cells for code in row)

    def class_of(self, code: str) -> HeatClass | None:
        return next((each for each in self.classes if each.code == code), None)


def figure(value: Number | None) -> str:
    """2,716; a broken number with one place; a dash where there is none."""
    if value is None:
        return "—"
    whole = int(value)
    return f"{whole:,}" if whole == value else f"{value:,.1f}"
