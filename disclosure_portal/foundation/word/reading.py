"""From the parts of a .docx to blocks: paragraphs, list items and tables in order.

Deleted text is left out, inserted text is kept; hidden text, pictures, text boxes,
embedded files and comments are left out and counted. Where pictures stood is told.
Headers and footers are no part of the text. Recursion ends where the parser does: at
256 elements inside one another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from .blocks import Item, WordBlock, WordPicture, WordText, joined
from .formats import (
    Look,
    Properties,
    Styles,
    alignment,
    css,
    flat,
    heading_level,
    is_on,
    local,
    value,
    w,
    whole,
)
from .inline import InlineReader, Piece, chosen, html, texts_in
from .numbering import Label, Numbers
from .package import Package, damaged, open_package, too_long

# More than a book; what a body takes (notices.forms.drafts).
MAX_CHARACTERS = 2_000_000
MAX_PARAGRAPHS = 30_000  # those in cells count, too
HEADINGS = {1: "h2", 2: "h3"}  # deeper ones are h4
# Offices set whole paragraphs in an outline level; a heading is a short line.
LONGEST_HEADING = 60
# Around paragraphs and rows, and nothing by themselves.
AROUND = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}
DELETED_END = f"{w('rPr')}/{w('del')}"
PLAIN = Look((), 0.0, False)


def read_docx(path: Path) -> WordText:
    """The text of a judged .docx; RefusedFile for what is damaged or too long."""
    reader = _Reader(open_package(path))
    blocks = reader.read()
    noted = MappingProxyType(dict(+reader.noted))
    return WordText(blocks, noted, reader.pictures)


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.styles)
        self._numbers = Numbers(package.numbering)
        self._inline = InlineReader(self._styles, package.media)
        self.pictures: list[WordPicture] = []
        self._done: list[WordBlock] = []
        self._is_in_table = False
        self._characters = self._paragraphs = 0
        # The beginning of a paragraph whose end was deleted: it runs on.
        self._carried: list[Piece] = []

    @property
    def noted(self) -> Counter[str]:
        return self._inline.noted

    def read(self) -> list[WordBlock]:
        body = self._package.document.find(w("body"))
        if body is None:
            raise damaged()
        for block in chain(self._blocks(body), self._rest()):
            self._done.append(block)
            self._place_pictures()
        self._place_pictures()
        self._done += self._foot_notes()
        self.noted["comments"] += sum(1 for _each in body.iter(w("commentReference")))
        return self._done

    def _place_pictures(self) -> None:
        """Those that were read last stand behind the blocks that there are."""
        place = len(self._done)
        self.pictures += [WordPicture(place, *each) for each in self._inline.pictures]
        self._inline.pictures.clear()

    def _blocks(self, parent: Iterable[etree._Element]) -> Iterator[WordBlock]:
        for child in _flattened(parent):
            name = local(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._rest()
                yield from self._table(child)
            elif name == "altChunk":
                self.noted["objects"] += 1

    # --- Paragraphs ---

    def _paragraph(self, paragraph: etree._Element) -> Iterator[WordBlock]:
        properties = paragraph.find(w("pPr"))
        own = flat(properties)
        links = self._package.links
        read = self._inline.read(paragraph, own.get("pStyle", ""), links)
        pieces = self._carried + read
        self._carried = []
        if properties is not None and properties.find(DELETED_END) is not None:
            self._carried = pieces
            return
        if any(piece.text.strip() for piece in pieces):
            yield self._written(pieces, self._styles.paragraph(own))
        elif not self._is_in_table:
            self._place_pictures()

    def _rest(self) -> Iterator[WordBlock]:
        """A last paragraph whose end was deleted."""
        pieces, self._carried = self._carried, []
        if any(piece.text.strip() for piece in pieces):
            yield self._written(pieces, self._styles.paragraph({}))

    def _written(self, pieces: list[Piece], layout: Properties) -> WordBlock:
        label = self._numbers.label(layout.get("numId", ""), layout.get("ilvl", ""))
        text = "".join(piece.text for piece in pieces)
        self._count(text)
        level = heading_level(layout)
        is_heading = bool(level) and len(text) <= LONGEST_HEADING and "。" not in text
        item = _item(label) if label and not is_heading else None
        if label and item is None:
            pieces = [Piece(label.text, PLAIN), *pieces]
        inner = html(pieces, plain=is_heading)
        if item is None:
            tag = HEADINGS.get(level, "h4") if is_heading else "p"
            inner = _element(tag, css(layout), inner)
        return WordBlock(
            html=inner,
            text=_text(pieces),
            align=alignment(layout).replace("left", ""),
            size=_size(pieces),
            is_title=self._styles.name_of(layout.get("pStyle", "")) == "title",
            item=item,
        )

    def _count(self, text: str) -> None:
        self._characters += len(text)
        self._paragraphs += 1
        if self._characters > MAX_CHARACTERS or self._paragraphs > MAX_PARAGRAPHS:
            raise too_long()

    # --- Notes ---

    def _foot_notes(self) -> list[WordBlock]:
        """What stood at the foot of pages stands at the end, with the same marks."""
        known = {
            (kind, value(note, "id")): note
            for kind, part in self._package.notes.items()
            for note in (part if part is not None else ())
        }
        asked = list(self._inline.notes)
        notes = ((n, known.get(key)) for n, key in enumerate(asked, start=1))
        return [
            self._foot_note(number, note) for number, note in notes if note is not None
        ]

    def _foot_note(self, number: int, note: etree._Element) -> WordBlock:
        pieces = [Piece(f"[{number}]", PLAIN)]
        for paragraph in note.iter(w("p")):
            own = flat(paragraph.find(w("pPr")))
            pieces += self._inline.read(paragraph, own.get("pStyle", ""), {})
        text = _text(pieces)
        self._count(text)
        return WordBlock(f"<p>{html(pieces)}</p>", text)

    # --- Tables ---

    def _table(self, table: etree._Element) -> Iterator[WordBlock]:
        rows = [row for row in _flattened(table) if local(row) == "tr"]
        rows = [row for row in rows if not self._is_gone(row)]
        placed = [_placed(row) for row in rows]
        heads = _head_rows(rows)
        # Pictures of cells stand behind the table.
        is_inner, self._is_in_table = self._is_in_table, True
        lines = [
            self._row(placed, number, "th" if number < heads else "td")
            for number in range(len(rows))
        ]
        self._is_in_table = is_inner
        text = "\n".join(line for _html, line in lines if line)
        if text:
            inner = "".join(f"<tr>{cells}</tr>" for cells, _line in lines)
            yield WordBlock(f"<table>{inner}</table>", text, is_table=True)

    def _is_gone(self, row: etree._Element) -> bool:
        own = flat(row.find(w("trPr")))
        if "del" in own:
            self.noted["deletions"] += texts_in(row)
        elif is_on(own, "hidden"):
            self.noted["hidden"] += texts_in(row)
        else:
            return False
        return True

    def _row(self, rows: Sequence[_Row], number: int, tag: str) -> tuple[str, str]:
        cells: list[str] = []
        texts: list[str] = []
        for cell in rows[number].values():
            if cell.merge == "continue" and _is_covered(rows, number, cell):
                continue
            blocks = [*self._blocks(cell.element), *self._rest()]
            attributes = f' colspan="{cell.span}"' if cell.span > 1 else ""
            if (height := _height(rows, number, cell)) > 1:
                attributes += f' rowspan="{height}"'
            cells.append(f"<{tag}{attributes}>{joined(blocks)}</{tag}>")
            texts += [block.text for block in blocks]
        return "".join(cells), " ".join(texts)


def _flattened(parent: Iterable[etree._Element]) -> Iterator[etree._Element]:
    for child in parent:
        if local(child) in AROUND:
            yield from _flattened(child)
        elif local(child) == "AlternateContent":
            yield from _flattened(chosen(child))
        else:
            yield child


def _item(label: Label) -> Item | None:
    return Item(label.tag, label.list_id, label.number) if label.tag else None


def _element(tag: str, style: str, inner: str) -> str:
    attribute = f' style="{style}"' if style else ""
    return f"<{tag}{attribute}>{inner}</{tag}>"


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces).strip()


def _size(pieces: Iterable[Piece]) -> float:
    """The size of most characters."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.look.size] += len(piece.text.strip())
    return sizes.most_common(1)[0][0]


# --- Cells --------------------------------------------------------------------------


class _Cell:
    """A cell and the columns of the grid that it covers."""

    def __init__(self, element: etree._Element, column: int) -> None:
        own = element.find(w("tcPr"))
        properties = flat(own)
        self.element = element
        self.column = column
        self.span = max(1, min(whole(properties.get("gridSpan", ""), 1), 1000))
        merge = properties.get("vMerge")
        self.merge = "" if merge is None else merge or "continue"


# The cells of a row by the column in which each begins.
_Row = Mapping[int, _Cell]


def _placed(row: etree._Element) -> _Row:
    column = whole(flat(row.find(w("trPr"))).get("gridBefore", ""), 0)
    cells = {}
    for element in _flattened(row):
        if local(element) == "tc":
            cells[column] = cell = _Cell(element, column)
            column += cell.span
    return cells


def _cell_at(rows: Sequence[_Row], number: int, cell: _Cell) -> _Cell | None:
    """The cell of that row which begins in the same column."""
    return rows[number].get(cell.column) if 0 <= number < len(rows) else None


def _height(rows: Sequence[_Row], number: int, cell: _Cell) -> int:
    height = 1
    while cell.merge and (below := _cell_at(rows, number + height, cell)):
        if below.merge != "continue":
            break
        height += 1
    return height


def _is_covered(rows: Sequence[_Row], number: int, cell: _Cell) -> bool:
    """Whether the cell above takes this one in; a first row continues nothing."""
    above = _cell_at(rows, number - 1, cell)
    return above is not None and bool(above.merge)


def _head_rows(rows: Sequence[etree._Element]) -> int:
    """The rows that Word repeats on every page; a table of heads only has none."""
    count = 0
    for row in rows:
        if not is_on(flat(row.find(w("trPr"))), "tblHeader"):
            break
        count += 1
    return count if count < len(rows) else 0
