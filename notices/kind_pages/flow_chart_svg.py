"""A flow chart drawn as SVG: attributes only, no styles. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from .flow_chart import (
    BOX,
    HEAD,
    LABEL,
    LEADING,
    NOTE,
    PAD,
    TITLE,
    Box,
    Chart,
    Line,
)


def svg(chart: Chart, *, title: str, description: str, key: str = "flow") -> str:
    """A picture that says what it shows; its list of steps must stand beside it."""
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "flow__chart",
            "viewBox": f"0 0 {_n(chart.width)} {_n(chart.height)}",
            "width": _n(chart.width),
            "height": _n(chart.height),
            "role": "img",
            "aria-labelledby": f"{key}-title {key}-text",
            "fill": "none",
            "stroke": "currentColor",
        },
    )
    ElementTree.SubElement(root, "title", id=f"{key}-title").text = title
    ElementTree.SubElement(root, "desc", id=f"{key}-text").text = description
    for line in chart.lines:
        _draw_line(root, line)
    for box in chart.boxes:
        _draw_box(root, box)
    return ElementTree.tostring(root, encoding="unicode")


def _draw_box(root: ElementTree.Element, box: Box) -> None:
    ElementTree.SubElement(
        root,
        "rect",
        {
            "class": "flow__end" if box.is_end else "flow__box",
            "x": _n(box.left),
            "y": _n(box.top),
            "width": _n(BOX),
            "height": _n(box.height),
            "rx": "16" if box.is_end else "2",
            "stroke-width": "1.5",
        },
    )
    y = box.top + PAD
    for size, weight, lines in ((TITLE, "bold", box.title), (NOTE, "normal", box.note)):
        for text in lines:
            _write(root, text, box.middle, y + size, size, "middle", weight)
            y += size * LEADING


def _draw_line(root: ElementTree.Element, line: Line) -> None:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in line.points)
    ElementTree.SubElement(
        root,
        "polyline",
        {"class": "flow__way", "points": points, "stroke-width": "1.5"},
    )
    head = " ".join(f"{_n(x)},{_n(y)}" for x, y in _head(line.points))
    ElementTree.SubElement(
        root, "polygon", {"points": head, "fill": "currentColor", "stroke": "none"}
    )
    x, y = line.label_at
    for text in line.label:
        _write(root, text, x, y, LABEL, line.anchor, "normal")
        y += LABEL * LEADING


def _head(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The point of an arrow, in the direction of the last stretch."""
    (before_x, _), (x, y) = points[-2:]
    if before_x == x:
        return [(x, y), (x - HEAD, y - 2 * HEAD), (x + HEAD, y - 2 * HEAD)]
    back = x + (2 * HEAD if before_x > x else -2 * HEAD)
    return [(x, y), (back, y - HEAD), (back, y + HEAD)]


def _write(
    root: ElementTree.Element,
    text: str,
    x: float,
    y: float,
    size: float,
    anchor: str,
    weight: str,
) -> None:
    attributes = {
        "x": _n(x),
        "y": _n(y),
        "font-size": _n(size),
        "font-weight": weight,
        "text-anchor": anchor,
        "fill": "currentColor",
        "stroke": "none",
    }
    ElementTree.SubElement(root, "text", attributes).text = text


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
