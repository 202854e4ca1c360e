"""A Word document that somebody chose: judged by its content, converted where it is of
an old format, and read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .. import archives
from ..file_types import OLE_HEAD, ZIP_HEAD, judge
from ..refusals import RefusedFile
from .blocks import WordText
from .old_formats import as_docx
from .reading import read_docx

ENDINGS = ("docx", "doc", "wps")
WITH_MACROS = ("docm", "dotm")


class Opened(NamedTuple):
    """What was read, and the ending that the file should have by its content."""

    text: WordText
    extension: str


def open_word(path: Path, *, file_name: str) -> Opened:
    """Raises RefusedFile for what is no Word document, is damaged or protected, holds
    macros, would fill the memory, or can't be converted on this server."""
    ending = _ending(file_name)
    with path.open("rb") as file:
        head = file.read(len(OLE_HEAD))
    if head.startswith(ZIP_HEAD):
        # Newer WPS, and people who rename: the format of Word under another ending.
        judge(path, file_name="source.docx")
        return Opened(read_docx(path), "wps" if ending == "wps" else "docx")
    if not head.startswith(OLE_HEAD):
        judge(path, file_name=f"source.{ending}")  # refuses it, and says what it is
    extension = "wps" if ending == "wps" else "doc"
    judge(path, file_name=f"source.{extension}")
    with tempfile.TemporaryDirectory() as folder:
        made = as_docx(path, Path(folder), extension=extension)
        judge(made, file_name=made.name)
        return Opened(read_docx(made), extension)


def _ending(file_name: str) -> str:
    ending = file_name.rpartition(".")[2].strip().lower()
    if ending in WITH_MACROS:
        raise archives.has_macros()
    if ending not in ENDINGS:
        raise RefusedFile(
            _("Choose a Word document: its name ends in .docx, .doc or .wps.")
        )
    return ending
