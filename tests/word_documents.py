"""Word documents as offices make them, written by python-docx and by hand in XML."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from disclosure_portal.foundation.word.old_formats import PROGRAM

NEEDS_LIBREOFFICE = pytest.mark.skipif(
    shutil.which(PROGRAM) is None, reason="LibreOffice is not installed"
)
ALIGNMENTS = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "": None,
}
NAMESPACES = (
    f"{nsdecls('w', 'r', 'a', 'wp')}"
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


class Word:
    """A document being written; each method adds to its end."""

    def __init__(self) -> None:
        self.file = docx.Document()

    def line(self, text: str, *, align: str = "", size: float = 16, **run: Any) -> Any:
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.alignment = ALIGNMENTS[align]
        added = paragraph.add_run(text)
        added.font.size = Pt(size)
        for name, value in run.items():
            setattr(added.font, name, value)
        return paragraph

    def xml(self, inner: str) -> None:
        """Blocks of the body, with the usual names declared."""
        body = self.file.element.body
        for block in list(parse_xml(f"<w:body {NAMESPACES}>{inner}</w:body>")):
            body.insert(len(body) - 1, block)

    def table(self, rows: Sequence[Sequence[str]]) -> Any:
        table = self.file.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        return table

    def content(self) -> bytes:
        buffer = io.BytesIO()
        self.file.save(buffer)
        return buffer.getvalue()


def official(change: Callable[[Word], None] | None = None) -> Word:
    """A notice of a county government, with head, title, text, signature, annexes."""
    word = Word()
    word.line("清源县人民政府文件", align="center", size=42)
    word.line("清政发〔2026〕5号", align="center")
    word.line("清源县人民政府关于印发", align="center", size=22)
    word.line("清源县农村公路管理办法的通知", align="center", size=22)
    word.line("各乡镇人民政府，县政府各部门：")
    word.line("现将《清源县农村公路管理办法》印发给你们，请认真贯彻执行。")
    word.line("本办法自2026年4月1日起施行，有效期5年。")
    if change:
        change(word)
    word.line("附件：1.清源县农村公路管理办法")
    word.line("2.农村公路养护责任表")
    word.line("清源县人民政府", align="right")
    word.line("2026年3月5日", align="right")
    word.line("（此件公开发布）")
    word.line("清源县人民政府办公室 2026年3月6日印发")
    return word


def as_doc(content: bytes, folder: Path, *, ending: str = "docx") -> bytes:
    """A document as LibreOffice saves it in the format of Word 97."""
    source = folder / f"made.{ending}"
    source.write_bytes(content)
    subprocess.run(
        [
            *(PROGRAM, "--headless", "--convert-to", "doc:MS Word 97"),
            *(f"-env:UserInstallation={(folder / 'profile').as_uri()}",),
            *("--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
    )
    return (folder / "made.doc").read_bytes()
