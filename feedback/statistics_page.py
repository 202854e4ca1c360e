"""Figures of letters for everybody: by kind, by unit, by category, of one year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.chart_panels import panel
from disclosure_portal.foundation.charts import Bars, Look, Series, Table, bars
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.report_files import plain_cell

from .letter_figures import LEAST_CASES, Figures, figures_by, letters_received
from .models import LetterCategory, LetterKind

FIRST_YEAR = 2000
MOST = 40


def statistics_context(given: Mapping[str, str]) -> dict[str, Any]:
    """Twelve queries."""
    year, errors = _year(given.get("year", ""))
    tables = list(tables_of(year))
    return {
        "section": "letters",
        "title": _("Figures of letters"),
        "breadcrumbs": [
            {"title": _("Letters"), "url": reverse("letter-list")},
            {"title": _("Figures of letters"), "url": ""},
        ],
        "errors": errors,
        "year": year,
        "years": range(local_day(clock.now()).year, FIRST_YEAR, -1)[:6],
        "tables": tables,
        "charts": [chart for chart in map(_chart, tables) if chart],
        "least": LEAST_CASES,
    }


def _year(text: str) -> tuple[int, list[str]]:
    this_year = local_day(clock.now()).year
    if not text:
        return this_year, []
    if text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= this_year:
        return int(text), []
    return this_year, [_("The address asks for something that is not known here.")]


def tables_of(year: int) -> Iterator[dict[str, Any]]:
    """Each with its rows, those with most letters first."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    letters = letters_received(first, last)
    by_kind = figures_by("kind", letters)
    heads = (_("By kind"), _("Kind"))
    yield _table("kinds", heads, by_kind, lambda kind: str(LetterKind(kind).label))
    by_unit = figures_by("agency", letters)
    units = Agency.objects.in_bulk([key for key in by_unit if key])
    heads = (_("By unit"), _("Unit"))
    yield _table("units", heads, by_unit, lambda key: units[key].label)
    by_category = figures_by("category", letters)
    known = LetterCategory.objects.in_bulk([key for key in by_category if key])
    yield _table(
        "categories",
        (_("By category"), _("Category")),
        by_category,
        lambda key: known[key].name if key else _("without category"),
    )


def _table(
    code: str,
    heads: tuple[str, str],
    figures: Mapping[Any, Figures],
    name: Callable[[Any], str],
) -> dict[str, Any]:
    ordered = sorted(figures.items(), key=lambda pair: -pair[1].received)
    return {
        "code": code,
        "title": heads[0],
        "head": heads[1],
        "rows": [_row(name(key), found) for key, found in ordered[:MOST]],
    }


def _row(label: str, found: Figures) -> dict[str, Any]:
    spread = found.spread
    is_enough = found.judged >= LEAST_CASES
    rated = sum(found.grades.values())
    return {
        "label": label,
        "figures": found,
        "timeliness": _per_cent(found.timeliness) if is_enough else "",
        "median": spread.median.normalize() if spread.median is not None else "",
        "spread": f"{spread.low}–{spread.high}" if spread.low is not None else "",
        "satisfaction": _per_cent(found.satisfaction) if rated >= LEAST_CASES else "",
    }


def _per_cent(share: Fraction | None) -> str:
    return "" if share is None else f"{float(share) * 100:.1f}%"


def _chart(table: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = table["rows"][:20]
    if not rows:
        return None
    told = {
        _("answered in time"): ([row["figures"].in_time for row in rows], Look.SOLID),
        _("answered late"): ([_late(row["figures"]) for row in rows], Look.STRIPES),
        _("overdue"): ([row["figures"].overdue for row in rows], Look.ALERT),
    }
    series = tuple(Series(name, tuple(v), look) for name, (v, look) in told.items())
    labels = tuple(row["label"] for row in rows)
    head = table["head"]
    drawn = Table(table["title"], head, labels, series, unit=_("letters, counted"))
    draw = partial(bars, kind=Bars.STACKED)
    return panel(table["code"], drawn, draw(drawn, key=table["code"]))


def _late(found: Figures) -> int:
    return found.answered - found.in_time


def csv_rows(year: int, code: str) -> Iterator[list[Any]] | None:
    """One table as a file; None for one that is not there."""
    table = next((each for each in tables_of(year) if each["code"] == code), None)
    return _lines(table) if table else None


def _lines(table: Mapping[str, Any]) -> Iterator[list[Any]]:
    names = (
        *(table["head"], _("Letters received"), _("Letters answered")),
        *(_("answered in time"), _("overdue"), _("Letters published")),
        *(_("median of working days"), _("Satisfied, share")),
    )
    yield [plain_cell(name) for name in names]
    for row in table["rows"]:
        found = row["figures"]
        yield [
            plain_cell(row["label"]),
            *(found.received, found.answered, found.in_time, found.overdue),
            *(found.published, row["median"], row["satisfaction"]),
        ]
