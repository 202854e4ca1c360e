"""How many notices branches published, by kind, month and unit: read from the tallies,
which are kept as notices come and go. No notice is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product

from directories.models import Agency

from .branch_months import key_of, year_key_of
from .models import Tally
from .reference import Branch, branch_count

# Of the units right below one so many are compared, those that published most.
MOST_UNITS = 200


@dataclass(frozen=True)
class UnitFigure:
    """A unit right below, with all that lies below it."""

    slug: str
    code: str
    label: str
    count: int


def month_figures(
    branch: int, kinds: Collection[str], months: Collection[str]
) -> dict[tuple[str, str], int]:
    """By month (2026-03) and kind; what is nought is left out. One query, of as many
    keys as there are kinds and months."""
    keys = {
        key_of(branch, kind, month): (month, kind)
        for month, kind in product(months, kinds)
    }
    return {keys[key]: count for key, count in _counts(keys).items()}


def unit_figures(
    branch: Branch, kinds: Collection[str], year: int
) -> tuple[UnitFigure, ...]:
    """Of the units right below that published in the year, the most first. Two
    queries; at most `MOST_UNITS`."""
    below = Agency.objects.filter(parent=branch.pk).annotate(
        notice_count=branch_count()
    )
    shown = below.filter(notice_count__gt=0).order_by("-notice_count", "path")
    units = list(shown.only("slug", "code", "name", "short_name")[:MOST_UNITS])
    keys = {
        year_key_of(unit.pk, kind, year): unit.pk
        for unit, kind in product(units, kinds)
    }
    counts: Counter[int] = Counter()
    for key, count in _counts(keys).items():
        counts[keys[key]] += count
    found = [
        UnitFigure(unit.slug, unit.code, unit.label, counts[unit.pk])
        for unit in units
        if counts[unit.pk]
    ]
    return tuple(sorted(found, key=lambda each: -each.count))


def _counts(keys: Mapping[str, object]) -> dict[str, int]:
    counted = Tally.objects.filter(key__in=keys, count__gt=0)
    return dict(counted.values_list("key", "count"))
