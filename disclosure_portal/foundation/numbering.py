"""Counters that never give a number twice."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from .models import Counter


@transaction.atomic(savepoint=False)
def next_number(key: str) -> int:
    """The next number under a key. The row stays locked until the caller commits,
    so two publications never share one; a rolled-back one gives its number back."""
    counter = Counter.objects.filter(key=key)
    while not counter.update(value=F("value") + 1):
        Counter.objects.get_or_create(key=key)
    return counter.values_list("value", flat=True).get()
