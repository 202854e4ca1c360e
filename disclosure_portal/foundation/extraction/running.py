"""Opens a file in a child process, and believes nothing that comes back.

The child has a gigabyte of memory and two minutes (`child`). Whatever it was made to
write by a file: pictures are taken only as PNG or JPEG of a stated size, HTML passes
the gate of rich text once more, and texts lose what is no character.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from .. import store
from ..file_types import MEDIA_TYPES, OLE_HEAD
from ..official_text import without_controls
from ..refusals import RefusedFile
from ..rich_text import gated
from ..word.old_formats import as_docx
from .child import MAX_FILE, RESULTS, SECONDS
from .results import (
    LEAST_TEXT_A_PAGE,
    MAX_PART_TEXT,
    MAX_PARTS,
    SHAPES,
    Failure,
    Part,
    Shape,
    Summary,
)

ENDINGS = {media_type: ending for ending, media_type in MEDIA_TYPES.items()}
WORD_WITH_OLD = {"doc", "wps"}
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
MAX_SIDE = 10_000
MAX_TOTAL = 10_000_000
MAX_RESULTS = 64 << 20
# Beside the child's own alarm: it may hang where no signal reaches it.
PATIENCE = 5


class KeptPart(NamedTuple):
    """A part whose picture or HTML is in the store, under `digest`."""

    part: Part
    digest: str


class Outcome(NamedTuple):
    """What a file turned out to hold; `failure` where nothing of it can be shown."""

    shape: Shape
    parts: list[KeptPart]
    summary: Summary
    has_text: bool
    failure: Failure | None = None


def can_be_shown(media_type: str) -> bool:
    return ENDINGS.get(media_type, "") in SHAPES


def extract(digest: str, media_type: str) -> Outcome:
    """Open a stored file. Raises FileNotFoundError where it is not in the store."""
    ending = ENDINGS[media_type]
    shape = SHAPES[ending]
    path = store.path_of(digest)
    if not path.is_file():
        raise FileNotFoundError(path)
    with tempfile.TemporaryDirectory() as name, _converted(path, ending) as source:
        folder = Path(name)
        if source is None:
            return _failed(shape, Failure.NO_PROGRAM)
        _run(source, ending, folder)
        return _outcome(shape, folder, digest)


@contextmanager
def _converted(path: Path, ending: str) -> Iterator[Path | None]:
    """Old Word documents as .docx; None where this server can't make one."""
    if ending not in WORD_WITH_OLD or not _begins(path, (OLE_HEAD,)):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = as_docx(path, Path(folder), extension=ending)
        except RefusedFile:
            yield None
        else:
            yield made


def _run(path: Path, ending: str, folder: Path) -> None:
    """To its end or the end of its time: what it wrote tells the rest."""
    command = [sys.executable, "-m", f"{__package__}.child", str(path), ending]
    # No secret of ours, and no address of the database.
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(settings.BASE_DIR),
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
    }
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS + PATIENCE)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


# --- What came back -----------------------------------------------------------------


def _outcome(shape: Shape, folder: Path, digest: str) -> Outcome:
    parts: list[KeptPart] = []
    summary, failure, is_ended = Summary(0, is_whole=False), None, False
    for line in _lines(folder / RESULTS):
        if "part" in line and len(parts) < MAX_PARTS:
            parts.append(_kept(Part(**line["part"]), shape, folder, digest))
        elif "summary" in line:
            summary = _summary(**line["summary"])
            is_ended = summary.is_whole
        elif "failed" in line:
            failure = Failure(line["failed"])
    if not parts:
        return _failed(shape, failure or (None if is_ended else Failure.TOO_SLOW))
    pictures = summary.omitted.get("pictures", 0)
    has_text = _has_text(shape, [each.part for each in parts], pictures)
    if failure:
        summary = summary._replace(is_whole=False)
    return Outcome(shape, parts, summary, has_text)


def _summary(total: int, is_whole: bool, omitted: dict[str, int]) -> Summary:
    counts = {str(kind): int(count) for kind, count in omitted.items()}
    return Summary(max(0, min(int(total), MAX_TOTAL)), bool(is_whole), counts)


def _lines(results: Path) -> Iterator[dict[str, Any]]:
    """The whole lines; the last one may have been cut off with the child."""
    with suppress(FileNotFoundError), results.open("rb") as file:
        for row in file.read(MAX_RESULTS).split(b"\n"):
            with suppress(ValueError):
                yield json.loads(row)


def _kept(part: Part, shape: Shape, folder: Path, digest: str) -> KeptPart:
    text = without_controls(part.text)[:MAX_PART_TEXT]
    title = without_controls(part.title)[:200]
    leaf = max(1, min(part.leaf, MAX_PARTS))
    clean = part._replace(leaf=leaf, title=title, text=text)
    if shape is Shape.PICTURE:
        return KeptPart(_sized(clean), digest)
    if not part.file:
        return KeptPart(clean, "")
    path = folder / Path(part.file).name
    # In a text, what has a size is a picture.
    if shape is not Shape.PAGES and not part.width:
        html = gated(path.read_text("utf-8"))
        return KeptPart(clean, store.put([html.encode()], max_bytes=MAX_FILE).digest)
    if not _begins(path, PICTURES):
        return KeptPart(clean._replace(width=0, height=0), "")
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        return KeptPart(_sized(clean), store.put(chunks, max_bytes=MAX_FILE).digest)


def _sized(part: Part) -> Part:
    width, height = (max(1, min(side, MAX_SIDE)) for side in (part.width, part.height))
    return part._replace(width=width, height=height)


def _begins(path: Path, heads: tuple[bytes, ...]) -> bool:
    with path.open("rb") as file:
        return file.read(16).startswith(heads)


def _has_text(shape: Shape, parts: list[Part], pictures: int) -> bool:
    """Whether one could read the file aloud, or find it by its words. Scanned pages
    that were put into a Word document are as mute as those of a PDF."""
    is_text = shape is Shape.TEXT
    texts = [each.text for each in parts if not (is_text and each.width)]
    characters = sum(len("".join(text.split())) for text in texts)
    pages = len(parts) if shape is Shape.PAGES else len(parts) - len(texts) + pictures
    return characters >= max(1, LEAST_TEXT_A_PAGE * pages)


def _failed(shape: Shape, failure: Failure | None) -> Outcome:
    return Outcome(shape, [], Summary(0), has_text=False, failure=failure)
