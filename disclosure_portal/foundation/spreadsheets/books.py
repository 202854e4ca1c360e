"""Which reader opens a file, and what is said of those that none can open."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .. import archives, file_types, lazy
from ..refusals import DomainError, RefusedFile
from .cells import Book, RawSheet
from .delimited import DelimitedBook

if TYPE_CHECKING:
    from . import xls, xlsx
else:
    xls = lazy.Module(f"{__package__}.xls")
    xlsx = lazy.Module(f"{__package__}.xlsx")

logger = logging.getLogger(__name__)

WITH_MACROS = {"xlsm", "xltm", "xlsb", "xlam"}
ZIP_HEAD = b"PK\x03\x04"


@contextmanager
def opened(path: Path, file_name: str) -> Iterator[Book]:
    """The file as a book of sheets. Raises RefusedFile."""
    ending = file_name.rpartition(".")[2].strip().lower()
    if ending in WITH_MACROS:
        raise archives.has_macros()
    if ending not in {"xlsx", "xls", "et", "csv"}:
        raise RefusedFile(
            _("Tables are read from xlsx, xls, et and csv. Save it as xlsx.")
        )
    if ending != "csv":
        _judge(path, file_name, ending)
    with path.open("rb") as file:
        with _refusing_damage():
            book = _book(file, file_name, ending)
        try:
            yield book
        finally:
            book.close()


def read(book: Book, name: str, *, limit: int) -> RawSheet:
    """The first rows of a sheet. Raises RefusedFile."""
    with _refusing_damage():
        return book.read(name, limit=limit)


def read_whole(book: Book, name: str, *, most: int) -> RawSheet:
    """A sheet with all its rows. Raises RefusedFile if there are more than `most`."""
    raw = read(book, name, limit=most + 1)
    if len(raw.rows) > most:
        raise RefusedFile(
            _("The table has more than %(count)s rows: divide it.")
            % {"count": f"{most:,}"}
        )
    return raw


def content_of(chunks: Iterable[bytes], *, most: int) -> bytes:
    """What is uploaded. Raises RefusedFile if it is more than `most` bytes."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > most:
            raise RefusedFile(
                _("The sheet is larger than %(limit)s. Divide its rows.")
                % {"limit": filesizeformat(most)}
            )
    return bytes(content)


def _judge(path: Path, file_name: str, ending: str) -> None:
    try:
        file_types.judge(path, file_name=file_name)
    except RefusedFile as refusal:
        if ending != "et":
            raise
        raise RefusedFile(
            _("%(reason)s In WPS, choose 另存为 and the format xlsx.")
            % {"reason": refusal}
        ) from refusal


def _book(file: IO[bytes], file_name: str, ending: str) -> Book:
    if ending == "csv":
        return DelimitedBook(file, file_name.rpartition(".")[0])
    # Newer WPS writes the format of Office under its own ending.
    is_zip = file.read(len(ZIP_HEAD)) == ZIP_HEAD
    file.seek(0)
    return xlsx.XlsxBook(file) if is_zip else xls.XlsBook(file)


@contextmanager
def _refusing_damage() -> Iterator[None]:
    """Around the libraries, which raise anything on content that was never valid."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:
        logger.info("A spreadsheet could not be read", exc_info=error)
        raise RefusedFile(
            _(
                "The file is damaged, or of a kind that can't be read. Open it in WPS"
                " or Excel, save it as xlsx (另存为 xlsx), and choose that."
            )
        ) from error
