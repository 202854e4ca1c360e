"""Sites as their inspection finds them, and walks through their links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from directories.models import Agency, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState, User
from notices.link_walk import walk_links
from notices.models import AvailabilityDay, Board, Notice
from notices.publication import publish_migrated
from notices.review import submit

from .directories import county, member
from .notices import board, published_notice
from .structures import guide_draft


def noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


def updated(place: Board, day: date, **fields: Any) -> Notice:
    """A notice that hangs on a board since a day."""
    with clock.frozen_at(noon(day)):
        return published_notice(board=place, unit=place.agency, **fields)


def guide_of_an_older_site(**fields: Any) -> Notice:
    """A public guide that may lack what a new one must have."""
    fields.setdefault("body", "<p>见附件。</p>")
    notice = guide_draft(**fields)
    submit(notice, by=notice.author, was_public=True)
    approver = member(Role.APPROVER, notice.agency)
    publish_migrated(notice, original_published_at=clock.now(), approved_by=approver)
    return notice


def bare_guide(unit: Agency | None = None, **facts: Any) -> Notice:
    """It names its item and where one asks, and lacks the other six elements."""
    lacking = {"conditions": "", "bases": "", "hours": "", "telephone": ""}
    return guide_of_an_older_site(
        unit=unit, materials=(), steps=(), facts={**lacking, **facts}
    )


def boards(column_type: str, days: Iterable[date | None]) -> list[Board]:
    """A board for each day, updated on it; blank ones for None."""
    found = []
    for day in days:
        place = board(column_type=column_type)
        if day:
            updated(place, day)
        found.append(place)
    return found


def office(**fields: Any) -> User:
    """The disclosure office: an overseer of the whole county."""
    return member(Role.OVERSEER, county(), **fields)


def shown_to(audience: str) -> None:
    state = SiteState.objects.current()
    state.ledger_audience = audience
    state.save(update_fields=["ledger_audience"])


def probed(days: Iterable[tuple[date, int, int]]) -> None:
    AvailabilityDay.objects.bulk_create(
        AvailabilityDay(day=day, visits=visits, failed=failed)
        for day, visits, failed in days
    )


def whole_walk() -> None:
    """One round through all links of the site."""
    walk_links(seconds=3600)
