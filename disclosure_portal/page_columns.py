"""The national tags of pages that hang on no board: which column of the site each is
(国办发〔2017〕47号, annex)."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices.models import ColumnType


class PageColumn(NamedTuple):
    type: ColumnType
    name: str | Promise
    description: str | Promise


HOME = PageColumn(
    ColumnType.HOME,
    _("Home"),
    _("What is new on all boards, the units, and the ways to find a notice."),
)
UNITS = PageColumn(
    ColumnType.FUNCTIONS,
    _("Units"),
    _("Who does what in the county: duties, leaders, offices and telephones."),
)
SUBSIDIES = PageColumn(
    ColumnType.FIGURES,
    _("Subsidies"),
    _("Programmes, standards and payments, and the way to one's own line."),
)
OPEN_DATA = PageColumn(
    ColumnType.OPEN_DATA,
    _("Open data"),
    _("Everything public as CSV and NDJSON, with the meaning of every column."),
)
FIGURES = PageColumn(
    ColumnType.FIGURES,
    _("Figures of disclosure"),
    _("How much was published by which unit, of what kind and in which month."),
)
NOTICES = PageColumn(
    ColumnType.CATALOGUE,
    _("Notices"),
    _("All that the units of the county have published, by unit, kind and year."),
)
LOG = PageColumn(
    ColumnType.CATALOGUE,
    _("Log of publications"),
    _("What was published, corrected and withdrawn, and when: to be proved."),
)
MATTERS = PageColumn(
    ColumnType.CATALOGUE,
    _("Matters"),
    _("Projects, policies and promised works, each followed from first to last."),
)
DIRECTORY = PageColumn(
    ColumnType.CATALOGUE,
    _("Directory of disclosure"),
    _("What each unit must disclose, when, and where it stands."),
)
ACTIVITIES = PageColumn(
    ColumnType.CATALOGUE,
    _("Activity days"),
    _("Open days and lectures: what was shown, asked and answered."),
)
ABOUT = PageColumn(
    ColumnType.OVERVIEW,
    _("About this site"),
    _("How to use this site, and what it does with the data of its readers."),
)
GUIDE = PageColumn(
    ColumnType.GUIDE,
    _("Disclosure guide"),
    _("What a unit discloses, how it is arranged, and how to obtain it."),
)
SEARCH = PageColumn(
    ColumnType.CATALOGUE,
    _("Search"),
    _("Units, their duties and all that was published, found by words."),
)
SERVICES = PageColumn(
    ColumnType.SERVICES,
    _("Powers and services"),
    _("What each unit may and must do: powers, duties, services, and their limits."),
)
LETTERS = PageColumn(
    ColumnType.COMPLAINTS,
    _("Letters"),
    _("Write to the units, follow a letter, read what was asked and answered."),
)
INSPECTIONS = PageColumn(
    ColumnType.CATALOGUE,
    _("Inspection of disclosure"),
    _("What units are scored by, and how they fared."),
)
BY_VIEW: dict[str, PageColumn] = {
    **dict.fromkeys(
        (
            *("letter-list", "letter-detail", "letter-new", "letter-track"),
            *("letter-statistics", "question-list", "question-detail"),
        ),
        LETTERS,
    ),
    **dict.fromkeys(
        (
            *("checklist-list", "checklist-detail", "inspection-list"),
            *("inspection-round", "inspection-rating"),
            *("inspection-year", "inspection-year-unit"),
            *("inspection-today", "inspection-today-unit"),
        ),
        INSPECTIONS,
    ),
    "home": HOME,
    "notice-list": NOTICES,
    "index-lookup": NOTICES,
    "notice-revisions": NOTICES,
    "notice-revision": NOTICES,
    "feed-list": NOTICES,
    "alert-new": NOTICES,
    "alert-confirm": NOTICES,
    "alert-end": NOTICES,
    "board-list": PageColumn(
        ColumnType.CATALOGUE,
        _("Boards"),
        _("Where the notices hang, by subject, and how often each is updated."),
    ),
    "posting-list": PageColumn(
        ColumnType.CATALOGUE,
        _("Postings open to objections"),
        _("What is posted now, until when, and where objections go."),
    ),
    "directory": DIRECTORY,
    "directory-unit": DIRECTORY,
    "directory-duty": DIRECTORY,
    "directory-missing": DIRECTORY,
    "matter-list": MATTERS,
    "matter-detail": MATTERS,
    "activity-list": ACTIVITIES,
    "activity-detail": ACTIVITIES,
    "reading-point-list": PageColumn(
        ColumnType.CATALOGUE,
        _("Reading points"),
        _("Where what is disclosed can be read on paper, and when."),
    ),
    "procedure-list": PageColumn(
        ColumnType.SERVICES,
        _("Service guides"),
        _("What one needs, where to go, how long it takes and what it costs."),
    ),
    "procedure-letters": PageColumn(
        ColumnType.SERVICES,
        _("Services from A to Z"),
        _("Every service guide by the first letter of its name."),
    ),
    "service-list": SERVICES,
    "service-detail": SERVICES,
    "agency-tree": UNITS,
    "agency-detail": UNITS,
    "guide": GUIDE,
    "guide-version": GUIDE,
    "subsidy-list": SUBSIDIES,
    "programme-detail": SUBSIDIES,
    "own-line": SUBSIDIES,
    "open-data": OPEN_DATA,
    "open-data-set": OPEN_DATA,
    "statistics": FIGURES,
    "log": LOG,
    "log-verify": LOG,
    "search": SEARCH,
    "search-advanced": SEARCH,
    "site-map": ABOUT,
    "help": ABOUT,
    "privacy": ABOUT,
    "accessibility": ABOUT,
}


def page_column(request: HttpRequest) -> dict[str, Any]:
    """For every template, where the page itself names no column. No query."""
    match = request.resolver_match
    found = BY_VIEW.get(match.view_name) if match else None
    return {
        "site_domain": urlsplit(settings.SITE_URL).netloc,
        "column": found and _as_tags(found),
    }


def _as_tags(column: PageColumn) -> dict[str, Any]:
    """Words are looked up where the page prints them."""
    return {
        "name": column.name,
        "description": column.description,
        "keywords": column.name,
        "type": column.type.value,
    }
