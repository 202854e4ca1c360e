"""In how many records each term stands: counted in batches, after the deeds.

While the index is made anew, so are its counts: records behind the place that was
reached are in them, those before it are not yet, whatever they were counted as.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.db.models import F, QuerySet

from ..models import SearchEntry, SearchState, SearchTerm
from .terms import terms

BATCH = 500
# So many terms are named in one statement.
TERMS = 5_000
TABLE = "foundation_searchterm"
ADD = f"INSERT INTO {TABLE} (term, df)"
MORE = f"ON CONFLICT (term) DO UPDATE SET df = {TABLE}.df + excluded.df"


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
    entries = list(waiting(state_held()).order_by("docid")[:BATCH])
    count(entries)
    return len(entries)


def waiting(state: SearchState) -> QuerySet[SearchEntry]:
    """Those that nobody has counted and nobody else is going to."""
    rows = SearchEntry.objects.filter(is_counted=False).select_related("searchtext")
    if not state.is_building:
        return rows
    reached = state.built_up_to
    return rows.none() if reached is None else rows.filter(docid__lte=reached)


def count(entries: Collection[SearchEntry]) -> None:
    """Add records, with their texts, to the counts; the caller holds the state."""
    if not entries:
        return
    _add(terms_in(entries), 1)
    new = [entry.pk for entry in entries if not entry.is_counted]
    SearchEntry.objects.filter(pk__in=new).update(is_counted=True)
    characters = sum(len(entry.searchtext.body) for entry in entries)
    SearchState.objects.filter(pk=SearchState.ONLY).update(
        records=F("records") + len(entries), characters=F("characters") + characters
    )


def uncount(entries: Iterable[SearchEntry]) -> None:
    """Take records that are removed out of the counts, as far as they are in them;
    terms that they alone had go."""
    state = state_held()
    gone = [entry for entry in entries if _is_in(entry, state)]
    if not gone:
        return
    df = terms_in(gone)
    _add(df, -1)
    known = sorted(df)
    for start in range(0, len(known), TERMS):
        rows = SearchTerm.objects.filter(pk__in=known[start : start + TERMS])
        rows.filter(df__lte=0).delete()
    SearchState.objects.filter(pk=state.pk).update(
        records=F("records") - len(gone),
        characters=F("characters") - sum(len(each.searchtext.body) for each in gone),
    )


def _is_in(entry: SearchEntry, state: SearchState) -> bool:
    is_reached = not state.is_building or (
        state.built_up_to is not None and entry.docid <= state.built_up_to
    )
    return is_reached and entry.is_counted


def begin_anew() -> None:
    """Count nothing yet; the caller holds the state and marks it as being built."""
    SearchTerm.objects.all().delete()
    SearchState.objects.update(records=0, characters=0)


def state_held() -> SearchState:
    """The one row, of which whoever counts has to be the only one."""
    rows = SearchState.objects.select_for_update()
    return rows.get_or_create(pk=SearchState.ONLY)[0]


def terms_in(entries: Iterable[SearchEntry]) -> Counter[str]:
    """In how many of these records, read with their texts, each term stands."""
    found: Counter[str] = Counter()
    for entry in entries:
        text = entry.searchtext
        found.update(terms(text.title) | terms(text.body))
        found.update(entry.facets.split())
    return found


def _add(df: Counter[str], sign: int) -> None:
    rows = [(term, sign * count) for term, count in sorted(df.items())]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement: each of thousands would be an answer to wait for.
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(
                f"{ADD} SELECT * FROM unnest(%s::text[], %s::int[]) {MORE}", columns
            )
        else:
            cursor.executemany(f"{ADD} VALUES (%s, %s) {MORE}", rows)
