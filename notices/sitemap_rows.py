"""Addresses of public notices for sitemaps: by month of publication, and guides apart.

How many there are is kept in tallies, so that a list of months costs no count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import QuerySet
from django.urls import reverse

from disclosure_portal.foundation.linked_data import whole
from disclosure_portal.foundation.sitemap_files import Address

from .models import Kind, Notice, NoticeQuerySet, last_correction
from .models.tallies import CHANGED
from .month_counts import month_range
from .reference import Reference

MONTH = re.compile(r"month:(\d{4}-\d{2})")


def months(known: Reference) -> list[tuple[str, int]]:
    """Each month that has notices, with how many, the newest first. No query."""
    found = (
        (month[1], count)
        for key, count in known.tallies.items()
        if count > 0 and (month := MONTH.fullmatch(key))
    )
    return sorted(found, reverse=True)


def changed_at(known: Reference, name: str) -> datetime | None:
    """When a notice last came to this file or left it; None if that was not kept."""
    moment = known.tally(f"{CHANGED}{name}")
    return datetime.fromtimestamp(moment, UTC) if moment else None


def of_month(month: str) -> NoticeQuerySet:
    start, end = month_range(month)
    public = Notice.objects.public().exclude(kind=Kind.PROCEDURE)
    return public.filter(published_at__gte=start, published_at__lt=end)


def guides() -> NoticeQuerySet:
    return Notice.objects.public().filter(kind=Kind.PROCEDURE)


def addresses(notices: QuerySet[Notice], first: int, most: int) -> Iterator[Address]:
    """So many of them, the oldest first, so that a full file stays as it is."""
    dated = notices.annotate(corrected_at=last_correction())
    rows = dated.order_by("published_at", "pk").values_list(
        "pk", "published_at", "recorded_at", "corrected_at"
    )[first : first + most]
    before, after = whole(reverse("notice-detail", args=[0])).rsplit("0", 1)
    for pk, *moments in rows:
        known = [moment for moment in moments if moment]
        yield f"{before}{pk}{after}", max(known, default=None)
