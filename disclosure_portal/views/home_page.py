"""What the front page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency, AgencyKind
from directories.tree_page import tree_address
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day, official_date
from disclosure_portal.foundation.linked_data import Thing, organization, thing, whole
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.prepared import Prepared
from notices.facets import board_links
from notices.listing import NOW, Row, count_since, number, printed_rows, row_values
from notices.models import Notice
from notices.newest import newest_on
from notices.procedure_counts import procedure_counts
from notices.procedure_list import event_groups
from notices.reference import Link, Reference, kept, reference

NEWEST = 10
BOARDS = 8
ROWS_A_BOARD = 6
INDEXED_BOARDS = 16
UNITS_A_GROUP = 40
UNIT_KINDS = (AgencyKind.DEPARTMENT, AgencyKind.TOWNSHIP, AgencyKind.STREET)


@dataclass(frozen=True)
class County:
    """The units directly below the county by their kinds, and where all stand."""

    tree_url: str = ""
    units: dict[str, list[Link]] = field(default_factory=dict)


def home_page(state: SiteState) -> dict[str, Any]:
    """Three queries: the rows of all boards in two, the newest."""
    known = reference(state)
    today = local_day(clock.now())
    # Nothing chosen yet, as after an import: the first boards stand for the choice.
    chosen = [board for board in known.boards if board.is_on_home]
    boards = (chosen or list(known.boards))[:BOARDS]
    on_board = newest_on([board.pk for board in boards], ROWS_A_BOARD)
    county = kept("county", state, _load_county)
    return {
        "section": "home",
        "description": state.slogan,
        "linked_data": [_linked_data(state)],
        "today": f"{official_date(today)} {_weekday(today.weekday())}",
        "today_iso": today.isoformat(),
        "newest": printed_rows(_newest.rows(now=clock.now())),
        "newest_url": reverse("notice-list"),
        "boards": [
            {"title": board.name, "url": board.url, "rows": on_board[board.pk]}
            for board in boards
            if board.pk in on_board
        ],
        "procedure_groups": event_groups(procedure_counts(state)),
        "all_boards": board_links(known)[:INDEXED_BOARDS],
        "agency_groups": _agency_groups(county),
        "figures": _figures(known, state),
    }


@Prepared
def _newest() -> QuerySet[Notice, Row]:
    newest = Notice.objects.public(NOW).newest_first()[:NEWEST]
    return row_values(newest, now=NOW)


def _linked_data(state: SiteState) -> Thing:
    """The site, who keeps it, and how to search it by address."""
    search = thing(
        "SearchAction",
        target=whole(f"{reverse('notice-list')}?q={{words}}"),
        **{"query-input": "required name=words"},
    )
    return thing(
        "WebSite",
        name=state.name,
        url=whole("/"),
        inLanguage="zh-CN",
        publisher=state.host_unit and organization(state.host_unit, "/"),
        potentialAction=search,
    )


def _weekday(number_from_monday: int) -> str:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )[number_from_monday]


def _load_county() -> County:
    root = next(iter(_root.rows()), None)
    if root is None:
        return County()
    units: dict[str, list[Link]] = defaultdict(list)
    before, after = reverse("agency-detail", args=["0"]).rsplit("0", 1)
    for unit in _units_of_county.rows():
        url = f"{before}{unit.slug}{after}"
        units[unit.kind].append({"title": unit.label, "url": url})
    return County(tree_address(root), dict(units))


@Prepared
def _root() -> QuerySet[Agency]:
    return Agency.objects.filter(parent=None)


@Prepared
def _units_of_county() -> QuerySet[Agency]:
    units = Agency.objects.open().filter(parent__parent=None, parent__isnull=False)
    shown = units.filter(kind__in=UNIT_KINDS).in_order()
    return shown.only("slug", "name", "short_name", "kind")


def _agency_groups(county: County) -> list[dict[str, Any]]:
    return [
        {
            "title": str(kind.label),
            "url": county.tree_url,
            "units": county.units[kind][:UNITS_A_GROUP],
        }
        for kind in UNIT_KINDS
        if kind in county.units
    ]


def _figures(known: Reference, state: SiteState) -> list[dict[str, str]]:
    first_day = local_day(clock.now()).replace(day=1)
    new = count_since(day_start(first_day), state)
    return [
        {"label": _("Notices in all"), "value": number(known.tally("all"))},
        {"label": _("New this month"), "value": new.text},
        {"label": _("Units"), "value": number(known.units)},
        {"label": _("Boards"), "value": number(len(known.boards))},
    ]
