"""What a unit's page says of what it must disclose (公开台账), in short."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.urls import reverse

from directories.models import (
    Agency,
    Catalogue,
    CatalogueItem,
    CatalogueStatus,
    DisclosureGuide,
    Slot,
)
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from notices.ledger_places import public_place
from notices.ledger_states import missing
from notices.listing import number
from notices.missing_page import own_missing_address

# What was due in so many days before today.
YEAR = timedelta(days=365)


def with_ledger(units: QuerySet[Agency]) -> QuerySet[Any]:
    """Units that know how many duties they have, the edition of their catalogue and
    the day of their guide, in the query that reads them."""
    own = {"agency": OuterRef("pk")}
    duties = CatalogueItem.objects.in_force().filter(**own).order_by().values("agency")
    editions = Catalogue.objects.filter(**own, status=CatalogueStatus.PUBLISHED)
    guides = DisclosureGuide.objects.in_force().filter(**own)
    return units.annotate(
        duty_count=Subquery(
            duties.annotate(count=Count("pk")).values("count"), IntegerField()
        ),
        edition=Subquery(editions.values("edition")[:1]),
        edition_from=Subquery(editions.values("in_force_from")[:1]),
        guide_day=Subquery(guides.values("published_at")[:1]),
    )


def agency_ledger(unit: Any, state: SiteState) -> dict[str, Any]:
    """Of a unit `with_ledger`. Two queries, where it has duties and how they stand is
    shown to all; else none."""
    guide = unit.guide_day
    shown = unit.duty_count and public_place(state).shows
    return {
        "directory_url": reverse("directory-unit", args=[unit.slug]),
        "duties": number(unit.duty_count) if unit.duty_count else "",
        "edition": unit.edition,
        "in_force": official_date(unit.edition_from) if unit.edition_from else "",
        "guide_url": reverse("guide", args=[unit.slug]) if guide else "",
        "guide_day": official_date(local_day(guide)) if guide else "",
        "standing": _standing(unit) if shown else None,
    }


def _standing(unit: Agency) -> dict[str, Any]:
    """Of what was due in the last year how much is there and was so in time; and what
    is missing, however old."""
    today = local_day(clock.now())
    own = Slot.objects.filter(agency=unit)
    due = own.filter(due_on__gte=today - YEAR, due_on__lt=today)
    is_there = Q(filled_on__lte=today)
    in_time = is_there & Q(is_migrated=False, filled_on__lte=F("due_on"))
    counts = due.aggregate(
        due=Count("pk"),
        kept=Count("pk", filter=is_there),
        in_time=Count("pk", filter=in_time),
        explained=Count("pk", filter=Q(explained_on__lte=today) & ~is_there),
    )
    lacking = missing(own, today).count()
    address = reverse("directory-missing")
    return {
        **{name: number(count) for name, count in counts.items()},
        "missing": number(lacking),
        "is_missing": bool(lacking),
        "missing_url": own_missing_address(address, unit.slug),
    }
