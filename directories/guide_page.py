"""What the page of a unit's guide shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import local_day, official_date

from .models import ELEMENTS, Agency, AgencyAlias, DisclosureGuide, element_name


def unit_at(slug: str) -> Agency:
    """By its address of now, or one of before. Raises Http404."""
    unit = Agency.objects.filter(slug=slug.lower()).first()
    if unit is None:
        known = AgencyAlias.objects.select_related("agency").filter(slug=slug.lower())
        alias = known.first()
        if alias is None:
            raise Http404
        return alias.agency
    return unit


def guide_page(unit: Agency, version: int | None) -> dict[str, Any]:
    """The version asked for, else the one in force; two queries. Raises Http404."""
    versions = list(
        DisclosureGuide.objects.public().filter(agency=unit).order_by("-version")
    )
    for each in versions:
        each.agency = unit
    shown = next((each for each in versions if version in (None, each.version)), None)
    if shown is None:
        raise Http404
    place = versions.index(shown)
    before = versions[place + 1] if place + 1 < len(versions) else None
    return {
        "section": "agencies",
        "breadcrumbs": [
            {"title": _("Units"), "url": reverse("agency-tree")},
            {"title": unit.label, "url": unit.get_absolute_url()},
            {"title": _("Disclosure guide"), "url": ""},
        ],
        "description": _("Disclosure guide of %s") % unit.name,
        "unit": unit,
        "guide": shown,
        "elements": [
            {"name": element_name(name), "text": shown.said(name)} for name in ELEMENTS
        ],
        "published_on": _day(shown),
        "is_in_force": place == 0,
        "newest": versions[0],
        "guide_url": reverse("guide", args=[unit.slug]),
        "changes": changes_between(before, shown) if before else [],
        "versions": [
            {
                "number": each.version,
                "day": _day(each),
                "url": each.get_absolute_url(),
                "is_shown": each is shown,
            }
            for each in versions
        ],
    }


def changes_between(
    before: DisclosureGuide, after: DisclosureGuide
) -> list[dict[str, str]]:
    """Element by element, in the order of the law."""
    return [
        {
            "name": element_name(name),
            "before": before.said(name),
            "after": after.said(name),
        }
        for name in ELEMENTS
        if before.said(name) != after.said(name)
    ]


def _day(guide: DisclosureGuide) -> str:
    assert guide.published_at is not None
    return official_date(local_day(guide.published_at))
