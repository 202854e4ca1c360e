"""The guides that belong to a service item: those of its unit that bear its code."""

from __future__ import annotations

from typing import Any

from directories.models import ServiceItem
from directories.permissions import in_branches

from .kind_pages.guides import guide_flow
from .kind_pages.registry import with_signed_content
from .models import Kind, Notice, ProcedureGuide
from .structures.registry import told_structure


def guides_of(item: ServiceItem) -> list[dict[str, Any]]:
    """Public guides of the unit and those below it, the newest first, each with its
    steps and their chart; one query."""
    codes = {item.code, item.basic_code} - {""}
    bearing = ProcedureGuide.objects.filter(code__in=codes).values("notice")
    notices = Notice.objects.public().filter(
        in_branches([item.agency.path]), kind=Kind.PROCEDURE, pk__in=bearing
    )
    return [
        {"title": guide.title, "url": guide.get_absolute_url(), **_flow(guide)}
        for guide in with_signed_content(notices).newest_first()
    ]


def _flow(guide: Notice) -> dict[str, Any]:
    signed = getattr(guide, "signed_content", "")
    structure = told_structure(signed) if signed else None
    return guide_flow(structure) if structure else {"steps": [], "chart": ""}
