"""Files that we made and no longer need: named in the deed that replaces them, removed
by a nightly job once no row names them.

What people have sent in is never among them, unless it is the same file to the byte,
and then its row keeps it; but for photographs, which are drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TypeGuard

from django.apps import apps
from django.db import models

from . import clock, store
from .models import UnneededFile

# Somebody may be about to read the address of a file from a page.
KEPT = timedelta(days=1)
BATCH = 500
DIGITS = 64


def give_up(digests: Iterable[str]) -> None:
    """In the transaction that names the new file in the old one's place."""
    now = clock.now()
    UnneededFile.objects.bulk_create(
        [UnneededFile(digest=digest, since=now) for digest in set(digests) - {""}],
        ignore_conflicts=True,
        batch_size=BATCH,
    )


def remove_unneeded() -> str:
    """Remove the files that no row names. Wired to tick."""
    old = UnneededFile.objects.filter(since__lt=clock.now() - KEPT).order_by("since")
    digests = list(old.values_list("digest", flat=True)[:BATCH])
    named = named_among(digests)
    removed = [
        digest
        for digest in digests
        if digest not in named and store.remove(digest, untouched_for=KEPT)
    ]
    UnneededFile.objects.filter(digest__in=digests).delete()
    return f"{len(removed)} files removed"


def named_among(digests: list[str]) -> set[str]:
    """Those that any row names, in whatever column keeps digests of files."""
    named: set[str] = set()
    for column in digest_columns():
        rows = column.model._base_manager.filter(**{f"{column.name}__in": digests})
        named |= set(rows.values_list(column.name, flat=True))
    return named


def digest_columns() -> Iterator[models.CharField[str, str]]:
    """By name and length, so that a table of later is asked without having to say so;
    digests of other things are asked in vain."""
    for model in apps.get_models():
        if model is not UnneededFile:
            yield from filter(_keeps_digests, model._meta.concrete_fields)


def _keeps_digests(field: object) -> TypeGuard[models.CharField[str, str]]:
    if not isinstance(field, models.CharField):
        return False
    is_named_so = field.name == "digest" or field.name.endswith("_digest")
    return is_named_so and (field.max_length or 0) >= DIGITS
