"""Counting anew how many units stand below each: after an import, and every night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db import transaction

from . import tree
from .models import Agency, BranchSize

BATCH = 500

# The key of a unit and a kind of unit below it.
Place = tuple[int, str]


@transaction.atomic
def recount() -> int:
    """Put right the sizes of all branches; gives how many were wrong.

    The root's rows are locked first, as every change of the tree takes them first.
    """
    list(BranchSize.objects.select_for_update().filter(agency__parent=None))
    rows = BranchSize.objects.values_list("agency", "kind", "pk", "count")
    stored = {(unit, kind): (pk, count) for unit, kind, pk, count in rows.iterator()}
    wrong, new = [], []
    for (unit, kind), count in _exact():
        pk, known = stored.pop((unit, kind), (None, 0))
        if pk is None:
            new.append(BranchSize(agency_id=unit, kind=kind, count=count))
        elif known != count:
            wrong.append(BranchSize(pk=pk, count=count))
    gone = [BranchSize(pk=pk, count=0) for pk, count in stored.values() if count]
    BranchSize.objects.bulk_create(new, batch_size=BATCH)
    BranchSize.objects.bulk_update([*wrong, *gone], ["count"], batch_size=BATCH)
    return len(new) + len(wrong) + len(gone)


def check_sizes() -> str:
    """Wired to tick, at night: finds what a crash or a race left behind."""
    return f"{recount()} branch sizes corrected"


def _exact() -> Iterator[tuple[Place, int]]:
    """Walks the tree once, from leaf to leaf; holds one way down at a time."""
    units = Agency.objects.order_by("path").values_list(
        "path", "pk", "kind", "closed_on"
    )
    way: list[tuple[str, int, Counter[str]]] = []
    for path, pk, kind, closed_on in units.iterator():
        while way and not tree.contains(way[-1][0], path):
            yield from _left(way)
        way.append((path, pk, Counter()))
        if closed_on is None and len(way) > 1:
            way[-2][2][kind] += 1
    while way:
        yield from _left(way)


def _left(way: list[tuple[str, int, Counter[str]]]) -> Iterator[tuple[Place, int]]:
    """What stood below the last unit of the way counts below the one above it, too."""
    _path, pk, counts = way.pop()
    if way:
        way[-1][2].update(counts)
    for kind, count in counts.items():
        yield (pk, kind), count
