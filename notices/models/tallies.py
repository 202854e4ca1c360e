from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F


class TallyQuerySet(models.QuerySet["Tally"]):
    def add(self, keys: Iterable[str], step: int) -> None:
        """Count up or down under each key, in the publishing transaction, which holds
        the site's row: no two count at once."""
        asked = set(keys)
        counted = self.filter(key__in=asked)
        if counted.update(count=F("count") + step) < len(asked):
            new = asked.difference(counted.values_list("key", flat=True))
            self.bulk_create([self.model(key=key, count=step) for key in sorted(new)])

    def under(self, key: str) -> int:
        return self.filter(key=key).values_list("count", flat=True).first() or 0


class Tally(models.Model):
    """How many public notices there are under one heading, kept as they come and go.

    Keys: all, kind:<kind>, board:<id>, agency:<id> (own), branch:<id> (and below),
    branch-month:<id>:<kind>:<yyyy-mm>,
    month:<yyyy-mm> (guides apart).
    """

    key = models.CharField(max_length=60, unique=True)
    count = models.BigIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
