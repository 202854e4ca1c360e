"""What the page of figures shows: the form, the sections, what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState
from feedback.letter_tables import as_of
from notices.branch_months import months_of
from notices.ledger_places import public_place
from notices.list_query import parse_query
from notices.listing import number
from notices.models import Kind
from notices.reference import Branch, branch_of, reference

from .statistics_sections import sections
from .statistics_tables import AnySection, Scope

FILTERS = ("branch", "kind", "year")
DECEMBER = 12


class Asked(NamedTuple):
    """None where the county has not entered a unit yet."""

    scope: Scope | None
    errors: tuple[str, ...]


def asked(given: Mapping[str, str], state: SiteState) -> Asked:
    """Left out are the county, all kinds and the latest year with notices; no year
    goes beyond this month."""
    query = parse_query(given, state, only=FILTERS)
    branch = query.branch or branch_of(state, "")
    if branch is None:
        return Asked(None, query.errors)
    today = local_day(clock.now())
    year = query.year or next(iter(reference(state).years), today.year)
    last = (
        today if year == today.year else today.replace(year=year, month=DECEMBER, day=1)
    )
    months = tuple(months_of(last.replace(month=1, day=1), last))
    return Asked(Scope(branch, query.kind, year, months), query.errors)


def statistics_page(found: Asked, state: SiteState) -> dict[str, Any]:
    """Three queries, of a version of the site that is known."""
    page = {
        "section": "",
        "breadcrumbs": [{"title": _("Figures of disclosure"), "url": ""}],
        "errors": found.errors,
        "clear_url": reverse("statistics"),
    }
    if found.scope is None:
        return page
    shown = sections(found.scope, shows_ledger=public_place(state).shows)
    return page | {
        "heading": _heading(found.scope),
        "total": number(_total(shown)),
        # Of notices as they are public now; of letters from time to time.
        "as_of": as_of(),
        "filters": _filters(found.scope, state),
        # A table of nothing but noughts tells nothing: the page says so in words.
        "charts": [each.panel(found.scope) for each in shown if each.total],
    }


def _total(shown: Iterable[AnySection]) -> int:
    return int(next(iter(shown)).total)


def _heading(scope: Scope) -> str:
    kind = Kind(scope.kind).label if scope.kind else _("all kinds")
    return _("%(unit)s, %(year)d, %(kind)s") % {
        "unit": scope.branch.label,
        "year": scope.year,
        "kind": kind,
    }


def _filters(scope: Scope, state: SiteState) -> list[dict[str, Any]]:
    years = {*reference(state).years, scope.year}
    kinds = [("", _("All kinds")), *((each.value, str(each.label)) for each in Kind)]
    return [
        _filter("branch", _("Unit"), _units_of(scope.branch), scope.branch.slug),
        _filter("kind", _("Kind"), kinds, scope.kind),
        _filter(
            "year",
            _("Year"),
            [(str(year), f"{year}年") for year in sorted(years, reverse=True)],
            str(scope.year),
        ),
    ]


def _units_of(branch: Branch) -> list[tuple[str, str]]:
    """The one above, the unit itself, those right below that have published."""
    above = [(branch.above.slug, branch.above.label)] if branch.above else []
    below = [(unit.slug, unit.label) for unit, _count in branch.children]
    return [*above, (branch.slug, branch.label), *below]


def _filter(
    name: str, label: str, choices: list[tuple[str, str]], chosen: str
) -> dict[str, Any]:
    options = [
        {"value": value, "title": title, "is_chosen": value == chosen}
        for value, title in choices
    ]
    return {"name": name, "label": label, "options": options}
