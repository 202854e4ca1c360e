"""Leaving nothing of erased words in the files of the database, either.

An index forgets by writing down what was removed: on SQLite a term stands in its file
until the pieces of the index are merged, on PostgreSQL until the server cleans up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import OperationalError, connection
from django_tasks import task

from .. import clock
from .index import Index, index
from .sqlite import NEW_TABLE, SqliteIndex

# Somebody reads what was removed, or the index is just being replaced.
TRY_AGAIN_AFTER = timedelta(minutes=10)


def purge_soon() -> None:
    """Enqueue it with the deed that erased: both or neither."""
    purge.using(backend=settings.FILES_BACKEND).enqueue()


@task()
def purge() -> str:
    """Done twice, it does no harm; where it can't be done, it is tried again."""
    try:
        for each in _indexes():
            each.purge()
    except OperationalError:
        later = clock.now() + TRY_AGAIN_AFTER
        purge.using(backend=settings.FILES_BACKEND, run_after=later).enqueue()
        return "to be tried again"
    return "purged"


def _indexes() -> Iterator[Index]:
    """The one that is asked, after one that is to take its place."""
    if NEW_TABLE in connection.introspection.table_names():
        yield SqliteIndex(NEW_TABLE)
    yield index()
