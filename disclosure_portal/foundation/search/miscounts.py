"""Holding the counts of terms and records against what the index holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from ..models import SearchEntry, SearchState, SearchTerm
from .counting import state_held, terms_in, waiting
from .postgresql import PostgresIndex
from .sqlite import SqliteIndex

BATCH = 500


class Miscount(NamedTuple):
    """A term that stands in `held` records and is counted in `kept`."""

    term: str
    kept: int
    held: int


def faults() -> Iterator[str]:
    """Each wrong count in words; of an index in the making only that it is so."""
    state = SearchState.objects.filter(pk=SearchState.ONLY).first()
    if state is not None and state.is_building:
        yield _("The index is being made anew, or that was broken off")
        return
    if not _sums_are_right():
        yield _("The number of records that can be found, or their length, is wrong")
    is_postgresql = connection.vendor == "postgresql"
    for each in _on_postgresql() if is_postgresql else _on_sqlite():
        yield _("“%(term)s” stands in %(held)s records and is counted in %(kept)s") % (
            each._asdict()
        )


@transaction.atomic
def _sums_are_right() -> bool:
    state = state_held()
    sums = SearchEntry.objects.filter(is_counted=True).aggregate(
        records=Count("pk"), characters=Sum(Length("searchtext__body"), default=0)
    )
    return sums == {"records": state.records, "characters": state.characters}


def _on_postgresql() -> Iterator[Miscount]:
    """One statement sees one moment, and leaves out what nobody has counted yet."""
    yield from map(Miscount._make, PostgresIndex().miscounts())


def _on_sqlite() -> Iterator[Miscount]:
    """What looks wrong while others go on writing is looked at again while nobody
    does, a few at a time."""
    suspects = set(SqliteIndex().miscounted())
    suspects.update(terms_in(waiting(_state()).iterator(BATCH)))
    ordered = sorted(suspects)
    for start in range(0, len(ordered), BATCH):
        yield from _looked_at_again(ordered[start : start + BATCH])


@transaction.atomic
def _looked_at_again(suspects: list[str]) -> list[Miscount]:
    uncounted = terms_in(waiting(state_held()).iterator(BATCH))
    held = SqliteIndex().held(suspects)
    rows = SearchTerm.objects.filter(pk__in=suspects)
    kept = dict(rows.values_list("term", "df"))
    found = (
        Miscount(term, kept.get(term, 0), held.get(term, 0) - uncounted[term])
        for term in suspects
    )
    return [each for each in found if each.kept != each.held]


def _state() -> SearchState:
    return SearchState.objects.filter(pk=SearchState.ONLY).first() or SearchState()
