"""The newest notices of several boards, in as many queries as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    DateTimeField,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.sql.compiler import SQLCompiler
from django.urls import reverse

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.prepared import Given, kept

from .models import Board, Notice, NoticeQuerySet


class DatedLink(TypedDict):
    title: str
    url: str
    day: str
    day_iso: str


class DatedRow(NamedTuple):
    pk: int
    title: str
    at: datetime | None


ROW = ("pk", "title", "published_at")
BOARD = Given("board", BigIntegerField())
NOW = Given("now", DateTimeField())


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


def newest_of(board: int, most: int) -> list[DatedLink]:
    """The newest of the notices that hang on a board; one query."""
    key = ("newest of a board", most, local_day(clock.now()))
    query = kept(key, lambda: _hanging(BOARD).values_list(*ROW)[:most])
    return dated_links(query.rows(board=board, now=clock.now()))


def newest_on(boards: Iterable[int], each: int) -> dict[int, list[DatedLink]]:
    """So many of the notices that hang on each board; two queries.

    The few rows of a board come from its index: ranking all notices by board would
    read them all.
    """
    asked, now = tuple(boards), clock.now()
    if not asked:
        return {}
    key = ("newest on boards", asked, each, local_day(now))
    found = kept(key, lambda: _keys_on(asked, each)).rows(now=now)
    keys = [key for (keys,) in found for key in keys or ()]
    rows = Notice.objects.public(now).filter(pk__in=keys).newest_first()
    on_board: dict[int, list[DatedRow]] = defaultdict(list)
    for board, *row in rows.values_list("board_id", *ROW):
        on_board[board].append(DatedRow(*row))
    return {board: dated_links(found) for board, found in on_board.items()}


def _keys_on(boards: Sequence[int], each: int) -> QuerySet[Board, tuple[Any, ...]]:
    newest = Keys(_hanging(OuterRef("pk")).values("pk")[:each])
    return Board.objects.filter(pk__in=boards).order_by().values_list(newest)


def _hanging(board: Given | OuterRef) -> NoticeQuerySet:
    """Those on a board, as of today: the key of the query must name the day."""
    return Notice.objects.public(NOW).posted().filter(board=board).newest_first()


def dated_links(rows: Iterable[tuple[int, str, datetime | None]]) -> list[DatedLink]:
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
