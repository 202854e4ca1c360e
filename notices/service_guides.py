"""The guides that belong to a service item, as its page and programs show them."""

from __future__ import annotations

from typing import Any

from directories.models import ServiceItem

from .guide_items import guides_for
from .kind_pages.guides import guide_flow
from .kind_pages.registry import with_signed_content
from .models import Notice
from .structures.registry import told_structure


def guides_of(item: ServiceItem) -> list[dict[str, Any]]:
    """The newest first, each with its steps and their chart; one query."""
    return [
        {"title": guide.title, "url": guide.get_absolute_url(), **_flow(guide)}
        for guide in with_signed_content(guides_for(item)).newest_first()
    ]


def _flow(guide: Notice) -> dict[str, Any]:
    signed = getattr(guide, "signed_content", "")
    structure = told_structure(signed) if signed else None
    return guide_flow(structure) if structure else {"steps": [], "chart": ""}
