"""群众关注: what is written of more this month than in the last. For decisions, so it
counts only what its reader may read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.chart_panels import panel
from disclosure_portal.foundation.charts import Look, Series, Table, bars
from disclosure_portal.foundation.days import day_range, local_day, months_later
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.report_files import plain_cell
from disclosure_portal.foundation.workdays import DAY

from .models import Letter, LetterCategory

SHOWN = 20
# So many letters of one month are a matter that many care about.
HOT = 3


class Risen(NamedTuple):
    category: LetterCategory | None
    now: int
    before: int

    @property
    def rise(self) -> int:
        return self.now - self.before


def risen(user: User, month: date) -> list[Risen]:
    """By category, what rose most first; two queries. The month before is counted up to
    the same day, where this one is not over."""
    first = month.replace(day=1)
    today = local_day(clock.now())
    last = min(months_later(first, 1) - DAY, today)
    before = months_later(first, -1)
    until = min(months_later(last, -1), first - DAY)
    now_range, then_range = day_range(first, last), day_range(before, until)
    seen = Letter.objects.visible_to(user).filter(
        received_at__gte=then_range[0], received_at__lt=now_range[1]
    )
    counts = (
        seen.order_by()
        .values_list("category")
        .annotate(
            now=Count("pk", filter=Q(received_at__gte=now_range[0])),
            before=Count("pk", filter=Q(received_at__lt=then_range[1])),
        )
    )
    known = LetterCategory.objects.in_bulk([row[0] for row in counts if row[0]])
    rows = [Risen(known.get(key), now, then) for key, now, then in counts]
    return sorted(rows, key=lambda row: (-row.rise, -row.now))


def attention_chart(rows: list[Risen]) -> dict[str, Any] | None:
    """For `includes/_chart.html`; None where nothing was written."""
    shown = rows[:SHOWN]
    if not shown:
        return None
    table = Table(
        _("What people write of"),
        _("Category"),
        tuple(str(row.category or _("without category")) for row in shown),
        (
            Series(_("this month"), tuple(row.now for row in shown), Look.SOLID),
            Series(_("last month"), tuple(row.before for row in shown), Look.STRIPES),
        ),
        unit=_("letters, counted"),
        note=_("The last month up to the same day."),
    )
    return panel("attention", table, bars(table, key="attention"))


def hot_matters(rows: list[Risen]) -> list[Risen]:
    """What a notice of the result can be begun of."""
    return [row for row in rows[:SHOWN] if row.category and row.now >= HOT]


def attention_rows(rows: list[Risen]) -> Iterator[list[Any]]:
    """As a file has them; no text in it is a formula."""
    names = (_("Category"), _("this month"), _("last month"), _("rise"))
    yield [plain_cell(name) for name in names]
    for row in rows:
        name = str(row.category or _("without category"))
        yield [plain_cell(name), row.now, row.before, row.rise]


def month_of(text: str) -> date:
    """The first day of the month that an address names, else of this month."""
    today = local_day(clock.now())
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        asked = today
    return min(asked, today).replace(day=1)
