"""In how many records each term stands: counted in batches, after the deeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F

from ..models import SearchEntry, SearchState, SearchTerm
from .terms import terms

BATCH = 500
TABLE = "foundation_searchterm"
ADD = (
    f"INSERT INTO {TABLE} (term, df) VALUES (%s, %s)"
    f" ON CONFLICT (term) DO UPDATE SET df = {TABLE}.df + excluded.df"
)


def count_new(most: int = 20) -> str:
    """Count the records that were put in since; for tick, in a few words."""
    total = 0
    for _batch in range(most):
        counted = _count_batch()
        total += counted
        if counted < BATCH:
            break
    return f"{total} records counted"


@transaction.atomic
def _count_batch() -> int:
    state = state_held()
    rows = SearchEntry.objects.filter(is_counted=False).select_related("searchtext")
    entries = list(rows.order_by("docid")[:BATCH])
    if entries:
        _add(_df(entries), 1)
        ids = [entry.pk for entry in entries]
        SearchEntry.objects.filter(pk__in=ids).update(is_counted=True)
        characters = sum(len(entry.searchtext.body) for entry in entries)
        SearchState.objects.filter(pk=state.pk).update(
            records=F("records") + len(entries),
            characters=F("characters") + characters,
        )
    return len(entries)


def uncount(entry: SearchEntry) -> None:
    """Take a record that is removed out of the counts; terms that it alone had go."""
    state = state_held()
    df = _df([entry])
    _add(df, -1)
    SearchTerm.objects.filter(term__in=list(df), df__lte=0).delete()
    SearchState.objects.filter(pk=state.pk).update(
        records=F("records") - 1,
        characters=F("characters") - len(entry.searchtext.body),
    )


def state_held() -> SearchState:
    """The one row, of which whoever counts has to be the only one."""
    rows = SearchState.objects.select_for_update()
    return rows.get_or_create(pk=SearchState.ONLY)[0]


def _df(entries: Iterable[SearchEntry]) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in entries:
        text = entry.searchtext
        found.update(terms(text.title) | terms(text.body))
        found.update(entry.facets.split())
    return found


def _add(df: Counter[str], sign: int) -> None:
    rows = [(term, sign * count) for term, count in sorted(df.items())]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, rows)
