"""Pages of a recipient list: for the public while it is posted, with the columns that
the programme shows; at the desk for those who decide on the notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from .models import (
    Kind,
    LineAccess,
    Notice,
    Programme,
    SubsidyFacts,
    SubsidyLine,
)

PAGE = 50
# What the desk shows: all that is kept but the keys.
DESK = (
    "township", "village", "group", "masked_name", "quantity", "standard", "amount",
    "status", "remark",
)  # fmt: skip


@dataclass(frozen=True)
class ListPage:
    """Lines of one page in the order of the list; `after` leads on, 0 at the end."""

    lines: list[dict[str, Any]]
    columns: tuple[str, ...]
    after: int


def posted_payment(notice_pk: int) -> SubsidyFacts | None:
    """The payment whose masked list hangs out today, or None; one query.

    Public, of a programme that posts lists, and within the posting period.
    """
    today = local_day(clock.now())
    notices = Notice.objects.public().filter(
        pk=notice_pk,
        kind=Kind.SUBSIDY,
        posting_period__starts_on__lte=today,
        posting_period__ends_on__gte=today,
    )
    payment = (
        SubsidyFacts.objects.filter(
            notice__in=notices,
            line_set__isnull=False,
            programme__line_access=LineAccess.POSTING,
            programme__is_sensitive=False,
        )
        .select_related("programme", "notice__agency", "notice__posting_period")
        .first()
    )
    return payment if payment and payment.programme.posts_lists else None


def posted_columns(programme: Programme) -> tuple[str, ...]:
    columns = ["township"]
    if programme.shows_village:
        columns += ["village", "group"]
    columns.append("masked_name")
    if programme.shows_quantity:
        columns.append("quantity")
    if programme.shows_amount:
        columns.append("amount")
    return tuple(columns)


def page_after(line_set: int, columns: tuple[str, ...], after: int) -> ListPage:
    """The lines that follow the place `after`; one query."""
    lines = SubsidyLine.objects.filter(line_set=line_set, position__gt=after)
    rows = list(lines.order_by("position").values("position", *columns)[: PAGE + 1])
    shown = rows[:PAGE]
    leads_on = shown[-1]["position"] if len(rows) > PAGE else 0
    return ListPage(shown, columns, leads_on)
