"""Reading the demo notices from their text files. Pure.

A file holds records parted by lines of "=====". A record has a head of "name: value"
lines, a line of "---", and a text in the light markup. After the text may follow
parts that begin with "+++ name": files to attach. A head value, or a text, may name
columns of the record's part "+++ rows" as {name}: each row then makes one notice.
Several texts, parted by "---", are used in turn by the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

PACKAGE = "disclosure_portal.demo"
ROWS = "rows"
_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Enclosure:
    """A file to attach: its title, its extension, and what it is made from."""

    title: str
    extension: str
    source: str


@dataclass(frozen=True)
class Record:
    """One notice as written down: head, text, files; days are not settled yet."""

    head: Mapping[str, str]
    text: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.head["key"]

    def get(self, name: str, default: str = "") -> str:
        return self.head.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        return int(self.head.get(name) or default)

    @property
    def enclosures(self) -> list[Enclosure]:
        """`attach` holds "title|extension|source", several parted by ";"."""
        rows = [row for row in self.get("attach").split(";") if row.strip()]
        return [Enclosure(*(part.strip() for part in row.split("|"))) for row in rows]


def records() -> list[Record]:
    """Every notice of the demo county, in the order of files and rows."""
    folder = files(PACKAGE) / "notices"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".txt"))
    return [
        record
        for name in names
        for source in (folder / name).read_text("utf-8").split("\n=====\n")
        if source.strip()
        for record in parse(source)
    ]


def parse(source: str) -> Iterator[Record]:
    """The record of one source, or one for each of its rows."""
    head_text, _, rest = source.strip("\n").partition("\n---\n")
    head = _head(head_text)
    texts, parts = _parts(rest)
    rows = parts.pop(ROWS, "")
    if not rows:
        yield Record(head, texts[0], parts)
        return
    for number, row in enumerate(_rows(rows)):
        values = {**row, "n": str(number + 1)}
        filled = {name: _fill(value, values) for name, value in head.items()}
        # A column that is no field of a text sets a line of the head.
        merged = {**filled, **{k: v for k, v in row.items() if v}}
        merged["key"] = f"{head['key']}-{number + 1}"
        merged["title"] = _fill(row.get("title") or head["title"], values)
        text = _fill(texts[number % len(texts)], values)
        yield Record(merged, text, {k: _fill(v, values) for k, v in parts.items()})


def _head(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _parts(text: str) -> tuple[list[str], dict[str, str]]:
    first, *others = re.split(r"^\+\+\+ ", text, flags=re.MULTILINE)
    parts = {}
    for other in others:
        name, _, content = other.partition("\n")
        parts[name.strip()] = content.strip("\n")
    return re.split(r"^---$", first, flags=re.MULTILINE), parts


def _rows(text: str) -> Iterator[dict[str, str]]:
    names, *lines = [line for line in text.splitlines() if line.strip()]
    columns = [name.strip() for name in names.split("|")]
    for line in lines:
        # In a cell ／ stands for a column, ／／ for a new row of the notice's table.
        cells = [cell.strip().replace("／／", "|\n|") for cell in line.split("|")]
        cells = [cell.replace("／", "|") for cell in cells]
        yield dict(zip(columns, cells, strict=True))


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Replace {name} for the columns that there are; other braces stay."""
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), text)
