"""A bar for each number, as places in an SVG drawing. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 960, 200
GAP = 4


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    label: str


def bars(numbers: Sequence[tuple[str, int]]) -> list[Bar]:
    """The highest fills the drawing; nothing is drawn for zero."""
    highest = max((number for _label, number in numbers), default=0)
    if not highest:
        return []
    step = WIDTH / len(numbers)
    return [
        Bar(
            x=round(place * step, 1),
            y=round(HEIGHT - HEIGHT * number / highest, 1),
            width=round(max(step - GAP, 1), 1),
            height=round(HEIGHT * number / highest, 1),
            label=label,
        )
        for place, (label, number) in enumerate(numbers)
    ]
