"""The light markup of the demo texts, and the HTML of an official document. Pure.

A line is a paragraph. Marks at the beginning of a line: "# " and "## " headings,
": " the addressees at the margin, "> " the signature at the right, "= " centred,
"^ " the caption of the table that follows, "|" a table row (the first is its head),
"@ " the address of a page of this site, then the words that lead there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape


@dataclass
class Sheet:
    """A table of a text: a caption and rows, the first of them the head."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


_MARKS = {
    "# ": "<h2>{}</h2>",
    "## ": "<h3>{}</h3>",
    ": ": '<p class="indent-none">{}</p>',
    "> ": '<p class="align-right">{}</p>',
    "= ": '<p class="align-center">{}</p>',
}

LINK = "@ "


def html(text: str) -> str:
    """The body as a clerk's editor would have written it."""
    return "".join(
        _table(block) if isinstance(block, Sheet) else _line(block)
        for block in blocks(text)
    )


def sheets(text: str) -> list[Sheet]:
    """The tables of a text, in order."""
    return [block for block in blocks(text) if isinstance(block, Sheet)]


def blocks(text: str) -> Iterator[str | Sheet]:
    """Lines and tables in their order; empty lines are left out."""
    sheet = Sheet()
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("|"):
            sheet.rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if sheet.rows:
            yield sheet
            sheet = Sheet()
        if line.startswith("^ "):
            sheet.caption = line[2:]
        elif line:
            yield line
    if sheet.rows:
        yield sheet


def unmarked(line: str) -> str:
    """A line's text without its mark."""
    if line.startswith(LINK):
        return line.removeprefix(LINK).partition(" ")[2]
    for mark in _MARKS:
        if line.startswith(mark):
            return line[len(mark) :]
    return line


def _line(line: str) -> str:
    if line.startswith(LINK):
        address, _space, words = line.removeprefix(LINK).partition(" ")
        return f'<p><a href="{escape(address)}">{escape(words)}</a></p>'
    for mark, form in _MARKS.items():
        if line.startswith(mark):
            return form.format(escape(line[len(mark) :]))
    return f"<p>{escape(line)}</p>"


def _table(sheet: Sheet) -> str:
    caption = f"<caption>{escape(sheet.caption)}</caption>" if sheet.caption else ""
    head, *rows = sheet.rows
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f"<table>{caption}<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
