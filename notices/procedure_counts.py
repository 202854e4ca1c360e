"""How many public guides there are for each life event, audience, type and unit; read
once for each version of the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.prepared import Given, Prepared

from .models import (
    GuideAudience,
    GuideEvent,
    Kind,
    Notice,
    NoticeQuerySet,
    ProcedureGuide,
)
from .reference import kept

NOW = Given("now", DateTimeField())
# Whom a guide for an audience serves, too.
SERVES = {
    GuideAudience.CITIZENS: (GuideAudience.CITIZENS, GuideAudience.BOTH),
    GuideAudience.ENTERPRISES: (GuideAudience.ENTERPRISES, GuideAudience.BOTH),
}


@dataclass(frozen=True)
class UnitCount:
    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class ProcedureCounts:
    total: int
    events: dict[str, int]
    audiences: dict[str, int]
    types: dict[str, int]
    units: tuple[UnitCount, ...]


def procedure_counts(state: SiteState) -> ProcedureCounts:
    """Four queries when the version is new, else none."""
    return kept("procedures", state, _load)


def _load() -> ProcedureCounts:
    now = clock.now()
    by_audience = dict(_by_audience.rows(now=now))
    return ProcedureCounts(
        total=sum(by_audience.values()),
        events=dict(_by_event.rows(now=now)),
        audiences={
            audience: sum(by_audience.get(each, 0) for each in served)
            for audience, served in SERVES.items()
        },
        types=dict(_by_type.rows(now=now)),
        units=tuple(UnitCount(*row) for row in _by_unit.rows(now=now)),
    )


@Prepared
def _by_audience() -> QuerySet[Any, tuple[str, int]]:
    return _counted(_guides(), "audience")


@Prepared
def _by_type() -> QuerySet[Any, tuple[str, int]]:
    return _counted(_guides(), "item_type")


@Prepared
def _by_event() -> QuerySet[Any, tuple[str, int]]:
    return _counted(GuideEvent.objects.filter(guide__notice__in=_public()), "event")


@Prepared
def _by_unit() -> QuerySet[Any, tuple[str, str, int]]:
    name = Coalesce(
        NullIf("agency__short_name", Value("")),
        "agency__name",
        output_field=CharField(),
    )
    counted = _counted(_public(), "agency__slug", name)
    return counted.order_by("-count", "agency__path")


def _counted(rows: QuerySet[Any], *columns: Any) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(*columns).annotate(count=Count("pk"))


def _guides() -> QuerySet[ProcedureGuide]:
    return ProcedureGuide.objects.filter(notice__in=_public())


def _public() -> NoticeQuerySet:
    return Notice.objects.public(NOW).filter(kind=Kind.PROCEDURE)
