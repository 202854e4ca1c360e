"""Old rows that say nothing any more."""

from __future__ import annotations

from datetime import timedelta

from disclosure_portal.foundation import clock

from .models import EditingPresence

KEPT = timedelta(days=1)


def forget_presences() -> str:
    """Remove who had an editor open and closed it long ago. Wired to tick."""
    old = EditingPresence.objects.filter(seen_at__lt=clock.now() - KEPT)
    return f"{old.delete()[0]} presences removed"
