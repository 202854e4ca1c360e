"""Files enclosed with the demo notices that have structured content. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from zlib import crc32

from . import documents
from .units import toml


class Enclosed(NamedTuple):
    title: str
    file_name: str
    content: bytes


def enclosed_with(
    kind: str, key: str, *, unit: str, title: str, day: date
) -> Enclosed | None:
    """The file of a notice; none where its key says so, always the same ones."""
    row = toml("notices/enclosures.toml").get(kind)
    if row is None or crc32(key.encode()) % row["every"]:
        return None
    written_on = f"{day.year}年{day.month}月{day.day}日"
    text = row["text"].strip().format(unit=unit, title=title, day=written_on)
    extension = row["extension"]
    content = documents.make(extension, "full", text, {})
    return Enclosed(row["name"], f"{row['name']}.{extension}", content)
