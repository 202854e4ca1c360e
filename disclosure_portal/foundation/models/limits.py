from __future__ import annotations

from django.db import models


class LimitCounter(models.Model):
    """How often something was tried within one hour or day, under a keyed digest that
    tells nobody by whom or for what (limits.py)."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.ends_at:%Y-%m-%d %H:%M}: {self.count}"
