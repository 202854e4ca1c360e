"""Pictures of a document: which part holds each, what is cut off, what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from .blocks import Crop
from .formats import local
from .package import R

EMBED, IMAGE_ID = f"{{{R}}}embed", f"{{{R}}}id"
WHOLE = 100_000  # shares are written in thousandths of a percent
MAX_WORDS = 200
# Programs write the name of the picture's file where words should be, some with the
# folders of whoever put it in.
FILE_NAME = re.compile(r"[\\/]|\.\w{3,4}$|^https?:")


class Drawn(NamedTuple):
    part: str
    crop: Crop
    words: str


def drawn(element: etree._Element, media: Mapping[str, str]) -> Iterator[Drawn]:
    """The pictures of a drawing whose bytes are in the document, as they can be shown.

    Old drawings (VML) that are cut are passed over: what their writer has cut off
    must not come back.
    """
    words = _words(element)
    for each in element.iter():
        name = local(each)
        if name == "blip" and (part := media.get(str(each.get(EMBED, "")))):
            yield Drawn(part, _crop(each.getparent()), words)
        elif name == "imagedata" and (part := _whole_part(each, media)):
            yield Drawn(part, Crop(), words)


def _whole_part(data: etree._Element, media: Mapping[str, str]) -> str:
    is_cut = any(str(key).startswith("crop") for key in data.attrib)
    return "" if is_cut else media.get(str(data.get(IMAGE_ID, "")), "")


def _crop(fill: etree._Element | None) -> Crop:
    for each in fill if fill is not None else ():
        if local(each) == "srcRect":
            return Crop(*(_share(each.get(side, "0")) for side in "ltrb"))
    return Crop()


def _share(text: str) -> float:
    """Below nothing it would be a margin, which a page does not need."""
    number = text.removeprefix("-")
    if not number.isascii() or not number.isdigit() or text.startswith("-"):
        return 0.0
    return min(int(number[:9]) / WHOLE, 1.0)


def _words(element: etree._Element) -> str:
    for each in element.iter():
        if local(each) == "docPr":
            words = " ".join(str(each.get("descr", "")).split())
            return "" if FILE_NAME.search(words) else words[:MAX_WORDS]
    return ""
