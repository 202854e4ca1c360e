"""What time it is. Verbs and deeds ask here; pure rules receive the answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_override: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _override.get() or timezone.now()


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Let now() answer `moment`: for demo data and tests only.

    A portal whose clock can be set could forge the day of a publication, so
    production refuses it: raises ImproperlyConfigured.
    """
    if not settings.CLOCK_MAY_BE_SET:
        raise ImproperlyConfigured("The clock can be set only in a demonstration.")
    token = _override.set(moment)
    try:
        yield
    finally:
        _override.reset(token)
