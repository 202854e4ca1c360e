"""Who else has a draft open: so that two people don't write over each other."""

from __future__ import annotations

from datetime import timedelta

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User

from .models import EditingPresence, Notice

# The editor says every 30 seconds that it is open; after this it is taken for closed.
FRESH = timedelta(minutes=2)


def appear(notice: Notice, *, by: User) -> list[str]:
    """Note that a person has the draft open; the names of the others who have."""
    EditingPresence.objects.update_or_create(
        notice=notice, user=by, defaults={"seen_at": clock.now()}
    )
    return others(notice, than=by)


def others(notice: Notice, *, than: User) -> list[str]:
    """Who else was heard of within two minutes, the latest first."""
    fresh = EditingPresence.objects.filter(
        notice=notice, seen_at__gte=clock.now() - FRESH
    )
    rows = fresh.exclude(user=than).select_related("user").order_by("-seen_at")
    return [str(row.user) for row in rows]


def leave(notice: Notice, *, by: User) -> None:
    """The person has closed the draft, or handed it on."""
    EditingPresence.objects.filter(notice=notice, user=by).delete()
