"""The trail as a page: sifted by deed, kind and month, and taken away as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from . import clock
from .admin import ReadOnlyAdmin
from .days import LOCAL, day_start, local_day
from .models import AuditEntry, SealedRecord, User
from .report_files import plain_cell
from .trail_words import (
    ACTIONS,
    action_word,
    kind_word,
    state_word,
    told_facts,
    without_digests,
)

# How far back months are offered; older ones are found by search.
MONTHS = 36
CHUNK = 2000
# What the portal's own apps are called; others write no trail.
KEEPERS = ("directories", "feedback", "foundation", "notices", "supervision")
# Conditions of entries that a person may not read, set by the apps whose rows they tell
# of: a letter that accuses somebody's unit is no business of theirs here, either.
BARRED: list[Callable[[User], Q]] = []


class ActionFilter(admin.SimpleListFilter):
    title = gettext_lazy("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(ACTIONS.items())

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("kind of record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        labels = (
            model._meta.label_lower
            for app in KEEPERS
            for model in apps.get_app_config(app).get_models()
            # What has no name in the language of readers writes no trail.
            if isinstance(model._meta.verbose_name, Promise)
        )
        return sorted(((label, kind_word(label)) for label in labels), key=_word)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        return queryset.filter(target_type=self.value()) if self.value() else queryset


class MonthFilter(admin.SimpleListFilter):
    """A local month as a range of moments, so that the index of times serves it."""

    title = gettext_lazy("month")
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(f"{day:%Y-%m}", f"{day:%Y-%m}") for day in _months()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        chosen = [day for day in _months() if f"{day:%Y-%m}" == self.value()]
        if not chosen:
            return queryset
        start = chosen[0]
        end = (start + timedelta(days=32)).replace(day=1)
        return queryset.filter(at__gte=day_start(start), at__lt=day_start(end))


class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor_name", "deed", "kind", "title", "was", "became"]
    fields = [
        *("at", "actor", "actor_name", "deed", "kind", "target_id", "target_name"),
        *("was", "became", "note", "what_was"),
    ]
    readonly_fields = ["deed", "kind", "was", "became", "what_was"]
    list_filter = [ActionFilter, KindFilter, MonthFilter]
    list_select_related = ["actor"]
    search_fields = ["actor_name", "target_name", "note"]
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Each entry knows whether its record was erased by law (`is_sealed`)."""
        entries: QuerySet[AuditEntry] = super().get_queryset(request)
        assert isinstance(request.user, User)
        for barred in BARRED:
            entries = entries.exclude(barred(request.user))
        return entries.annotate(is_sealed=Exists(_SEALED))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        """What is told to nobody is found by nobody: a hit would tell it."""
        if search_term.strip():
            queryset = queryset.filter(~Exists(_SEALED))
        return super().get_search_results(request, queryset, search_term)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> AuditEntry | None:
        entry = super().get_object(request, object_id, from_field)
        return told(entry) if isinstance(entry, AuditEntry) else None

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Headed by the deed in words; the row's own name has its code."""
        entry = self.get_object(request, unquote(object_id))
        said = [entry.actor_name, self.deed(entry), entry.target_name] if entry else []
        context = {**(extra_context or {}), "subtitle": " ".join(map(str, said))}
        return super().change_view(request, object_id, form_url, context)

    change_list_template = "admin/trail.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export)
        own = path("trail.csv", view, name="foundation_auditentry_export")
        return [own, *super().get_urls()]

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the filters leave, newest first, as a table; that it was taken away is
        a line of the trail itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        # The list's own sieve: its parameters mean here what they mean there.
        found = self.get_changelist_instance(request).get_queryset(request)
        assert isinstance(request.user, User)
        entry = AuditEntry.objects.record(
            "exported", None, by=request.user, note=request.GET.urlencode()
        )
        rows = found.filter(pk__lt=entry.pk).order_by("-at", "-pk")
        name = f"trail-{local_day(clock.now()):%Y%m%d}.csv"
        return StreamingHttpResponse(
            _table(rows.iterator(chunk_size=CHUNK)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @admin.display(description=gettext_lazy("action"), ordering="action")
    def deed(self, entry: AuditEntry) -> str:
        return action_word(entry.action)

    @admin.display(description=gettext_lazy("kind of record"), ordering="target_type")
    def kind(self, entry: AuditEntry) -> str:
        return kind_word(entry.target_type)

    @admin.display(description=gettext_lazy("title at the time"))
    def title(self, entry: AuditEntry) -> str:
        return told(entry).target_name

    @admin.display(description=gettext_lazy("status before"))
    def was(self, entry: AuditEntry) -> str:
        return state_word(entry, entry.before)

    @admin.display(description=gettext_lazy("status after"))
    def became(self, entry: AuditEntry) -> str:
        return state_word(entry, entry.after)

    @admin.display(description=gettext_lazy("facts"))
    def what_was(self, entry: AuditEntry) -> str:
        """Digests are read by programs: people see how many there are."""
        if not entry.facts:
            return "-"
        short = _json(without_digests(entry.facts))
        if short == (whole := _json(entry.facts)):
            return short
        return format_html(
            "{}<details><summary>{}</summary>{}</details>",
            *(short, _("With all digests"), whole),
        )


def told(entry: AuditEntry) -> AuditEntry:
    """The entry without its words where its record was erased by law, and without
    those of a place or a file that may have been struck out."""
    entry.facts = told_facts(entry)
    if getattr(entry, "is_sealed", False):
        entry.target_name = _("Erased by law")
        entry.note, entry.facts = "", {}
    return entry


_SEALED = SealedRecord.objects.filter(
    Q(up_to=None) | Q(up_to__gte=OuterRef("pk")),
    target_type=OuterRef("target_type"),
    target_id=OuterRef("target_id"),
)


class _Line:
    """Hands back what a writer of CSV writes."""

    def write(self, text: str) -> str:
        return text


def _table(entries: Iterable[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    headings = (
        *(_("Time"), _("Person"), _("Action"), _("Kind of record"), _("Record")),
        *(_("Title at the time"), _("Status before"), _("Status after"), _("Reason")),
        _("Facts"),
    )
    yield "\ufeff" + str(writer.writerow(headings))
    for entry in map(told, entries):
        yield str(writer.writerow([plain_cell(cell) for cell in _cells(entry)]))


def _cells(entry: AuditEntry) -> tuple[object, ...]:
    return (
        entry.at.astimezone(LOCAL).isoformat(sep=" ", timespec="seconds"),
        entry.actor_name,
        action_word(entry.action),
        kind_word(entry.target_type),
        entry.target_id,
        entry.target_name,
        state_word(entry, entry.before),
        state_word(entry, entry.after),
        entry.note,
        _json(entry.facts) if entry.facts else "",
    )


def _json(facts: object) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _months() -> Iterator[date]:
    """The first days of the last months, the newest first."""
    day = local_day(clock.now()).replace(day=1)
    for _number in range(MONTHS):
        yield day
        day = (day - timedelta(days=1)).replace(day=1)


def _word(pair: tuple[str, str]) -> str:
    return pair[1]
