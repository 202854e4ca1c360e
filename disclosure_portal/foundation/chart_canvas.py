"""What charts are drawn with: SVG by attributes alone, no styles and no script. Pure.

The colours are attributes, so that paper and Word have them; a style sheet may set
them anew by the classes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree

from .chart_tables import Look
from .official_text import without_controls
from .text_widths import fitted, text_width
from .xml_texts import speakable

FONT, LINE = 14.0, 20.0
SWATCH, APART, SPOT = 16.0, 6.0, 7.5
# The three colours of the house, as tokens.css has them.
PAPER, BLUE, INK_SOFT, LINE_STRONG = "#fff", "#12438c", "#4b4f54", "#7d7a72"
VERMILION = "#981d10"
KEY = re.compile(r"[a-z][a-z0-9-]*")

# The ground of each look, what is drawn on it, and the colour of its edge.
GROUNDS = {
    Look.SOLID: ("blue", BLUE),
    Look.STRIPES: ("paper", PAPER),
    Look.GRID: ("paper", PAPER),
    Look.DOTS: ("paper", PAPER),
    Look.BLANK: ("paper", PAPER),
    Look.ALERT: ("vermilion", VERMILION),
}
EDGES = {
    Look.SOLID: ("blue", BLUE),
    Look.STRIPES: ("blue", BLUE),
    Look.ALERT: ("vermilion", VERMILION),
}
SOFT = ("soft", INK_SOFT)
TILE = 6.0
# Ways across a tile, in the colour of the edge.
WAYS = {
    Look.STRIPES: "M-1 7 7 -1M-1 1 1 -1M5 7 7 5",
    Look.GRID: "M0 3H6M3 0V6",
}

# Around the points of a line: a square, a diamond, two triangles, a bar.
SHAPES = (
    ((-4, -4), (4, -4), (4, 4), (-4, 4)),
    ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)),
    ((0, -5), (5, 4), (-5, 4)),
    ((0, 5), (5, -4), (-5, -4)),
    ((-6, -2), (6, -2), (6, 2), (-6, 2)),
)


class Canvas:
    """A drawing of one width that grows downwards."""

    def __init__(self, key: str, width: float, title: str, description: str) -> None:
        if not KEY.fullmatch(key):
            message = f"No key of a chart: {key!r}"
            raise ValueError(message)
        self.key, self.width, self.bottom = key, width, 0.0
        self._looks: set[Look] = set()
        self._root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "chart__drawing",
                "role": "img",
                "aria-labelledby": f"{key}-title {key}-text",
                "font-size": number(FONT),
                "fill": "currentColor",
            },
        )
        self._titled("title", title)
        self._titled("desc", description or title)
        self._defs = ElementTree.SubElement(self._root, "defs")

    def _titled(self, name: str, text: str) -> None:
        ident = {"title": "title", "desc": "text"}[name]
        found = ElementTree.SubElement(self._root, name, id=f"{self.key}-{ident}")
        found.text = _plain(text)

    def svg(self) -> str:
        height = max(self.bottom, 1)
        self._root.set("viewBox", f"0 0 {number(self.width)} {number(height)}")
        self._root.set("width", number(self.width))
        self._root.set("height", number(height))
        if not len(self._defs):
            self._root.remove(self._defs)
        return ElementTree.tostring(self._root, encoding="unicode")

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        anchor: str = "start",
        room: float | None = None,
    ) -> None:
        """A line on this base line, cut to the room that it has."""
        room = self.width if room is None else room
        attributes = {"x": number(x), "y": number(y)}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        words = fitted(_plain(text), room / FONT)
        ElementTree.SubElement(self._root, "text", attributes).text = words

    def box(
        self,
        look: Look,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        title: str = "",
    ) -> None:
        """A filled rectangle; its edge lies within the place given."""
        edge = min(0.5, width / 4, height / 4)
        name, colour = EDGES.get(look, SOFT)
        made = ElementTree.SubElement(
            self._root,
            "rect",
            {
                "class": f"chart__{look.value} chart__edge-{name}",
                "x": number(x + edge),
                "y": number(y + edge),
                "width": number(width - 2 * edge),
                "height": number(height - 2 * edge),
                "fill": self._filling(look),
                "stroke": colour,
                "stroke-width": number(2 * edge),
            },
        )
        if title:
            found = ElementTree.SubElement(made, "title")
            found.text = _plain(title)

    def _filling(self, look: Look) -> str:
        """A colour, or the pattern of it, drawn once for all that need it."""
        if look in (Look.SOLID, Look.BLANK):
            return GROUNDS[look][1]
        ident = f"{self.key}-{look.value}"
        if look not in self._looks:
            self._looks.add(look)
            self._draw_tile(look, ident)
        return f"url(#{ident})"

    def _draw_tile(self, look: Look, ident: str) -> None:
        size = number(TILE)
        place = {"width": size, "height": size, "patternUnits": "userSpaceOnUse"}
        tile = ElementTree.SubElement(self._defs, "pattern", {"id": ident, **place})
        name, ground = GROUNDS[look]
        whole = {"width": size, "height": size, "fill": ground}
        ElementTree.SubElement(tile, "rect", {"class": f"chart__fill-{name}", **whole})
        name, colour = EDGES.get(look, SOFT)
        if look in WAYS:
            line = {"class": f"chart__edge-{name}", "d": WAYS[look], "stroke": colour}
            ElementTree.SubElement(tile, "path", {**line, "stroke-width": "1.5"})
            return
        name, colour = ("paper", PAPER) if look == Look.ALERT else (name, colour)
        dot = {"cx": "3", "cy": "3", "r": "1.4", "fill": colour}
        ElementTree.SubElement(tile, "circle", {"class": f"chart__fill-{name}", **dot})

    def rule(self, x: float, y: float, width: float) -> None:
        """A fine line across, to read heights by."""
        line = {"x1": x, "y1": y, "x2": x + width, "y2": y}
        where = {name: number(value) for name, value in line.items()}
        look = {"class": "chart__rule", "stroke": LINE_STRONG, "stroke-width": "1"}
        ElementTree.SubElement(self._root, "line", {**where, **look})

    def way(
        self, points: Sequence[tuple[float, float]], look: Look, dashes: str
    ) -> None:
        """A line from point to point, in the colour of a look."""
        name, colour = EDGES.get(look, SOFT)
        made = ElementTree.SubElement(
            self._root,
            "polyline",
            {
                "class": f"chart__edge-{name}",
                "points": _told(points),
                "fill": "none",
                "stroke": colour,
                "stroke-width": "2",
            },
        )
        if dashes:
            made.set("stroke-dasharray", dashes)

    def mark(self, number: int, look: Look, x: float, y: float) -> None:
        """The shape of the line of this number: each has its own."""
        name, colour = EDGES.get(look, SOFT)
        shape = [(x + right, y + down) for right, down in SHAPES[number]]
        found = {"class": f"chart__fill-{name}", "points": _told(shape)}
        ElementTree.SubElement(self._root, "polygon", {**found, "fill": colour})

    def disc(self, x: float, y: float, radius: float) -> None:
        """A spot of paper, on which a sign can be read on any ground."""
        where = {"cx": number(x), "cy": number(y), "r": number(radius)}
        look = {"class": "chart__fill-paper", "fill": PAPER}
        ElementTree.SubElement(self._root, "circle", {**where, **look})

    def legend(
        self, words: Sequence[str], draw: Callable[[int, float, float], None]
    ) -> None:
        """Each word with what it stands for, in as many lines as it takes; `draw`
        gets the place of a word and the corner of a square of `SWATCH`."""
        x, y, room = 0.0, self.bottom, SWATCH + APART
        for place, word in enumerate(words):
            width = room + min(text_width(word) * FONT, self.width - room)
            if x and x + width > self.width:
                x, y = 0.0, y + LINE + 2
            draw(place, x, y + 2)
            self.text(word, x + room, y + FONT + 2, room=self.width - room)
            x += width + 2 * APART
            self.bottom = y + LINE + 2
        self.bottom += APART

    def signed(self, sign: str, x: float, y: float) -> None:
        """One sign around this point."""
        self.disc(x, y, SPOT)
        attributes = {
            "x": number(x),
            "y": number(y + 4.5),
            "text-anchor": "middle",
            "font-size": "14",
        }
        found = ElementTree.SubElement(self._root, "text", attributes)
        found.text = _plain(sign)[:1]


def number(value: float) -> str:
    """Two places at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _told(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _plain(text: str) -> str:
    return speakable(without_controls(text))
