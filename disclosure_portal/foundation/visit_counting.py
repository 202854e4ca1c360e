"""Writing down what processes have seen of visits: totals, and who was here today."""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from django.db import connections, transaction
from django.db.models import F

from . import clock
from .days import local_day
from .models import LostPage, PageVisits, VisitDay, VisitorMark
from .search.asked import add_asked
from .visit_batches import Asked, Batch, Lost

Item = TypeVar("Item")

# So many places in one statement; SQLite takes no more than 999 of its own accord.
CHUNK = 300
# Of addresses that are not there, so many different ones a day are told apart.
MOST_LOST = 2_000
# Workers may still write what they saw before midnight.
SALT_KEPT = timedelta(hours=1)
# A year and the month by which the annual report is due.
DETAILS_KEPT = timedelta(days=396)


def write(batch: Batch) -> None:
    """Add a batch to what is written; a transaction for each day of it, which holds
    the row of that day only and so meets no publication."""
    for day in batch.days():
        _write_day(day, batch.of(day))


@transaction.atomic
def _write_day(day: date, batch: Batch) -> None:
    row = _hold(day)
    visitors = _new_visitors(row, batch)
    add_asked(day, _asked_anew(row, batch))
    _add_pages(day, batch, visitors)
    _add_lost(day, batch.lost)
    VisitDay.objects.filter(pk=day).update(
        views=F("views") + batch.views.total(),
        visitors=F("visitors") + visitors[""],
        robot_views=F("robot_views") + batch.robots.total(),
        lost=F("lost") + batch.lost.total(),
    )


def _hold(day: date) -> VisitDay:
    """The row of a day, which no other process changes until this one commits. Days
    that are over get no salt: their visitors can't be told apart any more."""
    salt = secrets.token_hex(32) if day >= local_day(clock.now() - SALT_KEPT) else ""
    row, _created = VisitDay.objects.get_or_create(day=day, defaults={"salt": salt})
    if connections[VisitDay.objects.db].features.has_select_for_update:
        return VisitDay.objects.select_for_update().get(pk=day)
    return row


def _new_visitors(row: VisitDay, batch: Batch) -> Counter[str]:
    """How many were not on a page before today, by its path; of the site under ""."""
    if not row.salt:
        return Counter()
    marks = {
        _mark(row.salt, view.reader, path): path
        for view in batch.views
        if view.reader
        for path in ("", view.path)
    }
    return Counter(_marked_anew(row, marks).values())


def _asked_anew(row: VisitDay, batch: Batch) -> list[Asked]:
    """What was asked by readers who did not ask just that before today."""
    if not row.salt:
        return []
    marks = {
        _mark(row.salt, each.reader, f"?{each.words}"): each for each in batch.asked
    }
    return list(_marked_anew(row, marks).values())


def _marked_anew(row: VisitDay, marks: dict[int, Item]) -> dict[int, Item]:
    """Of marks of today those that were not written yet; they are now."""
    for known in _chunks(marks):
        found = VisitorMark.objects.filter(day=row.day, mark__in=known)
        for mark in found.values_list("mark", flat=True):
            del marks[mark]
    VisitorMark.objects.bulk_create(
        [VisitorMark(day=row.day, mark=mark) for mark in marks], batch_size=CHUNK
    )
    return marks


def _mark(salt: str, reader: str, path: str) -> int:
    digest = hmac.digest(salt.encode(), f"{path}\0{reader}".encode(), sha256)
    return int.from_bytes(digest[:8], signed=True)


def _add_pages(day: date, batch: Batch, visitors: Counter[str]) -> None:
    rows: dict[str, PageVisits] = {}
    for view, count in batch.views.items():
        row = rows.setdefault(
            view.path, PageVisits(day=day, path=view.path, view=view.view)
        )
        row.views += count
    for path, row in rows.items():
        row.visitors = visitors[path]
    for paths in _chunks(rows):
        for known in PageVisits.objects.filter(day=day, path__in=paths):
            rows[known.path].views += known.views
            rows[known.path].visitors += known.visitors
    PageVisits.objects.bulk_create(
        rows.values(),
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["day", "path"],
        update_fields=["views", "visitors"],
    )


def _add_lost(day: date, lost: Counter[Lost]) -> None:
    if not lost:
        return
    known = {(row.path, row.referrer): row for row in LostPage.objects.filter(day=day)}
    for each, count in lost.items():
        key = (each.path, each.referrer)
        if key not in known and len(known) >= MOST_LOST:
            key = ("", "")
        row = known.setdefault(key, LostPage(day=day, path=key[0], referrer=key[1]))
        row.count += count
    LostPage.objects.bulk_create(
        [LostPage(day=day, path=p, referrer=r, count=row.count)
         for (p, r), row in known.items()],
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["day", "path", "referrer"],
        update_fields=["count"],
    )  # fmt: skip


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(list(items))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def forget_visitors() -> str:
    """Destroy what could tell visitors of former days apart. Wired to tick."""
    over = local_day(clock.now() - SALT_KEPT)
    VisitDay.objects.filter(day__lt=over).exclude(salt="").update(salt="")
    count, _rows = VisitorMark.objects.filter(day__lt=over).delete()
    return f"{count} marks removed"


def forget_pages() -> str:
    """Of days long ago only the totals stay. Wired to tick."""
    over = local_day(clock.now() - DETAILS_KEPT)
    pages, _rows = PageVisits.objects.filter(day__lt=over).delete()
    lost, _rows = LostPage.objects.filter(day__lt=over).delete()
    return f"{pages} pages, {lost} lost pages removed"
