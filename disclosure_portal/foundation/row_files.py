"""Rows from the files that offices send: CSV, XLSX and JSONL, one row at a time.

A row that can't be read is handed on with its fault, so that the import can count it;
only a file that makes no sense as a whole raises UnreadableFile.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, NamedTuple

import orjson
from django.utils.translation import gettext_lazy as _

from . import text_files, workbooks
from .text_files import TextFile, UnreadableFile

# One cell: the longest text known has 118,414 characters. One line of JSONL.
MAX_CELL = 4_000_000
MAX_LINE = 16_000_000
# The names in JSONL are those of the first objects: later ones may leave some out.
NAMES_FROM = 200
DELIMITERS = ",\t;"


class Row(NamedTuple):
    """A row: where it starts in the file, its cells by column, or what is wrong.

    Cells of CSV and XLSX are text; those of JSONL may be any JSON value.
    """

    line: int
    cells: Mapping[str, Any] = MappingProxyType({})
    fault: str = ""


class RowFile:
    """A file of rows. `columns` are the names in it, `lines` its length, so that a
    progress bar can compare a row's line with it. Iterating reads from the start."""

    columns: tuple[str, ...]
    lines: int

    def __iter__(self) -> Iterator[Row]:
        raise NotImplementedError

    def missing(self, columns: set[str]) -> list[str]:
        """Which of these names are not in the file."""
        return sorted(columns.difference(self.columns))


def open_rows(path: Path, *, sheet: str = "") -> RowFile:
    """A file by the end of its name: .csv, .jsonl (each also .gz) or .xlsx.

    Raises UnreadableFile with a reason that the sender can act on.
    """
    if not path.exists():
        raise UnreadableFile(_("There is no file “%s”.") % path)
    if not path.is_file():
        raise UnreadableFile(_("“%s” is a folder, not a file.") % path)
    name = path.name.lower().removesuffix(".gz")
    if path.name.lower().endswith(".xlsx"):
        return _Workbook(path, sheet)
    if name.endswith((".csv", ".jsonl")):
        _refuse_workbook(path)
        text = text_files.inspect(path)
        return _Csv(text) if name.endswith(".csv") else _Jsonl(text)
    raise UnreadableFile(
        _("“%s” is of no known kind: CSV, XLSX and JSONL are read, packed (.gz) too.")
        % path.name
    )


def _refuse_workbook(path: Path) -> None:
    """Spreadsheets under the name of a text file are common."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile(
            _("“%s” is a spreadsheet by another name: save it as XLSX or as CSV.")
            % path.name
        )


class _Table(RowFile):
    """What CSV and XLSX share: the first line that is not blank names the columns."""

    name: str

    def _rows(self) -> Iterator[tuple[int, list[str] | str]]:
        """Line and cells, or line and fault."""
        raise NotImplementedError

    def _read_header(self) -> None:
        for line, cells in self._rows():
            if isinstance(cells, str):
                raise UnreadableFile(
                    _("“%(name)s”, line %(line)s: %(fault)s")
                    % {"name": self.name, "line": line, "fault": cells}
                )
            if any(cells):
                self._header_line = line
                self._header = [cell.strip() for cell in cells]
                break
        else:
            raise UnreadableFile(_("“%s” is empty.") % self.name)
        self.columns = tuple(filter(None, self._header))
        twice = [name for name, count in Counter(self.columns).items() if count > 1]
        if twice:
            raise UnreadableFile(
                _("“%(name)s” has two columns named “%(column)s”.")
                % {"name": self.name, "column": twice[0]}
            )

    def __iter__(self) -> Iterator[Row]:
        header, width = self._header, len(self._header)
        has_nameless = "" in header
        for line, cells in self._rows():
            if line <= self._header_line:
                continue
            if isinstance(cells, str):
                yield Row(line, fault=cells)
            elif len(cells) > width and any(cells[width:]):
                yield Row(line, fault=str(_("The row has more cells than columns.")))
            elif any(cells):
                named = dict(zip(header, cells, strict=False))
                if has_nameless:
                    named.pop("", None)
                yield Row(line, named)


class _Csv(_Table):
    def __init__(self, text: TextFile) -> None:
        self.text = text
        self.name = text.path.name
        self.lines = text.lines
        with text.open() as stream:
            head = next((line for line in stream if line.strip()), "")
        self.delimiter = max(DELIMITERS, key=head.count)
        self._read_header()

    def _rows(self) -> Iterator[tuple[int, list[str] | str]]:
        # The limit belongs to the whole process; it is only ever raised.
        csv.field_size_limit(MAX_CELL)
        with self.text.open() as stream:
            reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
            while True:
                line = reader.line_num + 1
                try:
                    yield line, next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield line, self._fault(line, error)

    def _fault(self, line: int, error: csv.Error) -> str:
        if "unexpected end" in str(error):
            raise UnreadableFile(
                _(
                    "“%(name)s”, line %(line)s: a quotation mark is opened and never"
                    " closed; nothing after it can be read."
                )
                % {"name": self.name, "line": line}
            ) from error
        if "field larger" in str(error):
            return str(_("A cell is too long."))
        return str(_("Quotation marks are not as CSV wants them."))


class _Workbook(_Table):
    def __init__(self, path: Path, sheet: str) -> None:
        self.name = path.name
        self._sheet = workbooks.open_sheet(path, sheet)
        self.lines = self._sheet.total_height
        self._read_header()

    def _rows(self) -> Iterator[tuple[int, list[str] | str]]:
        yield from enumerate(workbooks.cells(self._sheet), start=1)


class _Jsonl(RowFile):
    def __init__(self, text: TextFile) -> None:
        self.text = text
        self.lines = text.lines
        names: dict[str, None] = {}
        for row in islice(self, NAMES_FROM):
            names.update(dict.fromkeys(row.cells))
        self.columns = tuple(names)

    def __iter__(self) -> Iterator[Row]:
        with self.text.open() as stream:
            for number, line in enumerate(_lines(stream), start=1):
                if line is None:
                    yield Row(number, fault=str(_("The line is too long.")))
                elif line.strip():
                    yield _object(number, line)


def _lines(stream: IO[str]) -> Iterator[str | None]:
    """Lines; None for one that is too long, whose rest is passed over."""
    while line := stream.readline(MAX_LINE):
        if line.endswith("\n") or len(line) < MAX_LINE:
            yield line
            continue
        while (rest := stream.readline(MAX_LINE)) and not rest.endswith("\n"):
            pass
        yield None


def _object(number: int, line: str) -> Row:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return Row(number, fault=str(_("The line is not valid JSON.")))
    if not isinstance(value, dict):
        return Row(number, fault=str(_("The line is no JSON object.")))
    return Row(number, value)
