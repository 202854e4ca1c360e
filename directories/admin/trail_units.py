"""The trail of one unit and all below it: chosen step by step, down the tree."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import AuditEntry

from ..models import Agency, Employment
from ..permissions import in_branches

# Every sort of record that the trail tells of and that is of a unit: the way to it.
WAYS = {
    **dict.fromkeys(
        (
            *("directories.membership", "directories.employment"),
            *("directories.official", "directories.workinggroup"),
            *("directories.floorplan", "directories.sourcesystem"),
            *("directories.catalogue", "directories.disclosureguide"),
            *("directories.serviceitem", "directories.servicepoint"),
            *("directories.servicepromise", "directories.catalogueitem"),
            "directories.slot",
            *("notices.notice", "notices.board", "notices.reviewchain"),
            *("notices.matter", "notices.activity", "notices.readingpoint"),
            *("notices.programme", "feedback.mailbox", "feedback.question"),
            *("feedback.letter", "feedback.volunteersupervisor"),
            *("supervision.rectificationorder", "supervision.orderpublication"),
        ),
        "agency",
    ),
    "directories.apitoken": "system__agency",
    "directories.catalogueentry": "catalogue__agency",
    "notices.guideitem": "notice__agency",
}
# Of the units below the chosen one so many are offered; others by their address.
OFFERED = 300


class BranchFilter(admin.SimpleListFilter):
    """Offers the chosen unit, those above it and those right below it. What counts is
    where a record belongs today; a person belongs to the unit that employs them."""

    title = _("unit")
    parameter_name = "unit"

    def __init__(self, request: Any, params: Any, model: Any, model_admin: Any) -> None:
        given = params.get(self.parameter_name) or [""]
        units = Agency.objects.select_related("parent")
        self.chosen = units.filter(slug=given[-1].replace("\x00", "")).first()
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        offered = Agency.objects.filter(parent=self.chosen).in_order()
        if self.chosen is None:
            offered = Agency.objects.filter(parent__parent=None).order_by("path")
        names = ("slug", "name")
        below = list(offered.values_list(*names)[:OFFERED])
        if self.chosen is None:
            return below
        above = Agency.objects.above(self.chosen.path).values_list(*names)
        return [*above, (self.chosen.slug, self.chosen.name), *below]

    def queryset(
        self, request: Any, entries: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        return entries.filter(of_branch(self.chosen)) if self.chosen else entries


def of_branch(unit: Agency) -> Q:
    """The entries whose record belongs to the unit or to one below it."""
    people = Employment.objects.filter(in_branches([unit.path]))
    units = Agency.objects.branch(unit.path).order_by().values("pk")
    found = _are("foundation.user", people.values("user"))
    found |= _are("directories.agency", units)
    for label, way in WAYS.items():
        rows = apps.get_model(label)._default_manager.order_by()
        own = rows.filter(in_branches([unit.path], f"{way}__path"))
        found |= _are(label, own.values("pk"))
    return found


def _are(label: str, keys: QuerySet[Any]) -> Q:
    return Q(target_type=label, target_id__in=keys)
