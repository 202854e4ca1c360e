"""The pictures of a document, drawn anew and no larger than a page shows them.

Only the child process imports this: pictures are strangers' bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps

from ..pictures import BROKEN, FORMATS, MAX_PIXELS
from ..word.blocks import Crop, WordPicture
from .pdf_pages import MAX_HEIGHT, WIDTH, encoded
from .results import MAX_PICTURES, Part

MAX_BYTES = 32 << 20
# Lines and dots that set off a text are no pictures of anything.
LEAST_SIDE = 16
WHITE = "white"


class Pictures:
    """Draws the pictures of one document; counts those that are shown."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._folder = folder
        self._files: dict[tuple[str, Crop], tuple[str, int, int] | None] = {}
        self.shown = 0

    def part(self, picture: WordPicture, leaf: int) -> Part | None:
        """None for what browsers don't show (EMF, WMF), for what is broken or too
        large, and behind the first MAX_PICTURES."""
        if self.shown >= MAX_PICTURES:
            return None
        key = (picture.part, picture.crop)
        if key not in self._files:
            self._files[key] = self._drawn(picture)
        found = self._files[key]
        if found is None:
            return None
        self.shown += 1
        file, width, height = found
        return Part(leaf, text=picture.words, file=file, width=width, height=height)

    def _drawn(self, picture: WordPicture) -> tuple[str, int, int] | None:
        try:
            content = io.BytesIO(self._bytes(picture.part))
            with Image.open(content, formats=FORMATS) as raw:
                image = _fitted(raw, picture.crop)
        except (*BROKEN, zipfile.BadZipFile, KeyError, NotImplementedError):
            return None
        if image is None:
            return None
        file = f"drawn-{len(self._files) + 1}.picture"
        (self._folder / file).write_bytes(encoded(image))
        return file, *image.size

    def _bytes(self, part: str) -> bytes:
        with zipfile.ZipFile(self._path) as archive, archive.open(part) as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ValueError(part)
        return content


def _fitted(image: Image.Image, crop: Crop) -> Image.Image | None:
    """Upright, on white, without what the writer has cut off."""
    if image.width * image.height > MAX_PIXELS:
        return None
    box = tuple(_box(image.size, crop))
    if min(box[2] - box[0], box[3] - box[1]) < LEAST_SIDE:
        return None
    cut = image.convert("RGBA").crop((box[0], box[1], box[2], box[3]))
    if crop == Crop():
        cut = ImageOps.exif_transpose(image).convert("RGBA")
    cut.thumbnail((WIDTH, MAX_HEIGHT))
    page = Image.new("RGB", cut.size, WHITE)
    page.paste(cut, mask=cut)
    return page


def _box(size: tuple[int, int], crop: Crop) -> Iterator[int]:
    width, height = size
    yield round(width * crop.left)
    yield round(height * crop.top)
    yield round(width * (1 - crop.right))
    yield round(height * (1 - crop.bottom))
