"""What a file looks like once it is opened: parts that stand one under another.

Pure: no Django. The child process writes a line of JSON for each; the parent believes
none of it before it has been checked.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

# What a reader is shown of one file; the rest is in the download, and the page says so.
MAX_PAGES = 100
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_SHEETS = 30
MAX_CHARACTERS = 500_000
MAX_TABLE_CHARACTERS = 5_000_000
# One page of the portal holds so many pictures, or so much HTML.
PICTURES_A_LEAF = 20
CHARACTERS_A_LEAF = 120_000
# Of a document of texts.
MAX_PICTURES = 200
ROWS_A_PART = 400
MAX_PARTS = 1_000
MAX_PART_TEXT = 50_000
# Fewer characters a page are a stamp of the scanner's program.
LEAST_TEXT_A_PAGE = 15


class Shape(Enum):
    """How the parts are shown."""

    PAGES = "pages"
    TABLES = "tables"
    TEXT = "text"
    PICTURE = "picture"


class Failure(Enum):
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NO_PROGRAM = "no_program"


# By the ending that a file of this kind has (`file_types.MEDIA_TYPES`).
SHAPES = {
    "pdf": Shape.PAGES,
    **dict.fromkeys(("docx", "doc", "wps", "txt"), Shape.TEXT),
    **dict.fromkeys(("xlsx", "xls", "et", "csv"), Shape.TABLES),
    **dict.fromkeys(("jpg", "png", "gif"), Shape.PICTURE),
}


class Part(NamedTuple):
    """A page, a piece of a text, or rows of a sheet. `file` is the name under which
    the child has written its picture or HTML; of a picture there is none: it is the
    file itself."""

    leaf: int
    title: str = ""
    text: str = ""
    file: str = ""
    width: int = 0
    height: int = 0

    def line(self) -> dict[str, Any]:
        return {"part": self._asdict()}


class Summary(NamedTuple):
    """What holds for the whole: how many pages, sheets or pieces the file has, as far
    as is known; whether all of it is shown; what was left out (kind → how many)."""

    total: int
    is_whole: bool = True
    omitted: dict[str, int] = {}

    def line(self) -> dict[str, Any]:
        return {"summary": self._asdict()}


def failure_line(failure: Failure) -> dict[str, Any]:
    return {"failed": failure.value}
