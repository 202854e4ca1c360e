"""Months of publication, under which notices are counted for the sitemap. Guides stand
in a file of their own and count under their kind."""

from __future__ import annotations

from datetime import date, datetime

from disclosure_portal.foundation.days import day_start, local_day

from .models import Kind

GUIDES = "guides"


def month_key(published_at: datetime) -> str:
    """The heading under which a notice that is no guide counts."""
    return f"month:{local_day(published_at):%Y-%m}"


def sitemap_file(kind: str, published_at: datetime | None) -> str:
    """The file of the sitemap in which a notice stands: guides, or 2026-11."""
    if kind == Kind.PROCEDURE or published_at is None:
        return GUIDES
    return f"{local_day(published_at):%Y-%m}"


def month_range(month: str) -> tuple[datetime, datetime]:
    """[start, end) of a local month such as 2026-11. Raises ValueError."""
    first = date.fromisoformat(f"{month}-01")
    years, index = divmod(first.month, 12)
    following = date(first.year + years, index + 1, 1)
    return day_start(first), day_start(following)
