"""Removing at once the stored files of what was erased by law.

A file that another row names, too, stays with that row. `unneeded` removes what is only
replaced, a day later; here nobody may read the file for another day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django_tasks import task

from . import store
from .unneeded import named_among


def remove_soon(digests: Iterable[str]) -> None:
    """Enqueue the removal with the deed that took the rows away: both or neither."""
    if named := sorted(set(digests) - {""}):
        remove_files.enqueue(named)


@task()
def remove_files(digests: list[str]) -> str:
    """Remove those that no row names; done twice, it does no harm."""
    named = named_among(digests)
    gone = [digest for digest in digests if digest not in named]
    removed = [store.remove(digest, untouched_for=timedelta()) for digest in gone]
    return f"{sum(removed)} files removed"
