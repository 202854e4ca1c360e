"""What is pruned every night, and what never is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.jobs import prune
from disclosure_portal.foundation.mail import deliver_mail
from disclosure_portal.foundation.models import AuditEntry, OutgoingMail

pytestmark = pytest.mark.django_db


def ago(days):
    return clock.now() - timedelta(days=days)


def test_ended_sessions_go():
    Session.objects.create(session_key="old", session_data="", expire_date=ago(1))
    Session.objects.create(session_key="new", session_data="", expire_date=ago(-1))

    prune()

    assert Session.objects.get().session_key == "new"


def test_finished_jobs_go_and_failed_ones_stay(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for status in ("SUCCESSFUL", "FAILED", "READY"):
        job = DBTaskResult.objects.get(pk=deliver_mail.enqueue(1).id)
        finished_at = None if status == "READY" else ago(15)
        DBTaskResult.objects.filter(pk=job.pk).update(
            status=status, finished_at=finished_at
        )

    prune()

    left = set(DBTaskResult.objects.values_list("status", flat=True))
    assert left == {"FAILED", "READY"}


def test_old_failures_to_sign_in_go():
    for days in (31, 1):
        attempt = AccessAttempt.objects.create(
            username="x", failures_since_start=1, user_agent=str(days)
        )
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=ago(days))

    prune()

    assert AccessAttempt.objects.get().user_agent == "1"


def test_sent_mail_goes_after_half_a_year_and_unsent_mail_stays():
    for sent_at in (ago(201), ago(199), None):
        OutgoingMail.objects.create(
            recipient="a@example.org", created_at=ago(300), sent_at=sent_at
        )

    prune()

    assert OutgoingMail.objects.count() == 2


def test_the_trail_stays():
    with clock.frozen_at(ago(4000)):
        AuditEntry.objects.record("looked", None, by=None)

    prune()

    assert AuditEntry.objects.count() == 1
