"""Rows of a spreadsheet (XLSX), without trusting the archive that it is packed in."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from .text_files import UnreadableFile

# What a workbook may hold unpacked. A million rows of a list are about 300 MB.
MAX_UNPACKED = 1 << 30
BLOCK = 1 << 20


def open_sheet(path: Path, name: str = "") -> CalamineSheet:
    """A sheet by its name, or the first one.

    Raises UnreadableFile for what is no workbook, has a password, lacks the sheet,
    or would fill the memory when unpacked.
    """
    _check_archive(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        if name and name not in workbook.sheet_names:
            raise UnreadableFile(
                _("“%(file)s” has no sheet “%(sheet)s”. It has: %(sheets)s.")
                % {
                    "file": path.name,
                    "sheet": name,
                    "sheets": "、".join(workbook.sheet_names),
                }
            )
        if name:
            return workbook.get_sheet_by_name(name)
        return workbook.get_sheet_by_index(0)
    except CalamineError as error:
        raise _no_workbook(path) from error


def cells(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Each row of the sheet from its first line on, as text."""
    for row in sheet.iter_rows():
        # Most cells are texts already: a call for each would cost as much as the rest.
        yield [
            value.strip() if isinstance(value, str) else _text(value) for value in row
        ]


def _text(value: Any) -> str:
    """A cell as a person would type it: whole numbers without ".0", ISO days."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        text = value.isoformat(sep=" ", timespec="seconds")
        return text.removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()


def _check_archive(path: Path) -> None:
    """Unpack everything once into nothing and count: what an archive says of its own
    size proves nothing, but a false size fails its checksum here."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if not any(member.filename == "xl/workbook.xml" for member in members):
                raise _no_workbook(path)
            left = MAX_UNPACKED
            for member in members:
                left = _unpack(archive, member, left, path)
    except OSError as error:
        raise UnreadableFile(
            _("“%(name)s” can't be opened: %(reason)s.")
            % {"name": path.name, "reason": error.strerror or error}
        ) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise _no_workbook(path) from error


def _unpack(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, path: Path
) -> int:
    with archive.open(member) as stream:
        while block := stream.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise UnreadableFile(
                    _("“%s” is too large when unpacked: send its rows in parts.")
                    % path.name
                )
    return left


def _no_workbook(path: Path) -> UnreadableFile:
    return UnreadableFile(
        _(
            "“%s” is not an XLSX workbook, is damaged or has a password. Open it in the"
            " spreadsheet program and save it again as XLSX."
        )
        % path.name
    )
