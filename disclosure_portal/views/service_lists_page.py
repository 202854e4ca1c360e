"""What the lists of powers and services show: by unit and kind, and one item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from directories.bases import repealed_in
from directories.found_items import found_services
from directories.models import (
    Agency,
    ServiceItem,
    ServiceItemQuerySet,
    ServiceKind,
    ServicePoint,
)
from directories.permissions import in_branches
from directories.service_pages import (
    basis_rows,
    charge_text,
    item_row,
    legal_text,
    point_rows,
    promised_text,
    services_address,
)
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.search.finding import RANKED
from notices.service_guides import guides_of
from notices.simple_lists import Filter, SimpleList, simple_list

# Units that stand beside the list; the rest is found by the tree of units.
MOST_UNITS = 60


def services_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Four queries: how many there are, a page of them, which of its bases are
    repealed, and the units that have lists; with words some more to find by them."""
    kinds = {kind.value: str(kind.label) for kind in ServiceKind}
    asked = simple_list(
        given,
        state,
        here=reverse("service-list"),
        filters=(Filter("kind", _("Kind"), kinds),),
        words=_("Words"),
    )
    found = asked.cut(_asked_for(asked).select_related("agency"))
    repealed, _rows = repealed_in({item.bases for item in found if item.bases}, ())
    page = asked.context()
    page["facets"].append(asked.facet(Filter("unit", _("Unit"), _units())))
    return page | {
        "section": "procedures",
        "breadcrumbs": [{"title": _("Powers and services"), "url": ""}],
        "q": asked.chosen["q"],
        "hidden_fields": [
            (name, value)
            for name, value in asked.chosen.items()
            if value and name != "q"
        ],
        "rows": [item_row(item, repealed.get(item.bases, ())) for item in found],
    }


def _asked_for(asked: SimpleList) -> ServiceItemQuerySet:
    rows = ServiceItem.objects.listed()
    if asked.branch is not None:
        rows = rows.filter(in_branches([asked.branch.path]))
    if asked.chosen["kind"]:
        rows = rows.filter(kind=asked.chosen["kind"])
    words = asked.chosen["q"]
    return _best_first(rows, words) if words else rows.in_order()


def _best_first(rows: ServiceItemQuerySet, words: str) -> ServiceItemQuerySet:
    """What the index finds by all that stands in an item, and what has a code that
    begins so."""
    keys = found_services(words)
    coded = Q(code__istartswith=words) | Q(basic_code__istartswith=words)
    if not keys:
        return rows.filter(coded).in_order()
    best = [When(pk=key, then=Value(n)) for n, key in enumerate(keys[:RANKED])]
    rank = Case(*best, default=Value(RANKED))
    found = rows.filter(Q(pk__in=keys) | coded)
    return found.order_by(rank, "agency__path", "position", "pk")


def _units() -> dict[str, str]:
    listed = ServiceItem.objects.listed().values("agency")
    units = Agency.objects.filter(pk__in=listed).order_by("path")[:MOST_UNITS]
    return {unit.slug: unit.label for unit in units}


def service_page(item: ServiceItem) -> dict[str, Any]:
    """Three queries: bases, guides with their steps, windows and agent points."""
    unit = item.agency
    here = services_address(unit=unit.slug)
    points = ServicePoint.objects.open(local_day(clock.now())).for_item(item)
    return {
        "section": "procedures",
        "breadcrumbs": [
            {"title": _("Powers and services"), "url": reverse("service-list")},
            {"title": unit.label, "url": here},
            {"title": item.name, "url": ""},
        ],
        "description": item.name,
        "item": _particulars(item),
        "removed": _removed(item),
        "bases": basis_rows(item.bases),
        "responsibilities": _lines(item.responsibilities),
        "accountability": _lines(item.accountability),
        "guides": guides_of(item),
        "points": point_rows(points.in_order()),
        "agency": {
            "title": unit.name,
            "url": unit.get_absolute_url(),
            "list_url": here,
            "telephone": unit.telephone,
        },
    }


def _particulars(item: ServiceItem) -> dict[str, str]:
    return {
        "name": item.name,
        "kind": item.get_kind_display(),
        "level": item.get_level_display(),
        "code": item.code,
        "basic_code": item.basic_code,
        "legal": legal_text(item),
        "promised": promised_text(item),
        "charge": charge_text(item),
        "charge_basis": item.charge_basis,
    }


def _removed(item: ServiceItem) -> dict[str, str] | None:
    if item.removed_on is None:
        return None
    return {"day": official_date(item.removed_on), "note": item.removal_note}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
