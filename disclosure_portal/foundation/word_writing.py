"""A Word file of blocks, in the fonts and measures of official documents
(GB/T 9704)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from . import lazy
from .document_blocks import Block

if TYPE_CHECKING:
    import docx
    from docx import shared
    from docx.enum import text as enums
    from docx.oxml import ns, parser
else:
    docx = lazy.Module("docx")
    shared = lazy.Module("docx.shared")
    enums = lazy.Module("docx.enum.text")
    ns = lazy.Module("docx.oxml.ns")
    parser = lazy.Module("docx.oxml.parser")

SONG, HEI, KAI, FANG = "宋体", "黑体", "楷体", "仿宋"
# Points: 二号, 三号, 小四.
TITLE_SIZE, BODY_SIZE, SMALL_SIZE = 22, 16, 12
LINE = 28
HEADINGS = {"h2": HEI, "h3": KAI, "h4": FANG}
ALIGNMENTS = {"align-center": "CENTER", "align-right": "RIGHT", "align-left": "LEFT"}
MARGINS_MM = {
    "top_margin": 37,
    "bottom_margin": 35,
    "left_margin": 28,
    "right_margin": 26,
}


class WordWriter:
    """Writes one document from top to bottom."""

    def __init__(self, *, title: str, author: str, at: datetime) -> None:
        self._document = docx.Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
        for name, size in MARGINS_MM.items():
            setattr(section, name, shared.Mm(size))
        properties = self._document.core_properties
        properties.title, properties.author = title, author
        properties.created = properties.modified = at.astimezone(UTC)
        properties.comments = ""
        _style(self._document.styles)

    def title(self, text: str) -> None:
        paragraph = self._document.add_heading(level=1)
        _set_line(paragraph, align="align-center", line=36)
        self._run(paragraph, text, font=SONG, size=TITLE_SIZE, bold=True)

    def line(
        self,
        text: str,
        *,
        css_class: str = "indent-none",
        size: float = BODY_SIZE,
        space_before: float = 0,
    ) -> None:
        paragraph = self._document.add_paragraph()
        _set_line(paragraph, align=css_class, line=1.4 * size if size < 16 else LINE)
        paragraph.paragraph_format.space_before = shared.Pt(space_before)
        self._run(paragraph, text, size=size)

    def picture(self, png: bytes, millimetres: int) -> None:
        self._document.add_picture(BytesIO(png), width=shared.Mm(millimetres))

    def blocks(self, blocks: Iterable[Block]) -> None:
        self._write(self._document, blocks)

    def content(self) -> bytes:
        written = BytesIO()
        self._document.save(written)
        return written.getvalue()

    # --- Blocks -----------------------------------------------------------------

    def _write(self, place: Any, blocks: Iterable[Block], lead: str = "") -> None:
        """`lead` is the number or the dot before the first paragraph."""
        for block in blocks:
            kind = block["kind"]
            if kind in ("ol", "ul"):
                self._list(place, block)
            elif kind == "table":
                self._table(place, block)
            elif kind == "quote":
                self._write(place, block["blocks"])
            elif kind == "hr":
                place.add_paragraph()
            else:
                self._paragraph(place, block, lead)
                lead = ""

    def _paragraph(self, place: Any, block: Block, lead: str) -> None:
        kind = block["kind"]
        level = int(kind[1:]) if kind in HEADINGS else 0
        paragraph = place.add_paragraph()
        if level:
            paragraph.style = self._document.styles[f"Heading {level}"]
        _set_line(paragraph, align=block["class"])
        self._run(paragraph, lead)
        self._runs(paragraph, block["runs"], font=HEADINGS.get(kind, FANG))

    def _list(self, place: Any, block: Block) -> None:
        for number, item in enumerate(block["items"], start=block["start"]):
            lead = f"{number}. " if block["kind"] == "ol" else "· "
            self._write(place, item, lead)

    def _table(self, place: Any, block: Block) -> None:
        widths = block["widths"]
        if not widths:
            return
        if block["caption"]:
            caption = {"kind": "p", "class": "align-center", "runs": block["caption"]}
            self._paragraph(place, caption, "")
        table = _new_table(place, block["rows"], len(widths))
        for row in table.rows[: block["header"]]:
            _repeat(row)
        for cell in block["cells"]:
            self._cell(table, cell)

    def _cell(self, table: Any, cell: Block) -> None:
        first = table.cell(cell["y"], cell["x"])
        end = (cell["y"] + cell["rowspan"] - 1, cell["x"] + cell["colspan"] - 1)
        if end != (cell["y"], cell["x"]):
            first = first.merge(table.cell(*end))
        empty = first.paragraphs[0]
        self._write(first, cell["blocks"])
        if len(first.paragraphs) > 1:
            empty._p.getparent().remove(empty._p)
        for paragraph in first.paragraphs:
            _set_line(paragraph, align=_class_of(paragraph), line=18)
            for run in paragraph.runs:
                run.font.size = shared.Pt(SMALL_SIZE)
                run.bold = run.bold or cell["is_head"] or None

    # --- Runs -------------------------------------------------------------------

    def _runs(self, paragraph: Any, runs: Sequence[Block], *, font: str) -> None:
        for run in runs:
            marks = run["marks"]
            written = self._run(paragraph, run["text"], font=font)
            written.bold = True if {"strong", "em"} & set(marks) else None
            written.underline = "u" in marks or None
            written.font.strike = "s" in marks or None
            written.font.subscript = "sub" in marks or None
            written.font.superscript = "sup" in marks or None
            if run["href"] and run["href"] != run["text"]:
                self._run(paragraph, f"（{run['href']}）", size=SMALL_SIZE)

    def _run(
        self,
        paragraph: Any,
        text: str,
        *,
        font: str = FANG,
        size: float = BODY_SIZE,
        bold: bool | None = None,
    ) -> Any:
        run = paragraph.add_run(text)
        run.bold = bold
        _set_font(run, font, size)
        return run


def _style(styles: Any) -> None:
    _set_font(styles["Normal"], FANG, BODY_SIZE)
    # Else punctuation stands where traditional characters want it.
    for language in styles.element.iter(ns.qn("w:lang")):
        language.set(ns.qn("w:eastAsia"), "zh-CN")


def _set_font(styled: Any, name: str, size: float) -> None:
    """Chinese characters take the East Asian font, digits and Latin letters another."""
    styled.font.name = "Times New Roman"
    styled.font.size = shared.Pt(size)
    styled.font.color.rgb = shared.RGBColor(0, 0, 0)
    properties = styled.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(ns.qn("w:eastAsia"), name)


def _set_line(paragraph: Any, *, align: str, line: float = LINE) -> None:
    form = paragraph.paragraph_format
    form.line_spacing = shared.Pt(line)
    form.space_before = form.space_after = shared.Pt(0)
    name = ALIGNMENTS.get(align, "")
    paragraph.alignment = getattr(enums.WD_ALIGN_PARAGRAPH, name) if name else None
    in_table = paragraph._p.getparent().tag == ns.qn("w:tc")
    if not align and not in_table:
        form.first_line_indent = shared.Pt(2 * BODY_SIZE)
    elif in_table:
        form.first_line_indent = None


def _class_of(paragraph: Any) -> str:
    """How a paragraph that has been written is aligned."""
    known = enums.WD_ALIGN_PARAGRAPH
    names = ((css, getattr(known, name)) for css, name in ALIGNMENTS.items())
    return next((css for css, value in names if value == paragraph.alignment), "")


def _new_table(place: Any, rows: int, columns: int) -> Any:
    """In the document or in a cell; both know tables, with other arguments."""
    table = place.add_table(rows, columns)
    properties = table._tbl.tblPr
    borders = parser.OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = parser.OxmlElement(f"w:{side}")
        edge.set(ns.qn("w:val"), "single")
        edge.set(ns.qn("w:sz"), "4")
        borders.append(edge)
    properties.append(borders)
    return table


def _repeat(row: Any) -> None:
    """The head of a table stands on each page."""
    head = parser.OxmlElement("w:tblHeader")
    head.set(ns.qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)
