"""Events at the desk: the duties that fall due by them, and what was entered."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from directories.models import (
    Agency,
    CadenceKind,
    CatalogueItem,
    DutyEvent,
)
from directories.permissions import branches, in_branches
from disclosure_portal.foundation.models import User

from .desk_ledger import EXPLAINERS, OFFERED, ROLES, STRIKERS
from .forms.elsewhere import StrikeForm
from .forms.ledger import EventForm

SHOWN = 50
BY_EVENTS = (CadenceKind.AD_HOC, CadenceKind.PHASED, CadenceKind.STANDING)


def items_of(user: User) -> QuerySet[CatalogueItem]:
    """Duties in force that fall due by events, of the units for which the person may
    enter them."""
    inside = in_branches(branches(user, *EXPLAINERS))
    items = CatalogueItem.objects.in_force().filter(
        inside, entry__rule__cadence__in=BY_EVENTS
    )
    return items.select_related("entry", "agency").order_by(
        "agency__path", "entry__domain", "entry__position", "pk"
    )


def events_context(user: User, unit: str, form: EventForm | None) -> dict[str, Any]:
    """Of one unit where there are several; its duties stand in one list."""
    units = list(_units(user))
    chosen = next((one for one in units if one.slug == unit), None)
    chosen = chosen or (units[0] if units else None)
    items = items_of(user).filter(agency=chosen)
    if form is None and chosen is not None and items.exists():
        form = EventForm(items=items)
    if form is not None:
        # The choice is of one unit; what was sent is held against all of them.
        form.fields["item"].choices = _grouped(items)  # type: ignore[attr-defined]
    entered = DutyEvent.objects.filter(
        in_branches(branches(user, *ROLES), "item__agency__path")
    )
    if chosen is not None:
        entered = entered.filter(item__agency=chosen)
    rows = entered.select_related("item__entry", "item__agency")
    return {
        "units": units,
        "chosen": chosen,
        "event_form": form,
        "rows": rows.order_by("-on", "-pk")[:SHOWN],
        "strike": StrikeForm(auto_id=False),
        "may_strike": bool(branches(user, *STRIKERS)),
    }


def _units(user: User) -> QuerySet[Agency]:
    inside = in_branches(branches(user, *ROLES), "path")
    owing = Agency.objects.filter(
        inside, duties_owed__entry__rule__cadence__in=BY_EVENTS
    )
    return owing.distinct().order_by("path")[:OFFERED]


def _grouped(items: QuerySet[CatalogueItem]) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for item in items:
        assert item.entry is not None
        groups.setdefault(item.entry.domain, []).append((item.pk, str(item)))
    return list(groups.items())
