"""Small real files for the demo notices: the same text gives the same bytes. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

from . import markup, pictures

_DAY = (2020, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def make(extension: str, source: str, text: str, parts: Mapping[str, str]) -> bytes:
    """A file of the kind, from a part of the record, a table of the text (its
    number, or "last"), the whole text ("full"), or a drawing's name."""
    if extension in ("png", "jpg"):
        return pictures.draw(source, extension)
    if extension == "xlsx":
        return xlsx(_rows(source, text, parts))
    content = text if source == "full" else parts[source]
    return docx(content) if extension == "docx" else pdf(content)


def _rows(source: str, text: str, parts: Mapping[str, str]) -> Sequence[list[str]]:
    if source in parts:
        return markup.sheets(parts[source])[0].rows
    sheets = markup.sheets(text)
    return sheets[-1 if source == "last" else int(source) - 1].rows


def _zip(entries: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + content)
    return buffer.getvalue()


def _package(main: str, media: str, extra: Mapping[str, str]) -> dict[str, str]:
    """The two parts that every package of Office has, before its own."""
    overrides = {main: media, **extra}
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in overrides.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{rels}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
        "_rels/.rels": _relations((f"{_R}/officeDocument", main)),
    }


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELS}">{rows}</Relationships>'


# --- Word ---------------------------------------------------------------------------


def docx(text: str) -> bytes:
    """A document of paragraphs and tables in 仿宋, 三号."""
    body = "".join(_word_block(block) for block in markup.blocks(text))
    kind = f"{_OFFICE}.wordprocessingml.document.main+xml"
    return _zip(
        {
            **_package("word/document.xml", kind, {}),
            "word/document.xml": (
                f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
            ),
        }
    )


def _word_block(block: str | markup.Sheet) -> str:
    if isinstance(block, markup.Sheet):
        rows = "".join(
            "<w:tr>"
            + "".join(f"<w:tc><w:tcPr/>{_paragraph(cell)}</w:tc>" for cell in row)
            + "</w:tr>"
            for row in block.rows
        )
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        style = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        columns = "<w:gridCol/>" * len(block.rows[0])
        grid = f"<w:tblGrid>{columns}</w:tblGrid>"
        return f"<w:tbl>{style}{grid}{rows}</w:tbl>{_paragraph('')}"
    aligned = {"> ": "right", "= ": "center"}.get(block[:2], "left")
    return _paragraph(markup.unmarked(block), aligned)


def _paragraph(text: str, aligned: str = "left") -> str:
    font = '<w:rFonts w:ascii="FangSong" w:eastAsia="仿宋"/><w:sz w:val="32"/>'
    return (
        f'<w:p><w:pPr><w:jc w:val="{aligned}"/></w:pPr><w:r><w:rPr>{font}</w:rPr>'
        f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'
    )


# --- Excel --------------------------------------------------------------------------


def xlsx(rows: Sequence[list[str]]) -> bytes:
    """A workbook of one sheet; what is a number there is a number."""
    lines = "".join(_sheet_row(number, row) for number, row in enumerate(rows, 1))
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return _zip(
        {
            **_package(
                "xl/workbook.xml",
                f"{book}.sheet.main+xml",
                {"xl/worksheets/sheet1.xml": f"{book}.worksheet+xml"},
            ),
            "xl/_rels/workbook.xml.rels": _relations(
                (f"{_R}/worksheet", "worksheets/sheet1.xml")
            ),
            "xl/workbook.xml": (
                f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>'
                '<sheet name="公开表" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{_S}"><sheetData>{lines}</sheetData></worksheet>'
            ),
        }
    )


def _sheet_row(number: int, row: Sequence[str]) -> str:
    cells = "".join(
        _cell(f"{chr(ord('A') + place)}{number}", value)
        for place, value in enumerate(row)
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: str) -> str:
    if value.replace(".", "", 1).removeprefix("-").isdecimal() and value.isascii():
        return f'<c r="{place}"><v>{value}</v></c>'
    text = escape(value, quote=False)
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


# --- PDF ----------------------------------------------------------------------------

LINE_CHARACTERS = 32
PAGE_LINES = 34


def pdf(text: str) -> bytes:
    """Pages of text set in a Chinese font that every reader of PDF brings along."""
    lines = [piece for line in text.splitlines() for piece in _broken(line)]
    pages = [lines[n : n + PAGE_LINES] for n in range(0, len(lines), PAGE_LINES)]
    first_page = 6
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light"
        " /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
        " /FontDescriptor 5 0 R /DW 1000 >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4"
        " /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120"
        " /CapHeight 880 /StemV 93 >>",
    ]
    for number, page in enumerate(pages):
        content = first_page + 2 * number + 1
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {content} 0 R >>"
        )
        stream = _page_stream(page)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return _assembled(objects)


def _broken(line: str) -> list[str]:
    return [
        line[n : n + LINE_CHARACTERS]
        for n in range(0, max(len(line), 1), LINE_CHARACTERS)
    ]


def _page_stream(lines: Sequence[str]) -> str:
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    return f"BT /F1 14 Tf 22 TL 72 770 Td {shown} ET"


def _assembled(objects: Sequence[str]) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return body + tail.encode("ascii")
