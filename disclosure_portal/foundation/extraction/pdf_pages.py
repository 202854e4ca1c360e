"""The pages of a PDF as pictures, each with the text that it holds.

Only the child process imports this: pdfium is C code that reads strangers' bytes.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from ..refusals import ProtectedFile
from .results import MAX_PAGES, MAX_PART_TEXT, PICTURES_A_LEAF, Part, Summary

# Wide enough for small print on a desktop, some 100 kB a page for a phone.
WIDTH = 1000
MAX_HEIGHT = 3000
SECONDS = 45
COLOURS = 24
MAX_LOSS = 1.5  # of 255, in the mean of a colour
QUALITY = 75


def pdf_parts(path: Path, folder: Path) -> Iterator[Part | Summary]:
    """Page by page, for as long as the time lasts; the summary comes first, and again
    last."""
    started = time.monotonic()
    document = _opened(path)
    total = len(document)
    yield Summary(total, is_whole=False)
    for index in range(min(total, MAX_PAGES)):
        if time.monotonic() - started > SECONDS:
            return
        yield _part(document, index, folder)
    yield Summary(total, is_whole=total <= MAX_PAGES)


def _opened(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ProtectedFile from error
        raise


def _part(document: Any, index: int, folder: Path) -> Part:
    """A page that can't be drawn is told of, and the others are shown."""
    leaf = index // PICTURES_A_LEAF + 1
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Part(leaf)
    try:
        picture = _drawn(page)
        file = f"{index + 1}.picture"
        (folder / file).write_bytes(encoded(picture))
        return Part(leaf, "", _text(page), file, *picture.size)
    except pypdfium2.PdfiumError:
        return Part(leaf)
    finally:
        page.close()


def _drawn(page: Any) -> Image.Image:
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(WIDTH / width, MAX_HEIGHT / height)
    drawn: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    return drawn


def encoded(picture: Image.Image) -> bytes:
    """Print as PNG of few colours, sharp and small; what loses by that, photographs
    and scans, as JPEG."""
    content = io.BytesIO()
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    lost = ImageStat.Stat(ImageChops.difference(picture, few.convert("RGB"))).mean
    if max(lost) < MAX_LOSS:
        few.save(content, "PNG")
    else:
        picture.save(content, "JPEG", quality=QUALITY, progressive=True)
    return content.getvalue()


def _text(page: Any) -> str:
    text = page.get_textpage()
    try:
        # Beyond the basic plane pdfium may give halves of a character.
        found = text.get_text_bounded(errors="ignore")
    finally:
        text.close()
    rows = (row.strip() for row in str(found).splitlines())
    return "\n".join(row for row in rows if row)[:MAX_PART_TEXT]
