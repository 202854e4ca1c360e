from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Case, F, Value, When

# Keys of moments, not of numbers.
CHANGED = "changed:"


class TallyQuerySet(models.QuerySet["Tally"]):
    def add(self, keys: Iterable[str], step: int, *, at: datetime) -> None:
        """Count up or down under each key, or note the moment under keys of moments;
        in the publishing transaction, which holds the site's row: no two count at
        once. One statement where all keys are known, three where not."""
        asked, moment = set(keys), int(at.timestamp())
        counted = self.filter(key__in=asked)
        noted = When(key__startswith=CHANGED, then=Value(moment))
        if counted.update(count=Case(noted, default=F("count") + step)) < len(asked):
            new = asked.difference(counted.values_list("key", flat=True))
            self.bulk_create(
                self.model(key=key, count=moment if _is_moment(key) else step)
                for key in sorted(new)
            )

    def note_change(self, names: Iterable[str], at: datetime) -> None:
        """Say of these files of the sitemap that they changed."""
        self.add([f"{CHANGED}{name}" for name in names], 0, at=at)

    def under(self, key: str) -> int:
        return self.filter(key=key).values_list("count", flat=True).first() or 0


class Tally(models.Model):
    """How many public notices there are under one heading, kept as they come and go.

    Keys: all, kind:<kind>, board:<id>, agency:<id> (own), branch:<id> (and below),
    branch-month:<id>:<kind>:<yyyy-mm>, branch-year:<id>:<kind>:<yyyy>,
    month:<yyyy-mm> (guides apart); changed:<yyyy-mm> and changed:guides hold the
    moment, in seconds since 1970, at which one came or went there last.
    """

    key = models.CharField(max_length=60, unique=True)
    count = models.BigIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


def _is_moment(key: str) -> bool:
    return key.startswith(CHANGED)
