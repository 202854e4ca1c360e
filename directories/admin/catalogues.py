"""Catalogues of units: what each edition says, and its way to the public."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RefusingAdmin

from ..catalogue_editions import (
    COMPILERS,
    faults_of,
    file,
    hand_in,
    open_edition,
    publish,
    send_back,
)
from ..edition_changes import changes_of
from ..forms.catalogues import FilingForm, InForceForm, NothingAsked, ReasonForm
from ..models import Catalogue, CatalogueEntry, CatalogueStatus, Role
from ..permissions import has_role
from .adoption import AdoptionPages
from .catalogue_entries import EntryPages
from .deed_pages import DeedPage

IN_OFFICE = (CatalogueStatus.COLLATING, CatalogueStatus.FILED)


def may_compile(user: Any, catalogue: Catalogue) -> bool:
    return catalogue.status == CatalogueStatus.COMPILING and has_role(
        user, catalogue.agency, *COMPILERS
    )


def _office(*statuses: str) -> Any:
    """Somebody of the office, and not who handed it in."""

    def may(user: Any, catalogue: Catalogue) -> bool:
        return (
            catalogue.status in statuses
            and has_role(user, catalogue.agency, Role.OVERSEER)
            and user.pk != catalogue.handed_in_by_id
        )

    return may


@admin.register(Catalogue)
class CatalogueAdmin(AdoptionPages, EntryPages, RefusingAdmin):
    """The list of editions, and one of them as a list that is worked on."""

    begin_title = _("Work on a unit's catalogue")
    deeds: ClassVar = {
        "hand-in": DeedPage(_("Hand in"), NothingAsked, hand_in, may_compile),
        "send-back": DeedPage(
            _("Send back"), ReasonForm, send_back, _office(*IN_OFFICE)
        ),
        "file": DeedPage(
            _("Enter in the files"),
            FilingForm,
            file,
            _office(CatalogueStatus.COLLATING),
        ),
        "publish": DeedPage(
            _("Put in force"), InForceForm, publish, _office(CatalogueStatus.FILED)
        ),
    }
    list_display = [
        "agency",
        "edition",
        "status",
        "items",
        "unsettled",
        "handed_in_at",
        "filed_at",
        "published_at",
        "in_force_from",
    ]
    list_select_related = ["agency"]
    list_filter = ["status", "agency__kind"]
    search_fields = [
        "agency__name",
        "agency__short_name",
        "agency__code",
        "filing_number",
    ]

    def begin(self, unit: Any, *, by: Any) -> Catalogue:
        return open_edition(unit, by=by)

    def get_queryset(self, request: Any) -> QuerySet[Catalogue]:
        return super().get_queryset(request).select_related("agency")

    def get_changelist_instance(self, request: Any) -> Any:
        """The figures of the rows of this page, in one query."""
        changelist = super().get_changelist_instance(request)
        shown = {row.pk: row for row in changelist.result_list}
        counts = CatalogueEntry.objects.filter(catalogue__in=list(shown)).order_by()
        figures = counts.values_list("catalogue").annotate(
            items=Count("pk"), unsettled=Count("pk", filter=Q(rule=None))
        )
        for pk, items, unsettled in figures:
            shown[pk].item_counts = (items, unsettled)
        return changelist

    @admin.display(description=_("items"))
    def items(self, catalogue: Any) -> int:
        return getattr(catalogue, "item_counts", (0, 0))[0]

    @admin.display(description=_("without a rule"))
    def unsettled(self, catalogue: Any) -> int:
        return getattr(catalogue, "item_counts", (0, 0))[1]

    def get_urls(self) -> list[URLPattern]:
        changes = path(
            "<int:pk>/changes/",
            self.page(self.changes_view),
            name="directories_catalogue_changes",
        )
        return [changes, *super().get_urls()]

    def change_view(
        self,
        request: Any,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """One edition: `?q=` finds entries, `?rule=missing` shows those to settle."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if not object_id.isdecimal():
            return self.get_object(request, object_id)
        catalogue = self.found(request, int(object_id), to_change=False)
        found, wanted = entries_shown(catalogue, request.GET)
        may_write = may_compile(request.user, catalogue)
        return self.shown(
            request,
            "admin/directories/catalogue/edition.html",
            title=str(catalogue),
            catalogue=catalogue,
            entries=found,
            wanted=wanted,
            unsettled=catalogue.entries.filter(rule=None).count(),
            may_write=may_write,
            faults=faults_of(catalogue) if may_write else [],
            buttons=self.buttons(request, catalogue),
        )

    def changes_view(self, request: Any, pk: int) -> HttpResponse:
        catalogue = self.found(request, pk, to_change=False)
        return self.shown(
            request,
            "admin/directories/catalogue/changes.html",
            title=_("What changed since the last edition"),
            catalogue=catalogue,
            changes=changes_of(catalogue),
        )


def entries_shown(
    catalogue: Catalogue, asked: Any
) -> tuple[list[CatalogueEntry], dict[str, str]]:
    """The entries that are asked for, by domain and place, and what was asked."""
    wanted = {"q": asked.get("q", "").strip(), "rule": asked.get("rule", "")}
    rows = catalogue.entries.select_related("rule").order_by("domain", "position", "pk")
    if wanted["rule"] == "missing":
        rows = rows.filter(rule=None)
    if words := wanted["q"]:
        columns = (
            "level_1",
            "level_2",
            "level_3",
            "code",
            "domain",
            "content",
            "section",
        )
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__icontains": words})
        rows = rows.filter(found)
    return list(rows), wanted
