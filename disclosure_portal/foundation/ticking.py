"""Running the duties that are due, at most one process at a time for each."""

from __future__ import annotations

import logging

from django.db.models import Q

from . import clock
from .models import ScheduledRun
from .schedule import Duty, duties

logger = logging.getLogger(__name__)


def run_due() -> list[str]:
    """Run every duty whose interval has passed; return one line for each.

    A duty that fails is logged and tried again at its next interval; it never
    keeps the others from running.
    """
    return [line for duty in duties() if (line := _run(duty))]


def _run(duty: Duty) -> str:
    now = clock.now()
    row, _created = ScheduledRun.objects.get_or_create(name=duty.name)
    # Whoever moves the stamp runs the duty: two ticks never both do.
    won = (
        ScheduledRun.objects.filter(pk=row.pk)
        .filter(Q(started_at__isnull=True) | Q(started_at__lte=now - duty.interval))
        .update(started_at=now)
    )
    if not won:
        return ""
    try:
        result = duty.function()
    except Exception as error:  # one broken duty must not stop the others
        logger.exception("The duty %s failed", duty.name)
        result = f"failed: {error}"
    ScheduledRun.objects.filter(pk=row.pk).update(
        finished_at=clock.now(), result=result[:500]
    )
    return f"{duty.name}: {result}"
