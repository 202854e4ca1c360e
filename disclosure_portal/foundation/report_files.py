"""Reports of imports as CSV files that a spreadsheet program opens safely."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext_lazy as _

from .text_files import UnreadableFile

# A spreadsheet takes a cell that begins so for a formula, in either width of the signs.
SIGNS = frozenset("=+-@＝＋－＠")
BREAKS = frozenset("\t\r\n")
# Spaces, controls and marks that it may drop before it looks.
UNSEEN = "".join(
    map(
        chr,
        (
            *range(0x21),
            *range(0x7F, 0xA1),
            *(0xAD, 0x1680, 0x180E, 0x3000, 0xFEFF),
            *range(0x2000, 0x2010),
            *range(0x2028, 0x2030),
            *range(0x205F, 0x2070),
        ),
    )
)
# What has another first character needs no closer look.
SUSPECT = SIGNS.union(UNSEEN)


class ReportFile:
    """A CSV file in UTF-8 with a mark, so that spreadsheet programs know it.

    Without a path nothing is written. Raises UnreadableFile where it can't be made.
    """

    def __init__(
        self, path: Path | None, columns: Iterable[str], *, not_over: Iterable[Path]
    ) -> None:
        self._stream = None
        if path is None:
            return
        if path.exists() and any(
            other.exists() and path.samefile(other) for other in not_over
        ):
            raise UnreadableFile(
                _("“%s” is a file to be read: name another one for the report.") % path
            )
        try:
            self._stream = path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise UnreadableFile(
                _("The report “%(name)s” can't be written: %(reason)s.")
                % {"name": path, "reason": error.strerror or error}
            ) from error
        self._writer = csv.writer(self._stream)
        self._writer.writerow(columns)

    def write(self, cells: Iterable[object]) -> None:
        if self._stream is not None:
            self._writer.writerow([plain_cell(cell) for cell in cells])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is not None:
            self._stream.close()


def plain_cell(value: object) -> str:
    """A cell as text that no spreadsheet program runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if _may_run(text) else text


def _may_run(text: str) -> bool:
    return text[:1] in BREAKS or text.lstrip(UNSEEN)[:1] in SIGNS
