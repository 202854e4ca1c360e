"""What the public tree of units shows: one unit opened at a time, or units by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from . import tree
from .models import Agency, AgencyKind, AgencyQuerySet
from .unit_search import is_read_through, matching, words_of

PAGE_SIZE = 200
MAX_MATCHES = 50


def opened_unit(slug: str) -> Agency | None:
    """The unit to open, the root for an empty slug; None when there is none."""
    if "\x00" in slug:  # PostgreSQL takes no such text
        return None
    named = Q(slug=slug) if slug else Q(parent=None)
    return Agency.objects.filter(named).first()


def tree_page(unit: Agency | None, number: str) -> dict[str, Any]:
    """The units directly below one, in groups by kind; two queries."""
    page = _base()
    if unit is None:
        return page
    start = (_page_number(number) - 1) * PAGE_SIZE
    found = list(_children(unit)[start : start + PAGE_SIZE + 1])
    path = [*Agency.objects.above(unit.path), unit]
    page["breadcrumbs"] += [
        {"title": step.label, "url": tree_address(step)} for step in path[1:]
    ]
    return page | {
        "node": {
            "name": unit.name,
            "url": unit.get_absolute_url(),
            "kind": unit.get_kind_display(),
        },
        "path": [{"title": step.label, "url": tree_address(step)} for step in path],
        "groups": _groups(found[:PAGE_SIZE]),
        "is_past_end": start > 0 and not found,
        "page": _pages(unit, start, has_more=len(found) > PAGE_SIZE),
    }


def search_page(text: str) -> dict[str, Any]:
    """Units by name, short name or code, the highest first, at most MAX_MATCHES; three
    queries."""
    units = Agency.objects.all()
    found = list(matching(units, text).highest_first()[: MAX_MATCHES + 1])
    above = _names_above(found)
    return _base() | {
        "q": " ".join(words_of(text)),
        "matches": [
            {
                "name": unit.name,
                "url": unit.get_absolute_url(),
                "above": _above(unit, above),
            }
            for unit in found[:MAX_MATCHES]
        ],
        "is_capped": len(found) > MAX_MATCHES,
        "is_by_beginning": not found and not is_read_through(units),
    }


def tree_address(unit: Agency, number: int = 1) -> str:
    parameters = {"open": unit.slug} | ({"page": str(number)} if number > 1 else {})
    return f"{reverse('agency-tree')}?{urlencode(parameters)}"


def _base() -> dict[str, Any]:
    here = {"title": _("Units"), "url": reverse("agency-tree")}
    return {"section": "agencies", "breadcrumbs": [here], "node": None, "groups": []}


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= len("9999")
    return max(int(text), 1) if is_number else 1


def _children(unit: Agency) -> AgencyQuerySet:
    below = (
        Agency.objects.filter(parent=OuterRef("pk"))
        .order_by()
        .values("parent")
        .annotate(found=Count("pk"))
        .values("found")
    )
    count = Coalesce(Subquery(below), 0, output_field=IntegerField())
    return Agency.objects.filter(parent=unit).annotate(child_count=count).in_order()


def _groups(units: Iterable[Any]) -> list[dict[str, Any]]:
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for unit in units:
        by_kind.setdefault(unit.kind, []).append(
            {
                "name": unit.name,
                "url": unit.get_absolute_url(),
                "open_url": tree_address(unit) if unit.child_count else "",
                "child_count_text": f"{unit.child_count:,}",
                "is_closed": not unit.is_open,
            }
        )
    return [
        {"title": str(kind.label), "units": by_kind[kind]}
        for kind in AgencyKind
        if kind in by_kind
    ]


def _pages(unit: Agency, start: int, *, has_more: bool) -> dict[str, str]:
    number = start // PAGE_SIZE + 1
    return {
        "newer_url": tree_address(unit, number - 1) if number > 1 else "",
        "older_url": tree_address(unit, number + 1) if has_more else "",
        "first_url": tree_address(unit) if number > 1 else "",
    }


def _names_above(units: Iterable[Agency]) -> dict[str, str]:
    paths = {path for unit in units for path in tree.ancestors(unit.path)}
    return dict(Agency.objects.filter(path__in=paths).values_list("path", "name"))


def _above(unit: Agency, names: dict[str, str]) -> str:
    # The county stands above all of them and says nothing.
    return " / ".join(names[path] for path in tree.ancestors(unit.path)[1:])
