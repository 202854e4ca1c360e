"""A chart and its table, as `includes/_chart.html` shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from .chart_tables import HeatTable, Table, figure

# The days of a month stand open; a longer table is folded.
MOST_ROWS = 31


def summarised(table: Table) -> Table:
    """With a sentence that says what the first series shows."""
    first = table.series[0]
    known = [
        (float(value), label)
        for label, value in zip(table.labels, first.values, strict=True)
        if value
    ]
    if not known:
        return replace(table, summary=_("There is nothing to show."))
    value, label = max(known, key=lambda each: each[0])
    summary = _("%(title)s. Most: %(label)s, %(figure)s%(unit)s.") % {
        "title": table.title,
        "label": label,
        "figure": figure(value),
        "unit": table.unit,
    }
    return replace(table, summary=summary)


def panel(
    key: str,
    table: Table | HeatTable,
    drawing: str,
    *,
    urls: Sequence[str] = (),
    file_url: str = "",
) -> dict[str, Any]:
    """`drawing` is what `charts` drew of the table, or of a part of it, under the key;
    `urls` are where the labels lead."""
    rows = list(_heat_rows(table) if isinstance(table, HeatTable) else _rows(table))
    for row, url in zip(rows, urls, strict=False):
        row["url"] = url
    return {
        "key": key,
        "title": table.title,
        "note": table.note,
        "heading": table.heading,
        "headings": list(_headings(table)),
        "rows": rows,
        # Made by `chart_canvas`, which escapes every text.
        "drawing": "" if table.is_empty else mark_safe(drawing),
        "is_wide": False,
        "is_heat": isinstance(table, HeatTable),
        "is_long": len(rows) > MOST_ROWS,
        "file_url": file_url,
    }


def _headings(table: Table | HeatTable) -> Iterator[str]:
    if isinstance(table, HeatTable):
        yield from table.columns
        return
    for series in table.series:
        yield f"{series.label}（{table.unit}）" if table.unit else series.label


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    for place, label in enumerate(table.labels):
        cells = [figure(series.values[place]) for series in table.series]
        yield {"label": label, "url": "", "cells": cells}


def _heat_rows(table: HeatTable) -> Iterator[dict[str, Any]]:
    for label, codes in zip(table.rows, table.cells, strict=True):
        found = [table.class_of(code) for code in codes]
        cells = [each.label if each else "—" for each in found]
        yield {"label": label, "url": "", "cells": cells}
