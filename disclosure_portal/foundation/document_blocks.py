"""The text of a notice as blocks for paper and Word: plain values, nothing to escape.
Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .rich_text import nodes_of
from .rich_text_blocks import Cell, ItemList, Node, Paragraph, Quote, Rule, Run, Table

Block = dict[str, Any]
# What makes the whole address of a link of a text.
Address = Callable[[str], str]
# Of columns, in characters.
NARROWEST, WIDEST = 3, 18


def blocks_of(html: str, address: Address) -> list[Block]:
    """The blocks of a body that has passed the sanitiser."""
    return _blocks(nodes_of(html), address)


def _blocks(nodes: Iterable[Node], address: Address) -> list[Block]:
    return [_block(node, address) for node in nodes]


def _block(node: Node, address: Address) -> Block:
    match node:
        case Paragraph():
            runs = _runs(node.runs, address)
            return {"kind": node.tag, "class": node.css_class, "runs": runs}
        case Rule():
            return {"kind": "hr"}
        case Quote():
            return {"kind": "quote", "blocks": _blocks(node.children, address)}
        case ItemList():
            items = [_blocks(item, address) for item in node.items]
            return {"kind": node.tag, "start": node.start, "items": items}
        case Table():
            return _table(node, address)


def _runs(runs: Iterable[Run], address: Address) -> list[dict[str, Any]]:
    return [
        {
            "text": run.text,
            "marks": [mark.tag for mark in run.marks if mark.tag != "a"],
            "href": next((address(m.href) for m in run.marks if m.tag == "a"), ""),
        }
        for run in runs
    ]


def _table(table: Table, address: Address) -> Block:
    """Every cell has its place: what a page would guess from merged cells, paper and
    Word are told."""
    cells: list[Block] = []
    header = top = 0
    for section in table.sections:
        placed = list(_placed(section.rows))
        for cell, x, y, width, height in placed:
            blocks = _blocks(cell.children, address)
            place = {"x": x, "y": top + y, "colspan": width, "rowspan": height}
            cells.append({**place, "is_head": cell.tag == "th", "blocks": blocks})
        top += len(section.rows)
        if section.tag == "thead":
            header = top
    return {
        "kind": "table",
        "caption": _runs(table.caption, address),
        "widths": _widths(cells),
        "rows": top,
        "header": header,
        "cells": cells,
    }


def _widths(cells: Sequence[Block]) -> list[int]:
    """How wide each column is beside the others: by its longest text, within reason."""
    count = max((cell["x"] + cell["colspan"] for cell in cells), default=0)
    widths = [NARROWEST] * count
    for cell in cells:
        if cell["colspan"] == 1:
            length = max((len(text) for text in texts_of(cell["blocks"])), default=0)
            widths[cell["x"]] = max(widths[cell["x"]], min(length, WIDEST))
    return widths


def _placed(
    rows: Sequence[Sequence[Cell]],
) -> Iterator[tuple[Cell, int, int, int, int]]:
    """Each cell with its column, row, width and height inside its section; no two
    overlap and none leaves the section."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            height = min(int(cell.attributes.get("rowspan", 1)), len(rows) - y)
            wished = int(cell.attributes.get("colspan", 1))
            free = (n for n in range(wished) if (x + n, y) in taken)
            width = next(free, wished)
            yield cell, x, y, width, height
            places = ((x + n, y + m) for n in range(width) for m in range(height))
            taken.update(places)
            x += width


def texts_of(blocks: Iterable[Block]) -> Iterator[str]:
    """All characters that blocks show, for finding those that no font has."""
    for block in blocks:
        yield from (run["text"] for run in block.get("runs", ()))
        yield from (run["text"] for run in block.get("caption", ()))
        yield from texts_of(block.get("blocks", ()))
        for item in block.get("items", ()):
            yield from texts_of(item)
        for cell in block.get("cells", ()):
            yield from texts_of(cell["blocks"])
