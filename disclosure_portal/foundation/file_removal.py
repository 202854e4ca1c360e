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


def remove_soon(digests: Iterable[str], *, but_for: str = "") -> None:
    """Enqueue the removal with the deed that took the rows away: both or neither.
    `but_for` is the label of a model whose rows can't be changed and keep no file."""
    if named := sorted(set(digests) - {""}):
        remove_files.enqueue(named, but_for)


@task()
def remove_files(digests: list[str], but_for: str = "") -> str:
    """Remove those that no row names; done twice, it does no harm."""
    named = named_among(digests, but_for=but_for)
    gone = [digest for digest in digests if digest not in named]
    removed = [store.remove(digest, untouched_for=timedelta()) for digest in gone]
    return f"{sum(removed)} files removed"
