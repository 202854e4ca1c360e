"""Timed releases: what is due becomes published, whoever asks first."""

from __future__ import annotations

import logging
from datetime import datetime

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState, next_moment
from disclosure_portal.foundation.workflow import StaleStatusError

from .models import Notice, NoticeStatus
from .publication import release
from .warnings_in_force import note_warnings

logger = logging.getLogger(__name__)


def settle_due() -> str:
    """Give each due notice its number, revision and tallies; idempotent.

    Readers see a notice from its time of release on, settled or not. Runs every
    minute by tick, and first thing wherever order matters (log, feed).
    """
    due = Notice.objects.filter(
        status=NoticeStatus.APPROVED, release_at__lte=clock.now()
    ).order_by("release_at", "pk")
    count = 0
    for notice in due.select_related("agency", "board"):
        try:
            release(notice)
            count += 1
        except StaleStatusError:  # another process settled or recalled it
            logger.info("Notice %s was settled elsewhere", notice.pk)
        except Exception:  # one broken notice must not hold up the others
            logger.exception("Notice %s could not be settled", notice.pk)
    if count or SiteState.objects.current().is_change_due:
        note_warnings()  # forgets those that are over
        SiteState.objects.settle(_next_change)
    return f"{count} notices released"


def _next_change() -> datetime | None:
    """The next release, or the next beginning or end of a warning."""
    warnings = SiteState.objects.current().warnings
    moments = (_next_release(), next_moment(warnings, clock.now()))
    return min((moment for moment in moments if moment), default=None)


def _next_release() -> datetime | None:
    return (
        Notice.objects.filter(status=NoticeStatus.APPROVED, release_at__gt=clock.now())
        .order_by("release_at")
        .values_list("release_at", flat=True)
        .first()
    )
