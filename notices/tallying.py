"""Counting anew: what the tallies should be, from the rows themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet

from directories import tree
from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState

from .branch_months import (
    KEY,
    YEAR_KEY,
    branch_month_key,
    months_between,
    year_key_from,
)
from .models import Audience, Kind, Notice, NoticeStatus, Tally
from .month_counts import GUIDES, month_key, month_range

# Places in one question to the database.
BATCH = 900


@transaction.atomic
def recount(*kinds: str) -> int:
    """Put right the tallies of these kinds of key (all kinds if none is named).

    Gives how many were wrong. No publication runs meanwhile, so that none is counted
    twice or forgotten.
    """
    SiteState.objects.hold()
    stored = dict(Tally.objects.values_list("key", "count"))
    wrong = 0
    changed = set()
    for kind in kinds or tuple(KINDS):
        exact = KINDS[kind]()
        known = {key for key in stored if key.partition(":")[0] == kind}
        for key in sorted(known | exact.keys()):
            if stored.get(key, 0) != exact[key]:
                Tally.objects.update_or_create(key=key, defaults={"count": exact[key]})
                wrong += 1
                changed |= _files_of(key)
    if wrong:
        Tally.objects.note_change(changed, clock.now())
        SiteState.objects.bump()
    return wrong


def _files_of(key: str) -> set[str]:
    """The file of the sitemap whose notices are counted under this key."""
    if key == f"kind:{Kind.PROCEDURE}":
        return {GUIDES}
    kind, _mark, month = key.partition(":")
    return {month} if kind == "month" else set()


def check_tallies() -> str:
    """Wired to tick, at night: finds what a crash or a race left behind."""
    return f"{recount()} tallies corrected"


def _counted() -> QuerySet[Notice]:
    """What counts: settled and public. A released notice counts once it is settled."""
    return Notice.objects.filter(
        status=NoticeStatus.PUBLISHED, audience=Audience.PUBLIC
    )


def _all() -> Counter[str]:
    return Counter({"all": _counted().count()})


def _by(column: str, kind: str) -> Counter[str]:
    rows = _counted().order_by().values_list(column).annotate(count=Count("pk"))
    return Counter({f"{kind}:{value}": count for value, count in rows})


def _by_kind() -> Counter[str]:
    return _by("kind", "kind")


def _by_board() -> Counter[str]:
    return _by("board_id", "board")


def _by_agency() -> Counter[str]:
    return _by("agency_id", "agency")


def _by_branch() -> Counter[str]:
    """Each unit's own count, added to it and to every unit above it."""
    own = _counted().order_by().values_list("agency__path").annotate(count=Count("pk"))
    counts: Counter[str] = Counter()
    for path, count in own:
        for place in (*tree.ancestors(path), path):
            counts[place] += count
    places = sorted(counts)
    found: Counter[str] = Counter()
    for start in range(0, len(places), BATCH):
        units = Agency.objects.filter(path__in=places[start : start + BATCH])
        for path, pk in units.values_list("path", "pk"):
            found[f"branch:{pk}"] = counts[path]
    return found


def _by_branch_and_month() -> Counter[str]:
    """One range of the index for each month: grouping by local months would ask
    Python for each row on SQLite."""
    counted = _counted().order_by()
    span = counted.aggregate(first=Min("published_at"), last=Max("published_at"))
    found: Counter[str] = Counter()
    if span["first"] is None:
        return found
    units = dict(Agency.objects.values_list("path", "pk"))
    for month in months_between(span["first"], span["last"]):
        start, end = month_range(month)
        rows = counted.filter(published_at__gte=start, published_at__lt=end)
        groups = rows.values_list("agency__path", "kind").annotate(count=Count("pk"))
        for path, kind, count in groups:
            for place in (*tree.ancestors(path), path):
                found[branch_month_key(units[place], kind, start)] += count
    return found


def _by_branch_and_year() -> Counter[str]:
    found: Counter[str] = Counter()
    for key, count in _by_branch_and_month().items():
        found[year_key_from(key)] += count
    return found


def _by_month() -> Counter[str]:
    """One range of the index for each month: grouping by local months would ask
    Python for each row on SQLite."""
    counted = _counted().exclude(kind=Kind.PROCEDURE).order_by()
    span = counted.aggregate(first=Min("published_at"), last=Max("published_at"))
    counts: Counter[str] = Counter()
    start = span["first"]
    while start is not None and start <= span["last"]:
        key = month_key(start)
        first, end = month_range(key.partition(":")[2])
        month = counted.filter(published_at__gte=first, published_at__lt=end)
        counts[key] = month.count()
        start = end
    return +counts


KINDS: dict[str, Callable[[], Counter[str]]] = {
    "all": _all,
    "kind": _by_kind,
    "board": _by_board,
    "agency": _by_agency,
    "branch": _by_branch,
    "month": _by_month,
    KEY: _by_branch_and_month,
    YEAR_KEY: _by_branch_and_year,
}
