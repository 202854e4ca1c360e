"""What the portal itself knows of a unit: measures of the other apps, as proposals.

A proposal is accepted, or another mark put with a reason; either way what was known is
kept with the mark, as it was at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.measures import Measure
from disclosure_portal.foundation.models import AuditEntry, User
from feedback.metrics import letter_measures
from notices.metrics import (
    availability_measure,
    column_measures,
    corrections_measure,
    dead_links_measure,
    lacking_guides_measure,
    unit_measures,
)

from .metrics import order_measures
from .models import FrozenProof, Mark
from .proposals import proposed_value
from .scoring_rules import Indicator as Rule

# A proof names so many rows; the count tells how many there are.
MOST_ROWS = 200

OfUnit = Callable[[Agency, date, date], Mapping[str, Measure]]


def _columns(_unit: Agency, _first: date, _last: date) -> Mapping[str, Measure]:
    return {each.code: each for each in column_measures()}


def _guides(_unit: Agency, _first: date, _last: date) -> Mapping[str, Measure]:
    return {"lacking_guides": lacking_guides_measure()}


def _links(_unit: Agency, _first: date, _last: date) -> Mapping[str, Measure]:
    return {"dead_links": dead_links_measure()}


def _visits(_unit: Agency, _first: date, _last: date) -> Mapping[str, Measure]:
    return {"availability": availability_measure()}


def _corrections(unit: Agency, first: date, last: date) -> Mapping[str, Measure]:
    return {"corrections": corrections_measure(unit, first, last)}


# Each source answers for several codes at once: asked once for a sheet.
SOURCES: tuple[tuple[frozenset[str], OfUnit], ...] = (
    (
        frozenset({"coverage", "timeliness", "late", "explained", "missing"}),
        unit_measures,
    ),
    (
        frozenset(
            {
                *("letters_received", "letters_answered", "letters_in_time"),
                *("letters_satisfaction", "letters_unanswered"),
            }
        ),
        letter_measures,
    ),
    (frozenset({"corrections"}), _corrections),
    (frozenset({"orders_overdue", "orders_closed_in_time"}), order_measures),
    (frozenset({"stale_columns", "blank_columns"}), _columns),
    (frozenset({"lacking_guides"}), _guides),
    (frozenset({"dead_links"}), _links),
    (frozenset({"availability"}), _visits),
)


@dataclass(frozen=True)
class Proposal:
    """What the portal knows for one indicator: `value` is the mark that it proposes,
    None where nothing was measured."""

    measure: Measure
    value: Decimal | None


def measured(
    unit: Agency, codes: Iterable[str], first: date, last: date
) -> dict[str, Measure]:
    """The named facts of a unit's branch; each source is asked once."""
    wanted = set(codes)
    found: dict[str, Measure] = {}
    for known, source in SOURCES:
        if wanted & known:
            found |= source(unit, first, last)
    return {code: found[code] for code in sorted(wanted & found.keys())}


def proposals(
    unit: Agency,
    bound: Mapping[str, str],
    rules: Mapping[str, Rule],
    period: tuple[date, date],
) -> dict[str, Proposal]:
    """By the indicators' codes, for those bound to a measure (`bound`: code →
    measure)."""
    known = measured(unit, bound.values(), *period)
    return {
        code: Proposal(known[name], proposed_value(rules[code], known[name].value))
        for code, name in bound.items()
        if name in known
    }


def freeze(mark: Mark, measure: Measure, *, by: User) -> FrozenProof:
    """What was known when the mark was put, in place of what was kept before."""
    rows = proof_rows(measure, MOST_ROWS)
    kept, _created = FrozenProof.objects.update_or_create(
        mark=mark,
        defaults={
            "measure": measure.code,
            "value": value_words(measure.value),
            "first_day": measure.period[0],
            "last_day": measure.period[1],
            "rows": rows,
            "count": _count(measure.proof, rows),
            "at": clock.now(),
        },
    )
    AuditEntry.objects.record("proof_kept", kept, by=by)
    return kept


def value_words(value: int | Fraction | None) -> str:
    """A share in per cent with two places; empty where nothing was measured."""
    if value is None:
        return ""
    return f"{float(value * 100):.2f}%" if isinstance(value, Fraction) else str(value)


def proof_rows(measure: Measure, most: int) -> list[list[str]]:
    """The first rows behind a figure: what each is called, and where it stands."""
    return [_row(row) for row in measure.proof[:most]]


def _count(proof: QuerySet[Any, Any] | Sequence[Any], rows: list[Any]) -> int:
    if len(rows) < MOST_ROWS:
        return len(rows)
    return proof.count() if isinstance(proof, QuerySet) else len(proof)


def _row(row: Any) -> list[str]:
    """What it is called and where it stands; a letter by its number only."""
    place = row if hasattr(row, "get_absolute_url") else getattr(row, "notice", None)
    return [str(row)[:200], str(place.get_absolute_url()) if place else ""]
