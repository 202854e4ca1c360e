"""Text files that offices send: packed or not, in UTF-8 or in one of the GB encodings.

Spreadsheet programs of the last thirty years write what a machine's language
suggests; nobody who sends a file knows which encoding it has.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from .refusals import DomainError

BLOCK = 1 << 20
# GB 18030 holds GB 2312 and GBK.
CHINESE = "gb18030"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# So many characters beyond ASCII that read well as UTF-8 are no accident: Chinese in
# a GB encoding breaks the rules of UTF-8 long before.
SURELY_UTF8 = 8


class UnreadableFile(DomainError):
    """The file as a whole can't be read; the text says why and what to do."""

    code = "unreadable_file"


@dataclass(frozen=True)
class TextFile:
    """A file whose encoding is known."""

    path: Path
    encoding: str
    lines: int

    def open(self) -> IO[str]:
        """The text, line ends as they are (the csv module wants them so)."""
        return TextIOWrapper(_binary(self.path), encoding=self.encoding, newline="")


def inspect(path: Path) -> TextFile:
    """Read a file once from end to end: its encoding and its number of lines.

    Raises UnreadableFile for an empty file, one that is no text, a broken archive,
    or one with bytes that no encoding explains.
    """
    try:
        return _inspect(path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFile(
            _("“%s” is a broken archive: send it again.") % path.name
        ) from error
    except OSError as error:
        raise UnreadableFile(
            _("“%(name)s” can't be opened: %(reason)s.")
            % {"name": path.name, "reason": error.strerror or error}
        ) from error


def _inspect(path: Path) -> TextFile:
    with _binary(path) as stream:
        start = stream.read(4)
    marked = next((name for bom, name in BOMS if start.startswith(bom)), None)
    tries = [marked] if marked else ["utf-8", CHINESE]
    broken: _Broken | None = None
    for encoding in tries:
        try:
            return TextFile(path, encoding, _count_lines(path, encoding))
        except _Broken as found:
            broken = broken or found
            if broken.is_utf8:
                break
    line = broken.line if broken else 0
    raise UnreadableFile(
        _(
            "“%(name)s” is neither UTF-8 nor GBK: line %(line)s can't be read. Save it"
            " again as “CSV UTF-8”."
        )
        % {"name": path.name, "line": line}
    )


class _Broken(Exception):
    def __init__(self, line: int, *, is_utf8: bool) -> None:
        self.line = line
        self.is_utf8 = is_utf8


def _count_lines(path: Path, encoding: str) -> int:
    decode = codecs.getincrementaldecoder(encoding)("strict").decode
    lines = beyond_ascii = 0
    last, is_blank = "\n", True
    for block, is_end in _blocks(path):
        try:
            text = decode(block, is_end)
        except UnicodeDecodeError as error:
            good = error.object[: error.start]
            beyond_ascii += sum(byte > 0x7F for byte in good) // 3
            raise _Broken(
                lines + good.count(b"\n") + 1,
                is_utf8=encoding == "utf-8" and beyond_ascii >= SURELY_UTF8,
            ) from None
        if "\0" in text:
            raise UnreadableFile(_("“%s” is not a text file.") % path.name)
        lines += text.count("\n")
        is_blank = is_blank and not text.strip("\ufeff \t\r\n")
        beyond_ascii += 0 if text.isascii() else SURELY_UTF8
        last = text[-1:] or last
    if is_blank:
        raise UnreadableFile(_("“%s” is empty.") % path.name)
    return lines + (last != "\n")


def _blocks(path: Path) -> Iterator[tuple[bytes, bool]]:
    with _binary(path) as stream:
        while block := stream.read(BLOCK):
            yield block, False
    yield b"", True


def _binary(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return BufferedReader(gzip.open(path, "rb"))
    return path.open("rb")
