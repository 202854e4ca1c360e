"""The newest notices of several boards, in as many queries as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.sql.compiler import SQLCompiler
from django.urls import reverse

from disclosure_portal.foundation.days import local_day, official_date

from .models import Board, Notice


class DatedLink(TypedDict):
    title: str
    url: str
    day: str
    day_iso: str


# Key, title, moment of publication.
DatedRow = tuple[int, str, datetime | None]


class Keys(Subquery):
    """The keys that a subquery finds, as one list: several for each row of the query
    around it, where SQL has a place for one value."""

    template = "(SELECT json_group_array(found.pk) FROM (%(subquery)s) AS found)"
    output_field = JSONField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        template = "(SELECT jsonb_agg(found.pk) FROM (%(subquery)s) AS found)"
        return self.as_sql(compiler, connection, template=template, **extra)


def newest_on(boards: Iterable[int], each: int) -> dict[int, list[DatedLink]]:
    """So many of the notices that hang on each board; two queries.

    The few rows of a board come from its index: ranking all notices by board would
    read them all.
    """
    public = Notice.objects.public()
    hanging = public.posted().filter(board=OuterRef("pk"))
    newest = Keys(hanging.newest_first().values("pk")[:each])
    found = Board.objects.filter(pk__in=boards).order_by().values_list(newest)
    keys = [key for (keys,) in found for key in keys or ()]
    rows = public.filter(pk__in=keys).newest_first()
    on_board: dict[int, list[DatedRow]] = defaultdict(list)
    for board, pk, title, at in rows.values_list(
        "board_id", "pk", "title", "published_at"
    ):
        on_board[board].append((pk, title, at))
    return {board: dated_links(found) for board, found in on_board.items()}


def dated_links(rows: Iterable[DatedRow]) -> list[DatedLink]:
    """Rows of notices as short lists print them; no query."""
    before, after = reverse("notice-detail", args=[0]).split("0")
    days = [(pk, title, local_day(at)) for pk, title, at in rows if at]
    return [
        {
            "title": title,
            "url": f"{before}{pk}{after}",
            "day": official_date(day),
            "day_iso": day.isoformat(),
        }
        for pk, title, day in days
    ]
