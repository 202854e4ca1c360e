"""The list of matters: each with its three stations and its next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState

from .matter_pages import next_step, on_file, stations, status_of
from .models import (
    Matter,
    MatterEntry,
    MatterKind,
    MatterMeeting,
    MatterQuerySet,
    MatterStatus,
    Stage,
)
from .simple_lists import Filter, SimpleList, simple_list

OVERDUE = "overdue"


def matter_list_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Four queries: how many there are, a page of them, and what is on file."""
    here = reverse("matter-list")
    asked = simple_list(given, state, here=here, filters=_filters())
    found = asked.cut(_filtered(asked).select_related("agency").newest_first())
    counts = _counts(found)
    today = local_day(clock.now())
    return asked.context() | {
        "breadcrumbs": [{"title": _("Matters"), "url": ""}],
        "rows": [_row(each, counts[each.pk], today) for each in found],
    }


def _filters() -> tuple[Filter, ...]:
    states = {
        MatterStatus.OPEN.value: str(MatterStatus.OPEN.label),
        OVERDUE: _("next step overdue"),
        MatterStatus.CLOSED.value: str(MatterStatus.CLOSED.label),
    }
    kinds = {kind.value: str(kind.label) for kind in MatterKind}
    return Filter("state", _("State"), states), Filter("kind", _("Kind"), kinds)


def _filtered(asked: SimpleList) -> MatterQuerySet:
    rows = Matter.objects.public()
    if asked.branch is not None:
        rows = rows.in_branch(asked.branch.path)
    if asked.chosen["kind"]:
        rows = rows.filter(kind=asked.chosen["kind"])
    if asked.chosen["state"] == OVERDUE:
        return rows.overdue(local_day(clock.now()))
    if asked.chosen["state"]:
        rows = rows.filter(status=asked.chosen["state"])
    return rows


def _counts(matters: Sequence[Matter]) -> dict[int, dict[str, int]]:
    """How much is on file of each stage, by matter; two queries."""
    keys = [matter.pk for matter in matters]
    counts = {key: dict.fromkeys(Stage.values, 0) for key in keys}
    entries = MatterEntry.objects.filter(on_file(), matter__in=keys).order_by()
    for key, stage, count in entries.values_list("matter", "stage").annotate(
        count=Count("pk")
    ):
        counts[key][stage] = count
    meetings = MatterMeeting.objects.filter(matter__in=keys, signed_at__isnull=False)
    for key in meetings.order_by().values_list("matter", flat=True).distinct():
        counts[key][Stage.BEFORE] += 1
    return counts


def _row(matter: Matter, counts: Mapping[str, int], today: date) -> dict[str, Any]:
    return {
        "url": matter.get_absolute_url(),
        "title": matter.title,
        "summary": matter.summary,
        "kind": matter.get_kind_display(),
        "agency": matter.agency.label,
        "status": status_of(matter, today),
        "next": next_step(matter, today),
        "stations": stations(counts, is_closed=matter.status == MatterStatus.CLOSED),
    }
