"""Opens one file, in a process of its own: `python -m …extraction.child FILE ENDING`.

It works in an empty folder, has no secret in its environment and inherits no open
file; where the kernel can do it, it can read nothing but the libraries and that file
(`walls`). The system ends it when it takes more than `running` allows. Lines of JSON in
`RESULTS` say what was found, so that what was done before such an end is kept.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from .. import lazy
from ..refusals import ProtectedFile, TooLargeFile
from . import walls
from .results import MAX_PARTS, SHAPES, Failure, Part, Shape, Summary, failure_line

if TYPE_CHECKING:
    from PIL import Image

    from . import pdf_pages, sheet_tables, word_texts
else:
    Image = lazy.Module("PIL.Image")
    pdf_pages = lazy.Module(f"{__package__}.pdf_pages")
    sheet_tables = lazy.Module(f"{__package__}.sheet_tables")
    word_texts = lazy.Module(f"{__package__}.word_texts")

RESULTS = "results.jsonl"
MEMORY = 1 << 30
PROCESSOR_SECONDS = 75
SECONDS = 120
MAX_FILE = 64 << 20
MAX_OPEN = 64


def main(path: Path, ending: str, folder: Path) -> None:
    _limit()
    walls.shut_in(reads=[path], writes=folder)
    # Refusals are worded for clerks; here only their kind counts.
    settings.configure(USE_I18N=False)
    with (folder / RESULTS).open("w", encoding="utf-8") as results:
        for line in _lines(path, ending, folder):
            results.write(json.dumps(line, ensure_ascii=False) + "\n")
            results.flush()


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_FILE),
        (resource.RLIMIT_NOFILE, MAX_OPEN),
        (resource.RLIMIT_CORE, 0),
        # No process more; the system does not hold its administrator to this.
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # Should the worker that waits for this process be killed.
    signal.alarm(SECONDS)


def _lines(path: Path, ending: str, folder: Path) -> Iterator[dict[str, Any]]:
    try:
        for found in islice(_parts(path, ending, folder), MAX_PARTS):
            yield found.line()
    except MemoryError:
        yield failure_line(Failure.TOO_LARGE)
    except Exception as error:  # libraries raise anything on bytes that are not valid
        yield failure_line(_failure(error))


def _parts(path: Path, ending: str, folder: Path) -> Iterator[Part | Summary]:
    if SHAPES[ending] is Shape.PAGES:
        return pdf_pages.pdf_parts(path, folder)
    if SHAPES[ending] is Shape.TABLES:
        return sheet_tables.sheet_parts(path, f"file.{ending}", folder)
    if SHAPES[ending] is Shape.PICTURE:
        return _picture(path)
    read = word_texts.txt_parts if ending == "txt" else word_texts.docx_parts
    return read(path, folder)


def _picture(path: Path) -> Iterator[Part | Summary]:
    with Image.open(path) as picture:
        yield Part(1, width=picture.width, height=picture.height)
    yield Summary(1)


def _failure(error: Exception) -> Failure:
    if isinstance(error, TooLargeFile):
        return Failure.TOO_LARGE
    is_protected = isinstance(error, ProtectedFile)
    return Failure.ENCRYPTED if is_protected else Failure.DAMAGED


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path.cwd())
