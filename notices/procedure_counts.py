"""How many public guides there are for each life event, audience, type and unit; read
once for each version of the site."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.db.models.functions import Coalesce, NullIf

from disclosure_portal.foundation.models import SiteState

from .models import GuideAudience, GuideEvent, Kind, Notice, ProcedureGuide
from .reference import kept

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
    public = Notice.objects.public().filter(kind=Kind.PROCEDURE)
    guides = ProcedureGuide.objects.filter(notice__in=public).order_by()
    by_audience = dict(
        guides.values_list("audience").annotate(count=Count("pk")).order_by()
    )
    types = guides.values_list("item_type").annotate(count=Count("pk")).order_by()
    events = GuideEvent.objects.filter(guide__notice__in=public).order_by()
    name = Coalesce(
        NullIf("agency__short_name", Value("")),
        "agency__name",
        output_field=CharField(),
    )
    units = (
        public.order_by()
        .values_list("agency__slug", name)
        .annotate(count=Count("pk"))
        .order_by("-count", "agency__path")
    )
    return ProcedureCounts(
        total=sum(by_audience.values()),
        events=dict(events.values_list("event").annotate(count=Count("pk"))),
        audiences={
            audience: sum(by_audience.get(each, 0) for each in served)
            for audience, served in SERVES.items()
        },
        types=dict(types),
        units=tuple(UnitCount(*row) for row in units),
    )
