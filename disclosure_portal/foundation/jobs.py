"""Old rows that nobody needs any more. What the law wants kept is never among them."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from . import clock
from .models import LimitCounter, OutgoingMail

JOBS_KEPT = timedelta(days=14)
ATTEMPTS_KEPT = timedelta(days=30)
# Who was written to, and when, for as long as the trail of a web application is kept
# (网络安全法, art. 23: six months at least).
MAIL_KEPT = timedelta(days=200)


def prune() -> str:
    """Remove ended sessions, finished jobs, old failures to sign in, old sent mail,
    counters of hours that are over.

    Wired to tick; jobs that failed and mail that never left stay to be looked at.
    """
    now = clock.now()
    rows = {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "jobs": DBTaskResult.objects.successful().filter(
            finished_at__lt=now - JOBS_KEPT
        ),
        "failures": AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT),
        "counters": LimitCounter.objects.filter(ends_at__lt=now),
        "mails": OutgoingMail.objects.filter(sent_at__lt=now - MAIL_KEPT),
    }
    counts = {name: found.delete()[0] for name, found in rows.items()}
    return ", ".join(f"{count} {name}" for name, count in counts.items())
