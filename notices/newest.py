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
    links: dict[int, list[DatedLink]] = defaultdict(list)
    for board, pk, title, at in rows.values_list(
        "board_id", "pk", "title", "published_at"
    ):
        if at:
            links[board].append(dated_link(pk, title, at))
    return links


def dated_link(pk: int, title: str, at: datetime) -> DatedLink:
    day = local_day(at)
    return {
        "title": title,
        "url": reverse("notice-detail", args=[pk]),
        "day": official_date(day),
        "day_iso": day.isoformat(),
    }
