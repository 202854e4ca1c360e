"""Limits that protect persons: counter rows, each raised by one UPDATE, so that all
servers count together and no two requests pass as one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from . import clock
from .models import LimitCounter

WINDOW = timedelta(hours=1)


class Attempt(NamedTuple):
    """Something that may be tried `limit` times an hour for one `subject`; rows keep
    the subject as a keyed digest only."""

    scope: str
    subject: str
    limit: int


@transaction.atomic
def count(attempts: Sequence[Attempt]) -> int:
    """Count one attempt under each; how many seconds to wait if one of them is used
    up, else 0.

    The number of queries is the same whatever was counted before. Callers name the
    scopes in one order always: rows stay locked until the end.
    """
    now = clock.now()
    passed = timedelta(seconds=now.timestamp() % WINDOW.total_seconds())
    ends_at = (now - passed + WINDOW).replace(microsecond=0)
    keys = [_key(attempt, ends_at.isoformat()) for attempt in attempts]
    LimitCounter.objects.bulk_create(
        [LimitCounter(key=key, ends_at=ends_at) for key in keys], ignore_conflicts=True
    )
    raised = [
        LimitCounter.objects.filter(key=key, count__lt=attempt.limit).update(
            count=F("count") + 1
        )
        for key, attempt in zip(keys, attempts, strict=True)
    ]
    return 0 if all(raised) else math.ceil((ends_at - now).total_seconds())


def _key(attempt: Attempt, hour: str) -> str:
    # With the hour in it, the digests of two hours can't be linked to each other.
    value = "\0".join((attempt.scope, hour, attempt.subject))
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
