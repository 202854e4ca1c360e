"""Adoption for many units by a job: unit by unit, told on a page while it runs.

Each unit and what became of it are one transaction. A worker that dies loses the unit
it was at, whole; the tick starts the job again, and it goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django_tasks import task

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState, User
from disclosure_portal.foundation.workflow import DomainError

from .adopting import adopt_for, rules_of
from .models import AdoptionRun, Agency, DutyRule, StandardItem

# Entries that are written in half a second or so; more go to a job.
AT_ONCE = 1_500
# A run that wrote nothing for so long has lost its worker: a unit takes a moment.
PATIENCE = timedelta(minutes=5)
RUNS_KEPT = timedelta(days=30)


def is_long(items: Sequence[StandardItem], units: Sequence[Agency]) -> bool:
    return len(items) * len(units) > AT_ONCE


@transaction.atomic
def begin_run(
    items: Sequence[StandardItem], units: Sequence[Agency], *, by: User
) -> AdoptionRun:
    """Who may adopt for which unit is asked by the job, unit by unit."""
    now = clock.now()
    run = AdoptionRun.objects.create(
        asked_by=by,
        asked_at=now,
        touched_at=now,
        items=[item.pk for item in items],
        units=[unit.pk for unit in units],
    )
    go_on.enqueue(run.pk)
    return run


@task()
def go_on(pk: int) -> str:
    """Adopt for the units that are not done yet."""
    run = AdoptionRun.objects.select_related("asked_by").filter(pk=pk).first()
    if run is None or run.finished_at:
        return "nothing to do"
    rows = StandardItem.objects.select_related("catalogue").in_bulk(run.items)
    items = [rows[item] for item in run.items if item in rows]
    rules = rules_of(items)
    while _next_unit(run, items, rules):
        pass
    return str(run)


@transaction.atomic
def _next_unit(
    run: AdoptionRun, items: Sequence[StandardItem], rules: Mapping[int, DutyRule]
) -> bool:
    """One unit and its outcome; False after the last. The row is held meanwhile, so
    that two workers never do the same unit."""
    SiteState.objects.hold()
    held = AdoptionRun.objects.select_for_update().get(pk=run.pk)
    run.outcomes = held.outcomes
    run.touched_at = clock.now()
    if len(run.outcomes) < len(run.units):
        unit = Agency.objects.filter(pk=run.units[len(run.outcomes)]).first()
        run.outcomes.append(_outcome(unit, items, rules, by=run.asked_by))
    is_last = len(run.outcomes) >= len(run.units)
    if is_last:
        run.finished_at = held.finished_at or run.touched_at
    run.save(update_fields=["outcomes", "touched_at", "finished_at"])
    return not is_last


def _outcome(
    unit: Agency | None,
    items: Sequence[StandardItem],
    rules: Mapping[int, DutyRule],
    *,
    by: User,
) -> dict[str, Any]:
    told: dict[str, Any] = {"added": 0, "there": 0, "refused": "", "doubles": []}
    if unit is None:
        return told
    told["unit"] = str(unit)
    try:
        share = adopt_for(unit, items, rules, by=by)
    except DomainError as refusal:
        return told | {"refused": str(refusal)}
    return told | {
        "added": len(share.fresh),
        "there": share.there,
        "doubles": share.double_codes,
    }


def resume_runs() -> str:
    """Start again what lost its worker; forget what is long over. Wired to tick."""
    now = clock.now()
    AdoptionRun.objects.filter(finished_at__lt=now - RUNS_KEPT).delete()
    lost = AdoptionRun.objects.filter(finished_at=None, touched_at__lt=now - PATIENCE)
    pks = list(lost.values_list("pk", flat=True))
    for pk in pks:
        with transaction.atomic():
            AdoptionRun.objects.filter(pk=pk).update(touched_at=now)
            go_on.enqueue(pk)
    return f"{len(pks)} adoptions started again"
