from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The last number given out under a key; numbers may be skipped, never reused."""

    key = models.CharField(max_length=80, unique=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"
