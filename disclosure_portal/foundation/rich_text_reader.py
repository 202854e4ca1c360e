"""From HTML as people paste it to the blocks of a body: no Django.

The tree comes from a parser of current HTML; here it is read once, from top to bottom,
and every element is either understood, passed through, or dropped and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from . import official_text, rich_text_styles as styles
from .rich_text_blocks import (
    BREAK,
    SOFT,
    Cell,
    ItemList,
    Line,
    Mark,
    Node,
    Paragraph,
    Quote,
    Rule,
    Run,
    Section,
    Table,
    lines,
    merged,
    one_line,
    ordered,
)

if TYPE_CHECKING:
    from lxml import etree

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
INLINE = {"span", "font", "a", *styles.MARKS}
SECTIONS = {"thead": "thead", "tbody": "tbody", "tfoot": "tbody"}
PLACED = ("center", "right")
CELLS = ("cell", "head")
LEFT_HEAD = ("head", "left")
SOURCE_SPACE = re.compile(r"[ \t\n\r\f]+")

MAX_DEPTH = 6  # lists, quotations and tables inside one another
FAR = 8.0  # characters; an indent this large places a line, it does not begin one
SHORT = 40  # characters of a line that may be a title, a signature or a date
# Bullets as Word writes them in its symbol fonts.
BULLET = "•"


@dataclass(frozen=True)
class Scope:
    """What the surroundings of a text say about it."""

    marks: tuple[Mark, ...] = ()
    tag: str = "p"
    align: str = ""
    css_class: str = ""
    indent: float | None = None
    margin: float | None = None
    place: str = ""  # "", "cell", "head" or "item"
    depth: int = 0
    preformatted: bool = False


@dataclass
class Flow:
    """A sequence of blocks being filled, and the paragraph that is still open."""

    scope: Scope
    nodes: list[Node] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


def source_text(text: str, preformatted: bool) -> str:
    """Text of the source with its own line ends told apart from breaks."""
    if preformatted:
        text = re.sub(r"\r\n|[\r\f]", BREAK, text)
        return text.replace("\t", "\u2003\u2003")
    return SOURCE_SPACE.sub(
        lambda space: SOFT if "\n" in space[0] or "\r" in space[0] else " ", text
    )


class Reader:
    """Reads one body. `dropped` counts what the reader of the page will not get."""

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        # Whether the source indents paragraphs itself: then a line without is meant.
        self.indents = False
        self.paragraphs = 0

    def read(self, body: etree._Element) -> list[Node]:
        nodes = self._children(body, Scope())
        if self.indents:
            official_text.mark_addressee(nodes)
        return nodes

    # --- Walking ---

    def _children(self, element: etree._Element, scope: Scope) -> list[Node]:
        flow = Flow(scope)
        self._pour(element, flow, scope)
        self._flush(flow)
        return flow.nodes

    def _pour(self, element: etree._Element, flow: Flow, scope: Scope) -> None:
        self._text(element.text, flow, scope)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, flow, scope)
            self._text(child.tail, flow, scope)

    def _text(self, text: str | None, flow: Flow, scope: Scope) -> None:
        if text:
            kept = source_text(text, scope.preformatted)
            flow.runs.append(Run(kept, scope.marks))

    def _element(self, element: etree._Element, flow: Flow, scope: Scope) -> None:
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        style = styles.of(attributes)
        tag = str(element.tag)
        if style.hidden:
            self.dropped["hidden"] += 1
        elif tag == "br":
            flow.runs.append(Run(BREAK))
        elif tag == "img":
            self.dropped["images"] += 1
        elif tag in INLINE:
            self._inline(element, tag, attributes, style, flow, scope)
        else:
            self._block(element, tag, attributes, style, flow, scope)

    def _block(
        self,
        element: etree._Element,
        tag: str,
        attributes: dict[str, str],
        style: styles.Style,
        flow: Flow,
        scope: Scope,
    ) -> None:
        self._flush(flow)
        node = self._container(element, tag, scope)
        if node is not None:
            flow.nodes.extend(node)
            return
        outer = flow.scope
        flow.scope = self._paragraph_scope(tag, attributes, style, scope)
        self._pour(element, flow, flow.scope)
        self._flush(flow)
        flow.scope = outer

    def _container(
        self, element: etree._Element, tag: str, scope: Scope
    ) -> list[Node] | None:
        """The nodes of a list, quotation, table or rule; None for plain blocks.

        Beyond the depth anybody writes, containers become plain blocks.
        """
        if tag == "hr":
            return [Rule()]
        if tag not in ("ul", "ol", "blockquote", "table"):
            return None
        if scope.depth >= MAX_DEPTH:
            return None
        inner = Scope(marks=scope.marks, place=scope.place, depth=scope.depth + 1)
        if tag == "blockquote":
            children = self._children(element, inner)
            return [Quote(children)] if children else []
        if tag == "table":
            return self._table(element, replace(inner, place="cell"))
        return self._list(element, tag, replace(inner, place="item"))

    # --- Inline ---

    def _inline(
        self,
        element: etree._Element,
        tag: str,
        attributes: dict[str, str],
        style: styles.Style,
        flow: Flow,
        scope: Scope,
    ) -> None:
        if style.list_number:
            self._list_number(element, style, flow, scope)
            return
        marks = list(scope.marks)
        if tag == "a":
            marks += self._link(attributes)
        marks += [Mark(name) for name in styles.styled_marks(tag, style)]
        self._pour(element, flow, replace(scope, marks=ordered(marks)))

    def _link(self, attributes: dict[str, str]) -> list[Mark]:
        if "href" not in attributes:
            return []
        href = styles.safe_href(attributes["href"])
        if not href:
            if not attributes["href"].strip().startswith("#"):
                self.dropped["links"] += 1
            return []
        title = SOURCE_SPACE.sub(" ", attributes.get("title", "")).strip()[:200]
        return [Mark("a", href, title)]

    def _list_number(
        self, element: etree._Element, style: styles.Style, flow: Flow, scope: Scope
    ) -> None:
        """The number Word shows before a paragraph is text; its tab is not."""
        number = re.sub(r"[\s\xa0\u3000]+", "", "".join(map(str, element.itertext())))
        symbols = style.symbol_font or any(
            styles.of({"style": inner.get("style", "")}).symbol_font
            for inner in element.iter("span", "font")
        )
        if number and (symbols or number in "·§"):
            number = f"{BULLET} "
        flow.runs.append(Run(number, scope.marks))

    # --- Paragraphs ---

    def _paragraph_scope(
        self, tag: str, attributes: dict[str, str], style: styles.Style, scope: Scope
    ) -> Scope:
        own = styles.chosen_class(attributes.get("class", ""))
        align = style.align or ("center" if tag == "center" else scope.align)
        inherited = "" if style.align else scope.css_class
        if style.indent is not None and style.indent > 0:
            self.indents = True
        return replace(
            scope,
            tag=HEADINGS.get(tag, scope.tag),
            align=align,
            css_class=own or inherited,
            indent=scope.indent if style.indent is None else style.indent,
            margin=style.margin,
            preformatted=scope.preformatted or tag == "pre",
        )

    def _flush(self, flow: Flow) -> None:
        """End the open paragraph; empty ones leave nothing behind."""
        scope, runs = flow.scope, flow.runs
        flow.runs = []
        for line in lines(runs):
            if 1 <= line.lead < FAR and not scope.place:
                self.indents = True
            flow.nodes.append(self._paragraph(line, scope))
            self.paragraphs += 1

    def _paragraph(self, line: Line, scope: Scope) -> Paragraph:
        if scope.tag != "p":
            placed = f"align-{scope.align}" if scope.align in PLACED else ""
            return Paragraph(scope.tag, line.runs, scope.css_class or placed)
        indented = line.lead >= 1 or (scope.indent or 0) > 0
        css_class = self._class(line, scope)
        runs = line.runs
        if scope.place in CELLS and not css_class and line.lead >= 1:
            # Spaces before 「其中：」 show its place under the row above.
            runs = merged([Run("\u3000" * min(int(line.lead), 8)), *runs])
        return Paragraph("p", runs, css_class, indented)

    def _class(self, line: Line, scope: Scope) -> str:
        if scope.place == "item":
            return ""
        if scope.css_class:
            return scope.css_class
        if scope.align in PLACED:
            return f"align-{scope.align}"
        if scope.place in CELLS:
            # Heads of columns are centred unless they say otherwise.
            return "align-left" if (scope.place, scope.align) == LEFT_HEAD else ""
        return self._placed(line, scope)

    def _placed(self, line: Line, scope: Scope) -> str:
        """A short line pushed far in is a signature or a date, at the top a title."""
        short = len(line.text) <= SHORT
        if short and line.lead >= FAR:
            return "align-center" if self.paragraphs < 2 else "align-right"
        if short and max(scope.indent or 0, scope.margin or 0) >= FAR:
            return "align-right"
        if scope.indent == 0 and line.lead < 1:
            return "indent-none"
        return ""

    # --- Lists and tables ---

    def _list(self, element: etree._Element, tag: str, scope: Scope) -> list[Node]:
        items: list[list[Node]] = []
        flow = Flow(scope)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag == "li":
                items.append(self._children(child, scope))
            else:
                self._element(child, flow, scope)
                self._flush(flow)
                items.append(flow.nodes)
                flow = Flow(scope)
        items = [item for item in items if item]
        start = styles.number(element.get("start"), 0, 100_000, 1)
        return [ItemList(tag, start, items)] if items else []

    def _table(self, element: etree._Element, scope: Scope) -> list[Node]:
        table = Table()
        for child in element:
            if child.tag == "caption":
                flow = Flow(scope)
                self._pour(child, flow, scope)
                table.caption = one_line(inline_runs(self._closed(flow)))
            elif child.tag in SECTIONS:
                section = Section(SECTIONS[str(child.tag)], self._rows(child, scope))
                if section.rows:
                    table.sections.append(section)
        if not table.sections:
            return [Paragraph("p", table.caption)] if table.caption else []
        return [table]

    def _closed(self, flow: Flow) -> list[Node]:
        self._flush(flow)
        return flow.nodes

    def _rows(self, section: etree._Element, scope: Scope) -> list[list[Cell]]:
        rows = [
            [self._cell(cell, scope) for cell in row.iterchildren("td", "th")]
            for row in section.iterchildren("tr")
        ]
        spans = any("rowspan" in cell.attributes for row in rows for cell in row)
        return [row for row in rows if row or spans]

    def _cell(self, element: etree._Element, scope: Scope) -> Cell:
        given = {str(name): str(value) for name, value in element.attrib.items()}
        inner = self._paragraph_scope("td", given, styles.of(given), scope)
        place = "head" if element.tag == "th" else "cell"
        children = self._children(element, replace(inner, indent=None, place=place))
        attributes = styles.spans(given)
        if element.tag == "th" and given.get("scope", "").lower() in styles.SCOPES:
            attributes["scope"] = given["scope"].lower()
        first = children[0] if children else None
        alone = not any(isinstance(node, Paragraph) for node in children[1:])
        if isinstance(first, Paragraph) and first.tag == "p" and alone:
            attributes |= {"class": first.css_class} if first.css_class else {}
        return Cell(str(element.tag), attributes, children)


def inline_runs(nodes: Iterable[Node]) -> Iterable[Run]:
    """The runs of paragraphs, one after the other, with breaks between."""
    for place, node in enumerate(n for n in nodes if isinstance(n, Paragraph)):
        if place:
            yield Run(BREAK)
        yield from node.runs
