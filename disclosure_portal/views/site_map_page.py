"""What the site map lists: the parts of the site, its boards, the county's units."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation.models import SiteState
from notices.reference import BoardEntry, reference

UNITS = 200


def site_map_page(state: SiteState) -> dict[str, Any]:
    """One query."""
    units = Agency.objects.open().filter(parent__parent=None, parent__isnull=False)
    return {
        "section": "",
        "breadcrumbs": [{"title": _("Site map"), "url": ""}],
        "sections": [
            _section(_("This site"), reverse("home"), pages()),
            _section(
                _("Boards"),
                reverse("board-list"),
                [(_named(board), board.url) for board in reference(state).boards],
            ),
            _section(
                _("Units"),
                reverse("agency-tree"),
                [
                    (unit.label, unit.get_absolute_url())
                    for unit in units.in_order().only("slug", "name", "short_name")[
                        :UNITS
                    ]
                ],
            ),
        ],
    }


def _named(board: BoardEntry) -> str:
    if not board.archived:
        return board.name
    return _("%(board)s (archived)") % {"board": board.name}


def _section(title: str, url: str, links: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "title": title,
        "url": url,
        "links": [{"title": name, "url": address} for name, address in links],
    }


def pages() -> list[tuple[str, str]]:
    """Each part of the site by its name, with its address."""
    return [
        (_("Home"), reverse("home")),
        (_("Notices"), reverse("notice-list")),
        (_("Boards"), reverse("board-list")),
        (_("Service guides"), reverse("procedure-list")),
        (_("Services from A to Z"), reverse("procedure-letters")),
        (_("Powers and services"), reverse("service-list")),
        (_("Postings open to objections"), reverse("posting-list")),
        (_("Directory of disclosure"), reverse("directory")),
        (_("Matters"), reverse("matter-list")),
        (_("Activity days"), reverse("activity-list")),
        (_("Checklists"), reverse("checklist-list")),
        (_("Reading points"), reverse("reading-point-list")),
        (_("Units"), reverse("agency-tree")),
        (_("Subsidies"), reverse("subsidy-list")),
        (_("Look up your subsidy"), reverse("own-line")),
        (_("Find an index number"), reverse("index-lookup")),
        (_("Search"), reverse("search")),
        (_("Advanced search"), reverse("search-advanced")),
        (_("Figures of disclosure"), reverse("statistics")),
        (_("Open data"), reverse("open-data")),
        (_("Subscribe"), reverse("feed-list")),
        (_("Help"), reverse("help")),
        (_("Privacy statement"), reverse("privacy")),
        (_("Accessibility"), reverse("accessibility")),
    ]
