"""Promises of units (社会服务承诺): a change leaves what was promised until then."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import NotAllowed

from .models import FormerPromise, ServicePromise


@transaction.atomic
def keep_promise(promise: ServicePromise, *, by: User) -> ServicePromise:
    """Store a promise, new or changed. Words that change hold from today, unless
    another day was given; what they were is kept with its last day.

    Raises NotAllowed.
    """
    SiteState.objects.hold()
    _require_clerk(promise, by=by)
    before = ServicePromise.objects.filter(pk=promise.pk).first()
    if before is None or before.words() == promise.words():
        promise.save()
        AuditEntry.objects.record_rows(ServicePromise, [promise.pk], by=by)
        return promise
    today = local_day(clock.now())
    if promise.since == before.since:
        promise.since = today
    FormerPromise.objects.create(
        promise=promise,
        **before.words(),
        until=_last_day(before, promise.since),
        changed_at=clock.now(),
        changed_by=by,
    )
    if promise.until is not None and promise.until < promise.since:
        promise.until = promise.since
    promise.save()
    AuditEntry.objects.record(
        "promise_changed",
        promise,
        by=by,
        facts={"before": _told(before), "after": _told(promise)},
    )
    SiteState.objects.bump()
    return promise


def _last_day(before: ServicePromise, since: date) -> date:
    """The day before the new words hold, but no day before they held themselves."""
    last = since - timedelta(days=1)
    return max(before.since, min(last, before.until or last))


def _require_clerk(promise: ServicePromise, *, by: User) -> None:
    """Of the unit that promises, and of the one that promised before."""
    verb = "change" if promise.pk else "add"
    units = [promise.agency]
    if before := ServicePromise.objects.filter(pk=promise.pk).first():
        units.append(before.agency)
    if not all(by.has_perm(f"directories.{verb}_servicepromise", u) for u in units):
        raise NotAllowed(_("Only clerks of the unit write down what it promises."))


def _told(promise: ServicePromise) -> dict[str, str]:
    return {name: str(value) for name, value in promise.words().items()}
