"""What the front page shows."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import IntegerField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency, AgencyKind
from directories.tree_page import tree_address
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day, official_date
from disclosure_portal.foundation.models import SiteState
from notices.facets import board_links
from notices.listing import Row, capped_count, number, printed_rows, row_values
from notices.models import Notice
from notices.procedure_counts import procedure_counts
from notices.procedure_list import event_groups
from notices.reference import BoardEntry, Reference, reference

NEWEST = 10
BOARDS = 8
ROWS_A_BOARD = 6
INDEXED_BOARDS = 16
UNITS_A_GROUP = 40
UNIT_KINDS = (AgencyKind.DEPARTMENT, AgencyKind.TOWNSHIP, AgencyKind.STREET)
# The part of the one query that is of no board.
NO_BOARD = 0


def home_page(state: SiteState) -> dict[str, Any]:
    """Four queries: all rows of all boards in one, the month, the units in two."""
    known = reference(state)
    today = local_day(clock.now())
    # Nothing chosen yet, as after an import: the first boards stand for the choice.
    chosen = [board for board in known.boards if board.is_on_home]
    boards = (chosen or list(known.boards))[:BOARDS]
    rows = _rows(boards)
    root = Agency.objects.filter(parent=None).first()
    return {
        "section": "home",
        "today": f"{official_date(today)} {_weekday(today.weekday())}",
        "today_iso": today.isoformat(),
        "newest": printed_rows(rows[NO_BOARD]),
        "newest_url": reverse("notice-list"),
        "boards": [
            {
                "title": board.name,
                "url": board.url,
                "rows": printed_rows(rows[board.pk]),
            }
            for board in boards
            if rows[board.pk]
        ],
        "procedure_groups": event_groups(procedure_counts(state)),
        "all_boards": board_links(known)[:INDEXED_BOARDS],
        "agency_groups": _agency_groups(root) if root else [],
        "figures": _figures(known),
        "county": root.name if root else "",
    }


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


def _rows(boards: list[BoardEntry]) -> dict[int, list[Row]]:
    """The newest rows of each board, and of all under NO_BOARD; one query.

    Each part takes its few rows from the index of its board: ranking all notices by
    board would read them all.
    """
    public = Notice.objects.public()
    parts = [public.newest_first()[:NEWEST]]
    parts += [
        public.posted().filter(board=board.pk).newest_first()[:ROWS_A_BOARD]
        for board in boards
    ]
    numbers = [NO_BOARD, *(board.pk for board in boards)]
    first, *others = (
        row_values(
            Notice.objects.filter(pk__in=part.values("pk")).annotate(
                part=Value(pk, IntegerField())
            ),
            "part",
        )
        for pk, part in zip(numbers, parts, strict=True)
    )
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in first.union(*others, all=True):
        grouped[row["part"]].append(row)
    for found in grouped.values():
        found.sort(key=lambda row: (row["published_at"], row["id"]), reverse=True)
    return grouped


def _agency_groups(root: Agency) -> list[dict[str, Any]]:
    found: dict[str, list[Agency]] = defaultdict(list)
    units = Agency.objects.open().filter(parent=root, kind__in=UNIT_KINDS)
    for unit in units.in_order().only("slug", "name", "short_name", "kind"):
        found[unit.kind].append(unit)
    return [
        {
            "title": str(kind.label),
            "url": tree_address(root),
            "units": [
                {"title": unit.label, "url": unit.get_absolute_url()}
                for unit in found[kind][:UNITS_A_GROUP]
            ],
        }
        for kind in UNIT_KINDS
        if found[kind]
    ]


def _figures(known: Reference) -> list[dict[str, str]]:
    first_day = local_day(clock.now()).replace(day=1)
    this_month = Notice.objects.public().filter(published_at__gte=day_start(first_day))
    return [
        {"label": _("Notices in all"), "value": number(known.tally("all"))},
        {"label": _("New this month"), "value": capped_count(this_month).text},
        {"label": _("Units"), "value": number(known.units)},
        {"label": _("Boards"), "value": number(len(known.boards))},
    ]
