"""The columns of the site as the inspection sees them: the home page and every public
board, in three queries however many boards and notices there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import local_day

from .column_health import WatchedColumn
from .models import Board, ColumnType, Notice, Tally

HOME = "home"


@dataclass(frozen=True, slots=True)
class Column:
    """A watched column, and where a reader finds it."""

    watched: WatchedColumn
    name: str
    url: str
    agency: str = ""
    agency_code: str = ""


def columns(today: date, only: Q | None = None) -> list[Column]:
    """The home page first, then the boards in their order; with a condition on boards
    those alone. What came off a board counts for it no more."""
    counts = dict(
        Tally.objects.filter(key__gte="board:", key__lt="board;").values_list(
            "key", "count"
        )
    )
    boards = Board.objects.public().filter(only or Q())
    rows = boards.annotate(latest=Subquery(_latest())).values_list(
        *("pk", "slug", "name", "column_type", "archived_on", "latest"),
        *("agency__name", "agency__code"),
    )
    found = [] if only is not None else [_home(counts)]
    for pk, slug, name, kind, archived_on, latest, agency, code in rows:
        count = max(counts.get(f"board:{pk}", 0), 1) if latest else 0
        watched = WatchedColumn(
            key=slug,
            column_type=kind,
            count=count,
            updated_on=_day(latest),
            is_archived=archived_on is not None and archived_on <= today,
        )
        url = reverse("board-detail", args=[slug])
        found.append(Column(watched, name, url, agency or "", code or ""))
    return found


def _latest() -> QuerySet[Any, Any]:
    """From the index of the board; ranking all notices would read them all."""
    hanging = Notice.objects.public().posted().filter(board=OuterRef("pk"))
    return hanging.newest_first().values("published_at")[:1]


def _home(counts: dict[str, int]) -> Column:
    """It shows what is newest of the whole site."""
    newest = Notice.objects.public().newest_first()
    latest = newest.values_list("published_at", flat=True)[:1].first()
    watched = WatchedColumn(
        HOME, ColumnType.HOME, sum(counts.values()) if latest else 0, _day(latest)
    )
    return Column(watched, _("Home page"), reverse("home"))


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
