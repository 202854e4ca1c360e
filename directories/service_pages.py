"""Service items, windows and promises as pages print them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.telephones import telephone_url

from .bases import citations, cited_in
from .models import (
    Agency,
    BasisValidity,
    LegalBasis,
    LimitUnit,
    PromiseUnit,
    ServiceItem,
    ServiceKind,
    ServicePoint,
    ServicePromise,
)
from .models.promises import PromiseWords

# Items that a window names; of more it says how many.
MOST_NAMES = 3


def services_address(**asked: str) -> str:
    """The list of items with these filters."""
    here = reverse("service-list")
    chosen = {name: value for name, value in asked.items() if value}
    return f"{here}?{urlencode(chosen)}" if chosen else here


# --- Time and cost ------------------------------------------------------------------


def limit_text(number: int | None, unit: str) -> str:
    """A time limit in words; nothing where none is stated."""
    if number is None:
        return ""
    if number == 0:
        return _("At once")
    return _counted(str(number), unit, number)


def _counted(number: str, unit: str, count: int | Decimal) -> str:
    """A number with its unit, in the plural that goes with it."""
    many = int(count) if count == int(count) else 2
    words: Mapping[str, str] = {
        LimitUnit.WORKING_DAYS: ngettext("%s working day", "%s working days", many),
        LimitUnit.CALENDAR_DAYS: ngettext("%s calendar day", "%s calendar days", many),
        LimitUnit.HOURS: ngettext("%s hour", "%s hours", many),
        LimitUnit.MONTHS: ngettext("%s month", "%s months", many),
        PromiseUnit.MINUTES: ngettext("%s minute", "%s minutes", many),
        PromiseUnit.TIMES: ngettext("%s time", "%s times", many),
        PromiseUnit.PER_CENT: "%s%%",
    }
    return words[unit] % number


def legal_text(item: ServiceItem) -> str:
    return limit_text(item.legal_number, item.legal_unit)


def promised_text(item: ServiceItem) -> str:
    return limit_text(item.promised_number, item.promised_unit)


def charge_text(item: ServiceItem) -> str:
    words = {True: _("a charge is made"), False: _("free of charge"), None: ""}
    return words[item.is_charged]


# --- Items --------------------------------------------------------------------------


def item_row(item: ServiceItem, repealed: Collection[LegalBasis]) -> dict[str, Any]:
    """An item of a list; its unit was read with it."""
    facts = [
        _("Code %s") % item.code,
        _("Promised: %s") % promised_text(item) if promised_text(item) else "",
        charge_text(item),
    ]
    return {
        "url": item.get_absolute_url(),
        "title": item.name,
        "kind": item.get_kind_display(),
        "agency": item.agency.label,
        "facts": [text for text in facts if text],
        "has_repealed": bool(repealed),
    }


def basis_rows(text: str) -> list[dict[str, Any]]:
    """Each citation of a text with what the register knows of it. One query."""
    found = cited_in(citations(text)) if text else {}
    return [
        {
            "text": citation,
            "url": next((row.url for row in rows if row.url), ""),
            "is_repealed": any(_is_repealed(row) for row in rows),
        }
        for citation, rows in found.items()
    ]


def _is_repealed(basis: LegalBasis) -> bool:
    return basis.validity == BasisValidity.REPEALED


def kinds_of(unit: Agency) -> list[dict[str, str]]:
    """How many items of each kind stand in a unit's own list. One query."""
    listed = ServiceItem.objects.listed().filter(agency=unit).order_by()
    counts: Mapping[str, int] = dict(
        listed.values_list("kind").annotate(count=Count("pk"))
    )
    return [
        {
            "title": str(kind.label),
            "url": services_address(unit=unit.slug, kind=kind.value),
            "count_text": f"{counts[kind]:,}",
        }
        for kind in ServiceKind
        if kind in counts
    ]


# --- Windows and agent points ---------------------------------------------------------


def point_rows(points: Iterable[ServicePoint]) -> list[dict[str, Any]]:
    return [_point_row(point) for point in points]


def _point_row(point: ServicePoint) -> dict[str, Any]:
    return {
        "id": point.pk,
        "name": point.name,
        "kind": point.get_kind_display(),
        "place": point.place,
        "floor": point.floor,
        "telephone": point.telephone,
        "telephone_url": telephone_url(point.telephone),
        "hours": point.hours,
        "closes": official_date(point.closed_on) if point.closed_on else "",
        "items": "",
    }


def points_of(unit: Agency) -> list[dict[str, Any]]:
    """Where one may go today, with what is handled there. Two queries."""
    points = ServicePoint.objects.open(local_day(clock.now())).filter(agency=unit)
    return with_items(point_rows(points.in_order()))


def with_items(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, each with what is handled there. One query."""
    links = ServicePoint.items.through.objects
    named: dict[int, list[str]] = {}
    listed = links.filter(
        servicepoint__in=[row["id"] for row in rows],
        serviceitem__removed_on__isnull=True,
    )
    names = listed.order_by("serviceitem__position", "serviceitem__pk")
    for point, name in names.values_list("servicepoint", "serviceitem__name"):
        named.setdefault(point, []).append(name)
    return [{**row, "items": _items_text(named.get(row["id"], []))} for row in rows]


def _items_text(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    if not names:
        return _("All items of the unit")
    text = "、".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if more <= 0:
        return text
    return ngettext(
        "%(names)s and %(count)s other", "%(names)s and %(count)s others", more
    ) % {"names": text, "count": more}


# --- Promises -----------------------------------------------------------------------


def promises_of(unit: Agency) -> list[dict[str, Any]]:
    """Those that hold, then those that are over, each with what it was before. Two
    queries."""
    today = local_day(clock.now())
    found = ServicePromise.objects.filter(agency=unit).in_order()
    rows = [_promise_row(each, today) for each in found.prefetch_related("former")]
    return sorted(rows, key=lambda row: row["is_over"])


def _promise_row(promise: ServicePromise, today: date) -> dict[str, Any]:
    return {
        **_promised(promise, promise.until),
        "telephone_url": telephone_url(promise.telephone),
        "is_over": promise.until is not None and promise.until < today,
        "is_ahead": promise.since > today,
        "former": [_promised(former, former.until) for former in promise.former.all()],
    }


def _promised(words: PromiseWords, until: date | None) -> dict[str, str]:
    return {
        "subject": words.subject,
        "wording": words.wording,
        "measure": words.measure,
        "limit": _promise_limit(words),
        "telephone": words.telephone,
        "since": official_date(words.since),
        "until": official_date(until) if until else "",
    }


def _promise_limit(words: PromiseWords) -> str:
    if words.limit is None:
        return ""
    return _counted(f"{words.limit.normalize():f}", words.limit_unit, words.limit)
