from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F


class TallyQuerySet(models.QuerySet["Tally"]):
    def add(self, keys: Iterable[str], step: int) -> None:
        """Count up or down under each key, in the publishing transaction."""
        for key in sorted(keys):
            if not self.filter(key=key).update(count=F("count") + step):
                row, created = self.get_or_create(key=key, defaults={"count": step})
                if not created:
                    self.filter(pk=row.pk).update(count=F("count") + step)

    def under(self, key: str) -> int:
        return self.filter(key=key).values_list("count", flat=True).first() or 0


class Tally(models.Model):
    """How many public notices there are under one heading, kept as they come and go.

    Keys: all, kind:<kind>, board:<id>, agency:<id> (own), branch:<id> (and below),
    branch-month:<id>:<kind>:<yyyy-mm>.
    """

    key = models.CharField(max_length=60, unique=True)
    count = models.BigIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
