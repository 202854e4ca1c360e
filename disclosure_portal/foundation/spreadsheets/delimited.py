"""CSV as spreadsheet programs save it: in UTF-8, in a GB encoding, or a mix of both."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
from typing import IO

from django.utils.translation import gettext_lazy as _

from ..refusals import RefusedFile, TooLargeFile
from ..text_files import CHINESE
from .cells import Cell, CellKind, RawRow, RawSheet, SheetName

MAX_TEXT = 64 << 20
OTHER_KINDS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")
NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
DELIMITERS = ",\t;"
# Two characters that UTF-8 writes in three bytes are no accident in a GB encoding.
SURELY_UTF8 = re.compile("[\u0800-\uffff].*?[\u0800-\uffff]")


class DelimitedBook:
    has_pictures = False

    def __init__(self, file: IO[bytes], name: str) -> None:
        content = file.read(MAX_TEXT + 1)
        if len(content) > MAX_TEXT:
            raise TooLargeFile(_("The table is too large: divide it."))
        if content.startswith(OTHER_KINDS):
            raise _no_text()
        self.names = (SheetName(name),)
        self._text = decoded(content)
        if NOT_IN_TEXT.search(self._text):
            raise _no_text()

    def close(self) -> None:
        pass

    def read(self, name: str, *, limit: int) -> RawSheet:
        first = self._text[: self._text.find("\n")]
        delimiter = max(DELIMITERS, key=first.count)
        lines = csv.reader(io.StringIO(self._text, newline=""), delimiter=delimiter)
        try:
            filled = (
                RawRow(number, cells)
                for number, line in enumerate(lines, start=1)
                if (cells := _cells(line))
            )
            return RawSheet(list(islice(filled, limit)), is_delimited=True)
        except csv.Error:
            raise RefusedFile(
                _("Line %(line)s can't be read: check its quotation marks.")
                % {"line": lines.line_num}
            ) from None


def _cells(line: list[str]) -> dict[int, Cell]:
    return {
        column: Cell(CellKind.TEXT, text)
        for column, text in enumerate(line)
        if text.strip()
    }


def decoded(data: bytes) -> str:
    """The text; raises RefusedFile naming the first line that no encoding, or another
    encoding than that of the lines before it, explains."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _text(data, "utf-16")
    is_marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first_other = data.count(b"\n", 0, error.start) + 1
    for number, line in enumerate(data.split(b"\n"), start=1):
        if is_marked or (number < first_other and _is_surely_utf8(line)):
            raise _mixed(first_other)
        if number > first_other and _is_surely_utf8(line):
            raise _mixed(number)
    return _text(data, CHINESE)


def _is_surely_utf8(line: bytes) -> bool:
    try:
        return bool(SURELY_UTF8.search(line.decode("utf-8")))
    except UnicodeDecodeError:
        return False


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RefusedFile(
            _(
                "Line %(line)s is neither UTF-8 nor GBK. Save the table as xlsx, or"
                " again as “CSV UTF-8”."
            )
            % {"line": line}
        ) from None


def _no_text() -> RefusedFile:
    return RefusedFile(
        _("The file is no text, whatever its name says. Save the table as xlsx.")
    )


def _mixed(line: int) -> RefusedFile:
    return RefusedFile(
        _(
            "The file mixes two encodings: line %(line)s is not in that of the lines"
            " before it. Open the parts in WPS or Excel and save them as one xlsx."
        )
        % {"line": line}
    )
