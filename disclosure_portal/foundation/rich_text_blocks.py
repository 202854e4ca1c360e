"""Blocks of a body text and how they are written: pure, no Django.

A body is a list of nodes. Text is held as runs, pieces with the marks that apply to
them, so that hundreds of spans melt into as few elements as the text needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

# A line break, and a newline of the source that is layout of the source only.
BREAK = "\n"
SOFT = "\r"

# Spaces that a browser shows: their widths in characters of the text.
WIDE = {
    "\u3000": 1.0,
    "\u2003": 1.0,
    "\u2001": 1.0,
    "\xa0": 0.5,
    **dict.fromkeys("\u2000\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a", 0.5),
    "\u202f": 0.5,
    "\u205f": 0.5,
}
SPACES = " \r\n" + "".join(WIDE)
TOKEN = re.compile(f"[{SPACES}]+|[^{SPACES}]+")
# Two line breaks, or one followed by the two spaces that begin a paragraph.
PARAGRAPH_INDENT = 2.0
CJK = re.compile("[\u2e80-\u303f\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
# 「（此件公开发布）」 stands on a line of its own (GB/T 9704, 附注).
FOOTNOTE_OPENS = re.compile(r"[（(]此件")
FOOTNOTE_CLOSES = re.compile(r"[（(]此件[^（()）]{1,20}[)）]$")


class Mark(NamedTuple):
    """One inline element around a run; href and title belong to links only."""

    tag: str
    href: str = ""
    title: str = ""


# Outermost first: a fixed order lets neighbours share their elements.
MARK_ORDER = ("a", "strong", "em", "u", "s", "sub", "sup")


class Run(NamedTuple):
    text: str
    marks: tuple[Mark, ...] = ()


class Line(NamedTuple):
    """One paragraph's worth of runs, and the width of the spaces before them."""

    lead: float
    runs: list[Run]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Paragraph:
    tag: str
    runs: list[Run]
    css_class: str = ""
    # Whether the source indented it itself, by style or by spaces.
    indented: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Rule:
    """A horizontal rule."""


@dataclass
class Quote:
    children: list[Node]


@dataclass
class ItemList:
    tag: str
    start: int
    items: list[list[Node]]


@dataclass
class Cell:
    tag: str
    attributes: dict[str, str]
    children: list[Node]


@dataclass
class Section:
    tag: str
    rows: list[list[Cell]]


@dataclass
class Table:
    caption: list[Run] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


Node = Paragraph | Rule | Quote | ItemList | Table


def ordered(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in the fixed order, each element once."""
    by_tag = {mark.tag: mark for mark in marks}
    return tuple(by_tag[tag] for tag in MARK_ORDER if tag in by_tag)


# --- Spaces -----------------------------------------------------------------------


def width(spaces: str) -> float:
    """How many characters wide a run of spaces is shown."""
    return sum(WIDE.get(space, 0.5) for space in spaces)


def gap(spaces: str, before: str, after: str) -> str:
    """Spaces inside a line as they are kept: one space, or whole full-width ones.

    Word breaks its source lines between Chinese characters, where a browser would
    show a space that nobody wrote.
    """
    if not any(space in WIDE for space in spaces):
        if SOFT in spaces and CJK.match(before) and CJK.match(after):
            return ""
        return " "
    return "\u3000" * int(width(spaces)) or " "


def merged(runs: Iterable[Run]) -> list[Run]:
    """The same text with neighbours of equal marks joined; empty runs left out."""
    joined: list[tuple[list[str], tuple[Mark, ...]]] = []
    for run in runs:
        if not run.text:
            continue
        if joined and joined[-1][1] == run.marks:
            joined[-1][0].append(run.text)
        else:
            joined.append(([run.text], run.marks))
    return [Run("".join(texts), marks) for texts, marks in joined]


class _Splitter:
    """Cuts runs into lines and settles every run of spaces on the way."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.runs: list[Run] = []
        self.lead = 0.0
        self.pending: list[Run] = []
        self.last = ""

    def feed(self, run: Run) -> None:
        for token in TOKEN.findall(run.text):
            if token[0] not in SPACES:
                self._word(token, run.marks)
            elif _is_blank_to_fill(token, run.marks):
                self._word("\u3000" * int(width(token)), run.marks)
            else:
                self.pending.append(Run(token, run.marks))

    def finish(self) -> list[Line]:
        self._end_line()
        return self.lines

    def _word(self, text: str, marks: tuple[Mark, ...]) -> None:
        spaces = "".join(run.text for run in self.pending)
        tail = spaces.rpartition(BREAK)[2]
        if not self.runs:
            self.lead = width(tail) if _is_wide(tail) else 0.0
        elif self._begins_paragraph(spaces, tail, text):
            self._end_line()
            self.lead = width(tail) if _is_wide(tail) else 0.0
        elif BREAK in spaces:
            self.runs.append(Run(BREAK))
        elif spaces:
            between = gap(spaces, self.last, text[0])
            self.runs.append(Run(between, self._gap_marks(marks)))
        self.pending.clear()
        self.runs.append(Run(text, marks))
        self.last = text[-1]

    def _begins_paragraph(self, spaces: str, tail: str, text: str) -> bool:
        if BREAK not in spaces:
            return False
        if spaces.count(BREAK) > 1 or (
            _is_wide(tail) and width(tail) >= PARAGRAPH_INDENT
        ):
            return True
        if FOOTNOTE_OPENS.match(text):
            return True
        return bool(FOOTNOTE_CLOSES.search(self._since_break()))

    def _since_break(self) -> str:
        pieces: list[str] = []
        for run in reversed(self.runs):
            if run.text == BREAK:
                break
            pieces.append(run.text)
        return "".join(reversed(pieces))

    def _gap_marks(self, after: tuple[Mark, ...]) -> tuple[Mark, ...]:
        """A gap belongs to what surrounds it on both sides."""
        before = self.runs[-1].marks
        return tuple(mark for mark in before if mark in after)

    def _end_line(self) -> None:
        runs = merged(self.runs)
        if runs:
            self.lines.append(Line(self.lead, runs))
        self.runs = []
        self.pending.clear()
        self.lead = 0.0


def _is_wide(spaces: str) -> bool:
    return any(space in WIDE for space in spaces)


def _is_blank_to_fill(spaces: str, marks: tuple[Mark, ...]) -> bool:
    """Underlined spaces are a blank to fill in, which is text."""
    return (
        BREAK not in spaces
        and _is_wide(spaces)
        and width(spaces) >= 1
        and any(mark.tag == "u" for mark in marks)
    )


def lines(runs: Iterable[Run]) -> list[Line]:
    """Cut at empty lines and at breaks that begin an indented paragraph."""
    splitter = _Splitter()
    for run in merged(runs):
        splitter.feed(run)
    return splitter.finish()


def one_line(runs: Iterable[Run]) -> list[Run]:
    """Everything on one line, for headings and captions."""
    return merged(
        piece
        for number, line in enumerate(lines(runs))
        for piece in ([Run(BREAK)] if number else []) + line.runs
    )


# --- Writing ------------------------------------------------------------------------


def _opening(mark: Mark) -> str:
    if mark.tag != "a":
        return f"<{mark.tag}>"
    title = f' title="{escape(mark.title)}"' if mark.title else ""
    return f'<a href="{escape(mark.href)}"{title}>'


def render_runs(runs: Iterable[Run]) -> str:
    parts: list[str] = []
    opened: tuple[Mark, ...] = ()
    for run in runs:
        shared = 0
        while opened[shared : shared + 1] == run.marks[shared : shared + 1] != ():
            shared += 1
        parts.extend(f"</{mark.tag}>" for mark in reversed(opened[shared:]))
        parts.extend(_opening(mark) for mark in run.marks[shared:])
        parts.append(escape(run.text, quote=False).replace(BREAK, "<br>"))
        opened = run.marks
    parts.extend(f"</{mark.tag}>" for mark in reversed(opened))
    return "".join(parts)


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def render(nodes: Iterable[Node]) -> str:
    """The nodes as HTML, one block a line."""
    return "\n".join(_render_node(node) for node in nodes)


def _render_node(node: Node) -> str:
    match node:
        case Paragraph():
            inner = render_runs(node.runs)
            return f"<{node.tag}{_class(node.css_class)}>{inner}</{node.tag}>"
        case Rule():
            return "<hr>"
        case Quote():
            return f"<blockquote>\n{render(node.children)}\n</blockquote>"
        case ItemList():
            return _render_list(node)
        case Table():
            return _render_table(node)


def _render_list(node: ItemList) -> str:
    start = f' start="{node.start}"' if node.tag == "ol" and node.start != 1 else ""
    items = "\n".join(f"<li>{_render_inside(item)}</li>" for item in node.items)
    return f"<{node.tag}{start}>\n{items}\n</{node.tag}>"


def _render_inside(children: list[Node]) -> str:
    """The content of an item or a cell: a lone first paragraph needs no element."""
    if children and isinstance(children[0], Paragraph) and children[0].tag == "p":
        rest = children[1:]
        if not any(isinstance(node, Paragraph) for node in rest):
            inner = render_runs(children[0].runs)
            return f"{inner}\n{render(rest)}\n" if rest else inner
    return f"\n{render(children)}\n" if children else ""


def _render_table(node: Table) -> str:
    caption = (
        f"<caption>{render_runs(node.caption)}</caption>\n" if node.caption else ""
    )
    sections = "\n".join(_render_section(section) for section in node.sections)
    return f"<table>\n{caption}{sections}\n</table>"


def _render_section(section: Section) -> str:
    rows = "\n".join(
        "<tr>" + "".join(_render_cell(cell) for cell in row) + "</tr>"
        for row in section.rows
    )
    return f"<{section.tag}>\n{rows}\n</{section.tag}>"


def _render_cell(cell: Cell) -> str:
    attributes = "".join(
        f' {name}="{cell.attributes[name]}"' for name in sorted(cell.attributes)
    )
    inner = _render_inside(cell.children)
    return f"<{cell.tag}{attributes}>{inner}</{cell.tag}>"


def texts(nodes: Iterable[Node]) -> Iterator[str]:
    """The text of each block in reading order; a table gives a line a row."""
    for node in nodes:
        match node:
            case Paragraph():
                yield node.text
            case Quote():
                yield from texts(node.children)
            case ItemList():
                for item in node.items:
                    yield from texts(item)
            case Table():
                yield from _table_texts(node)
            case Rule():
                pass


def _table_texts(table: Table) -> Iterator[str]:
    if table.caption:
        yield "".join(run.text for run in table.caption)
    for section in table.sections:
        for row in section.rows:
            cells = (" ".join(texts(cell.children)) for cell in row)
            line = " ".join(cell.replace(BREAK, " ") for cell in cells if cell)
            if line:
                yield line
