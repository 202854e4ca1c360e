"""Figures of letters for everybody: of a year, or of a half, a quarter or a month of
it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.periods import Period
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.period_words import period_said

from .letter_periods import FIRST_YEAR, PARTS, period_named
from .letter_tables import LetterTable, as_of, note, tables_of

YEARS = 8


class Asked(NamedTuple):
    """What an address names; a sentence for what was not understood."""

    year: int
    part: str
    errors: tuple[str, ...]

    @property
    def period(self) -> Period:
        return period_named(self.year, self.part)

    @property
    def parameters(self) -> str:
        told = {"year": str(self.year)} | ({"part": self.part} if self.part else {})
        return f"?{urlencode(told)}"


def asked(given: Mapping[str, str]) -> Asked:
    """Left out is this year, and the whole of it."""
    this_year = local_day(clock.now()).year
    year, part = given.get("year", ""), given.get("part", "")
    errors = []
    if year and not _is_year(year, this_year):
        errors.append(_("The address asks for something that is not known here."))
        year = ""
    if part and part not in PARTS:
        errors.append(_("There is no such part of a year."))
        part = ""
    return Asked(int(year or this_year), part, tuple(errors))


def _is_year(text: str, last: int) -> bool:
    is_number = text.isascii() and text.isdigit()
    return is_number and FIRST_YEAR <= int(text[:5]) <= last


def statistics_context(given: Mapping[str, str]) -> dict[str, Any]:
    """Twenty-two queries; one where nothing was received."""
    found = asked(given)
    return {
        "section": "letters",
        "title": _("Figures of letters"),
        "breadcrumbs": [
            {"title": _("Letters"), "url": reverse("letter-list")},
            {"title": _("Figures of letters"), "url": ""},
        ],
        "errors": found.errors,
        "period": period_said(found.period.key),
        "years": _years(found),
        "parts": _parts(found),
        "charts": [
            table.panel(table.code, _file_url(table, found))
            for table in tables_of(found.period)
            if table.rows
        ],
        "note": note(),
        "as_of": as_of(),
    }


def _years(found: Asked) -> list[dict[str, Any]]:
    this_year = local_day(clock.now()).year
    years = {*range(this_year, this_year - YEARS, -1), found.year}
    return [_option(str(year), f"{year}年", str(found.year)) for year in _down(years)]


def _down(years: set[int]) -> list[int]:
    return sorted(years, reverse=True)


def _parts(found: Asked) -> list[dict[str, Any]]:
    """A part is named without its year, which stands beside it."""
    year = f"{found.year}年"
    named = {
        part: period_said(period_named(found.year, part).key).removeprefix(year)
        for part in PARTS
    }
    options = {"": _("the whole year")} | named
    return [_option(part, title, found.part) for part, title in options.items()]


def _option(value: str, title: str, chosen: str) -> dict[str, Any]:
    return {"value": value, "title": title, "is_chosen": value == chosen}


def _file_url(table: LetterTable, found: Asked) -> str:
    here = reverse("letter-statistics-csv", args=[table.code])
    return f"{here}{found.parameters}"


def csv_rows(found: Asked, code: str) -> Iterator[list[Any]] | None:
    """One table as a file, with all its rows; None for one that is not there."""
    known = {table.code: table for table in tables_of(found.period)}
    return known[code].lines() if code in known else None
