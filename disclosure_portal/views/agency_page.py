"""What the page of a unit shows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import (
    Agency,
    AgencyChange,
    AgencyKind,
    ChangeKind,
    Official,
    OfficialKind,
    WorkingGroup,
)
from directories.tree_page import tree_address
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.leaving import outward
from disclosure_portal.foundation.linked_data import Thing, organization, thing
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.telephones import telephone_url
from notices.facets import list_address, with_parameters
from notices.listing import number, printed_rows, row_values
from notices.models import Notice
from notices.procedure_counts import ProcedureCounts, procedure_counts
from notices.reference import Branch, Reference, branch_of, reference

NEWEST = 10
CHILDREN = 30


def agency_page(unit: Agency, state: SiteState) -> dict[str, Any]:
    """Seven queries: people, groups with their members, notices, units, history."""
    officials = list(Official.objects.public().filter(agency=unit).order_by("position"))
    newest = Notice.objects.public().filter(agency=unit).newest_first()[:NEWEST]
    branch = branch_of(state, unit.slug)
    return {
        "section": "agencies",
        "breadcrumbs": [
            {"title": _("Units"), "url": reverse("agency-tree")},
            {"title": unit.name, "url": ""},
        ],
        "description": unit.duties,
        "linked_data": [_linked_data(unit)],
        "feed": {"title": unit.label, "url": reverse("feed-unit", args=[unit.slug])},
        "agency": _particulars(unit),
        "superior": _link(unit.parent) if unit.parent else None,
        "closed": _closed(unit),
        "leaders": [
            _leader(person)
            for person in officials
            if person.kind == OfficialKind.LEADER
        ],
        "staff": [
            _staff(person) for person in officials if person.kind != OfficialKind.LEADER
        ],
        "groups": _groups(unit),
        "boards": _boards(unit, reference(state)),
        "rows": printed_rows(row_values(newest)),
        "notices_url": list_address({"branch": unit.slug}),
        "count_text": number(branch.count) if branch else "",
        "procedures_url": _procedures_url(unit, procedure_counts(state)),
        **_children(unit),
        "sizes": _sizes(branch),
        "changes": _changes(unit),
    }


def matters_address(slug: str) -> str:
    """The matters of a unit and of those below it."""
    return with_parameters(reverse("matter-list"), {"unit": slug})


def _procedures_url(unit: Agency, counts: ProcedureCounts) -> str:
    """Where the unit's own guides stand; empty where it has none."""
    if not any(each.slug == unit.slug for each in counts.units):
        return ""
    return with_parameters(reverse("procedure-list"), {"unit": unit.slug})


def _linked_data(unit: Agency) -> Thing:
    address = unit.address and thing(
        "PostalAddress", streetAddress=unit.address, postalCode=unit.postcode
    )
    above = unit.parent and organization(
        unit.parent.name, unit.parent.get_absolute_url()
    )
    return organization(
        unit.name,
        unit.get_absolute_url(),
        alternateName=unit.short_name,
        identifier=unit.credit_code or unit.code,
        description=unit.duties,
        address=address,
        telephone=unit.telephone,
        faxNumber=unit.fax,
        email=unit.email,
        sameAs=unit.website,
        foundingDate=unit.founded_on and unit.founded_on.isoformat(),
        dissolutionDate=unit.closed_on and unit.closed_on.isoformat(),
        parentOrganization=above,
    )


def _link(unit: Agency) -> dict[str, str]:
    return {"title": unit.name, "url": unit.get_absolute_url()}


def _particulars(unit: Agency) -> dict[str, str]:
    return {
        "name": unit.name,
        "slug": unit.slug,
        "kind": unit.get_kind_display(),
        "code": unit.code,
        "credit_code": unit.credit_code,
        "duties": unit.duties,
        "address": unit.address,
        "postcode": unit.postcode,
        "office_hours": unit.office_hours,
        "telephone": unit.telephone,
        "telephone_url": telephone_url(unit.telephone),
        "fax": unit.fax,
        "email": unit.email,
        "website": unit.website,
        "website_url": outward(unit.website),
    }


def _closed(unit: Agency) -> dict[str, Any] | None:
    if unit.closed_on is None:
        return None
    return {
        "day": official_date(unit.closed_on),
        "day_iso": unit.closed_on.isoformat(),
        "successor": _link(unit.successor) if unit.successor else None,
        "is_merged": unit.successor is not None,
    }


def _leader(person: Official) -> dict[str, str]:
    digest = person.photo_digest
    return {
        "name": person.name,
        "post": person.post,
        "duties": person.duties,
        "telephone": person.telephone,
        "photo_url": reverse("photo", args=[digest]) if digest else "",
    }


def _staff(person: Official) -> dict[str, str]:
    until = person.certificate_until
    return {
        "name": person.name,
        "post": person.post,
        "telephone": person.telephone,
        "certificate_number": person.certificate_number,
        "certificate_until": official_date(until) if until else "",
    }


def _groups(unit: Agency) -> list[dict[str, Any]]:
    groups = WorkingGroup.objects.filter(agency=unit, is_public=True)
    shown = []
    for group in groups.order_by("kind", "pk").prefetch_related("members"):
        people = [
            (member.is_head, {"name": member.name, "post": member.post})
            for member in group.members.all()
        ]
        shown.append(
            {
                "title": group.name,
                "kind": group.get_kind_display(),
                "duties": group.duties,
                "head": next((person for is_head, person in people if is_head), None),
                "members": [person for is_head, person in people if not is_head],
            }
        )
    return shown


def _boards(unit: Agency, known: Reference) -> list[dict[str, str]]:
    return [
        {
            "title": board.name,
            "url": board.url,
            "count_text": number(known.tally(f"board:{board.pk}")),
            "archived": board.archived,
        }
        for board in known.boards
        if board.agency_id == unit.pk
    ]


def _children(unit: Agency) -> dict[str, Any]:
    below = Agency.objects.filter(parent=unit).open()
    count = below.count()
    found = below.in_order()[:CHILDREN] if count else []
    return {
        "children": [
            {
                "title": child.name,
                "url": child.get_absolute_url(),
                "kind": child.get_kind_display(),
            }
            for child in found
        ],
        "children_url": tree_address(unit),
        "children_count_text": number(count),
    }


def _sizes(branch: Branch | None) -> list[dict[str, str]]:
    """How many open units of each kind stand below, at every level."""
    if branch is None:
        return []
    return [
        {"kind": str(AgencyKind(kind).label), "count_text": number(count)}
        for kind, count in branch.sizes.items()
    ]


def _changes(unit: Agency) -> list[dict[str, Any]]:
    found = AgencyChange.objects.filter(agency=unit).select_related("other")
    return [
        {
            "day": official_date(change.on),
            "day_iso": change.on.isoformat(),
            "event": change.get_kind_display(),
            "text": _change_text(change),
            "other": _link(change.other) if change.other else None,
            "note": change.note,
        }
        for change in found
    ]


def _change_text(change: AgencyChange) -> str:
    if change.kind == ChangeKind.RENAMED and change.old_name:
        return _("until then “%(name)s”") % {"name": change.old_name}
    return ""
