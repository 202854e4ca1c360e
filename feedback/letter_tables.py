"""Figures of letters as tables: by period, kind, unit and category. From each its
chart, its rows on a page, its file and the answer of the API are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from directories.models import Agency
from directories.periods import Period, Span
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.chart_panels import MOST_ROWS, panel, summarised
from disclosure_portal.foundation.charts import Bars, Look, Series, Table, bars
from disclosure_portal.foundation.days import local_day, official_moment
from disclosure_portal.foundation.report_files import plain_cell
from notices.period_words import period_said

from .figure_cells import CELLS
from .letter_figures import (
    LEAST_CASES,
    Figures,
    column,
    figures_by,
    letters_received,
    month,
    summed,
)
from .letter_periods import begun_in
from .models import LetterCategory, LetterKind

# Letters come and are answered without a version of the site, which would make every
# page of it anew: after so many seconds figures are counted again, and say as of when.
RENEWED = 600

# The largest rows are shown, the very largest drawn; a file has all.
MOST = 100
MOST_DRAWN = 12


class Row(NamedTuple):
    """`code` is the label as a program reads it; `rank` is 0 without one."""

    code: str
    label: str
    figures: Figures
    rank: int = 0


@dataclass(frozen=True)
class LetterTable:
    code: str
    title: str
    heading: str
    rows: tuple[Row, ...]
    is_ranked: bool = False
    months: int = 0

    @property
    def headings(self) -> tuple[str, ...]:
        names = tuple(str(cell.heading) for cell in CELLS)
        return (*names, _("place by answers in time")) if self.is_ranked else names

    def cells(self, row: Row) -> list[int | str]:
        told = [cell.told(row.figures) for cell in CELLS]
        return [*told, row.rank or ""] if self.is_ranked else told

    @property
    def drawn_rows(self) -> tuple[Row, ...]:
        """Of periods the months: a year beside them would dwarf them."""
        return self.rows[-self.months :] if self.months else self.rows[:MOST_DRAWN]

    def drawing(self) -> Table:
        """How answers came: the first rows of the table as a chart."""
        drawn = self.drawn_rows
        parts = {
            "in_time": (_("answered in time"), Look.SOLID),
            "late": (_("answered late"), Look.STRIPES),
            "overdue": (_("overdue, without an answer"), Look.ALERT),
        }
        series = tuple(
            Series(name, tuple(getattr(row.figures, part) for row in drawn), look)
            for part, (name, look) in parts.items()
        )
        labels = tuple(row.label for row in drawn)
        return Table(self.title, self.heading, labels, series, unit=_("letters"))

    def panel(self, key: str, file_url: str) -> dict[str, Any]:
        """For `includes/_chart.html`: the table has all that is drawn, and more."""
        drawn = summarised(self.drawing())
        picture = bars(drawn, key=key, kind=Bars.STACKED)
        rows = [
            {
                "label": row.label,
                "url": "",
                "cells": [_shown(cell) for cell in self.cells(row)],
            }
            for row in self.rows[:MOST]
        ]
        return panel(key, drawn, picture, file_url=file_url) | {
            "headings": self.headings,
            "rows": rows,
            "is_wide": True,
            "is_long": len(rows) > MOST_ROWS,
            "note": note() if self.is_ranked else "",
        }

    def lines(self) -> Iterator[list[Any]]:
        """As a file has them; no text in it is a formula."""
        yield [plain_cell(name) for name in (_("Code"), self.heading, *self.headings)]
        for row in self.rows:
            yield [plain_cell(row.code), plain_cell(row.label), *self.cells(row)]


def as_of() -> str:
    return _("Figures as of %(moment)s, counted anew every %(minutes)s minutes.") % {
        "moment": official_moment(clock.now()),
        "minutes": RENEWED // 60,
    }


def note() -> str:
    return _(
        "With fewer than %(least)s cases no rate is given, and nobody has a place."
    ) % {"least": LEAST_CASES}


def tables_of(period: Period, branch: str = "") -> Iterator[LetterTable]:
    """Of what was received in the period, of all or of a branch by its path. Twenty-two
    queries, one where nothing was received."""
    letters = letters_received(period.first, period.last, branch)
    by_month = figures_by(month, letters)

    def by(name: str) -> Mapping[Any, Figures]:
        return figures_by(column(name), letters) if by_month else {}

    yield _periods(period, by_month)
    yield _kinds(by("kind"))
    # Whose few letters they would stand out among, those must not be told.
    letters = letters.filter(is_accusation=False)
    yield _units(by("agency"))
    yield _categories(by("category"))


def _periods(period: Period, by_month: Mapping[int, Figures]) -> LetterTable:
    begun = begun_in(period, local_day(clock.now())) if by_month else []
    rows = []
    for each in begun:
        months = range(each.first.month, each.last.month + 1)
        figures = summed(by_month[number] for number in months if number in by_month)
        rows.append(Row(each.key, period_said(each.key), figures))
    return LetterTable(
        "periods",
        _("Letters by period"),
        _("Time received"),
        tuple(rows),
        months=sum(each.span is Span.MONTH for each in begun),
    )


def _kinds(figures: Mapping[str, Figures]) -> LetterTable:
    names = {kind.value: (kind.value, str(kind.label)) for kind in LetterKind}
    rows = _rows(figures, names)
    return LetterTable("kinds", _("Letters by kind"), _("Kind"), rows)


def _units(figures: Mapping[int, Figures]) -> LetterTable:
    units = Agency.objects.in_bulk(list(figures))
    names = {key: (unit.code, unit.label) for key, unit in units.items()}
    rows = _ranked(_rows(figures, names))
    return LetterTable("units", _("Letters by unit"), _("Unit"), rows, is_ranked=True)


def _categories(figures: Mapping[int | None, Figures]) -> LetterTable:
    known = LetterCategory.objects.in_bulk([key for key in figures if key])
    names: dict[Any, tuple[str, str]] = {
        key: (category.code, category.name) for key, category in known.items()
    }
    names[None] = "", _("without category")
    rows = _rows(figures, names)
    return LetterTable("categories", _("Letters by category"), _("Category"), rows)


def _rows(
    figures: Mapping[Any, Figures], names: Mapping[Any, tuple[str, str]]
) -> tuple[Row, ...]:
    """Those with most letters first."""
    ordered = sorted(figures.items(), key=lambda pair: -pair[1].received)
    return tuple(Row(*names[key], found) for key, found in ordered)


def _ranked(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Places by the share answered in time, equal ones alike (1-2-2-4), of those with
    cases enough."""
    shares = [row.figures.timeliness for row in rows if row.figures.is_rated]

    def place(row: Row) -> int:
        own = row.figures.timeliness
        better = partial(_is_more, own)
        return 1 + sum(map(better, shares)) if row.figures.is_rated else 0

    return tuple(row._replace(rank=place(row)) for row in rows)


def _is_more(own: Any, other: Any) -> bool:
    return bool(other > own)


def _shown(cell: int | str) -> str:
    return "—" if cell == "" else f"{cell}"
