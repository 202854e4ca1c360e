"""Limits that protect persons: counter rows, each raised by one UPDATE, so that all
servers count together and no two requests pass as one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from . import clock
from .days import day_start
from .models import LimitCounter

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Windows are counted from here: days begin at the county's midnight.
MIDNIGHT = day_start(date(2000, 1, 1))


class Attempt(NamedTuple):
    """Something that may be tried `limit` times in one `window` for one `subject`;
    rows keep the subject as a keyed digest only."""

    scope: str
    subject: str
    limit: int
    window: timedelta = HOUR


@transaction.atomic
def count(attempts: Sequence[Attempt]) -> int:
    """Count one attempt under each, in their order, until one of them is used up; how
    many seconds to wait then, else 0.

    Who is stopped by an earlier limit uses up none of a later one: a place that asks
    too often locks nobody out by name. The statements are the same whatever was
    counted before. Callers name the scopes in one order always: rows stay locked
    until the end.
    """
    now = clock.now()
    ends = [_end(now, attempt.window) for attempt in attempts]
    keys = [_key(each, end) for each, end in zip(attempts, ends, strict=True)]
    LimitCounter.objects.bulk_create(
        [
            LimitCounter(key=key, ends_at=end)
            for key, end in zip(keys, ends, strict=True)
        ],
        ignore_conflicts=True,
    )
    wait = 0
    for key, end, attempt in zip(keys, ends, attempts, strict=True):
        # After a refusal the same statement is asked to raise no row.
        limit = 0 if wait else attempt.limit
        counter = LimitCounter.objects.filter(key=key, count__lt=limit)
        if not counter.update(count=F("count") + 1) and not wait:
            wait = math.ceil((end - now).total_seconds())
    return wait


def _end(now: datetime, window: timedelta) -> datetime:
    return now - (now - MIDNIGHT) % window + window


def _key(attempt: Attempt, end: datetime) -> str:
    # With the window in it, the digests of two hours can't be linked to each other.
    value = "\0".join((attempt.scope, end.isoformat(), attempt.subject))
    return salted_hmac(
        "foundation.limits", value, secret=settings.LOOKUP_KEY, algorithm="sha256"
    ).hexdigest()


def network_of(address: str | None) -> str:
    """What counts as one place: an IPv4 address, or the /64 that one line of IPv6
    has to itself."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ip_network((known, 64), strict=False))
    return str(known)
