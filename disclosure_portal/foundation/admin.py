"""What the admin pages of every app share, and the pages of the floor's own rows.

The floor knows no branches: `directories.admin.county` puts these pages up for those
who answer for the whole county.
"""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _, ngettext

from . import clock
from .mail import MAX_ATTEMPTS, deliver_mail
from .models import AuditEntry, OutgoingMail, SiteState
from .personal_reads import PersonalAdmin
from .refusable_forms import RefusableForm, refusing
from .search.synonyms import words_changed
from .workflow import DomainError

logger = logging.getLogger(__name__)

MET_ANOTHER = _("Someone else saved the same thing at this moment. Please save again.")


class RefusingAdmin(admin.ModelAdmin):
    """A page whose form comes back, text and all, when the deed behind it refuses."""

    form = RefusableForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    refusals: tuple[type[Exception], ...] = (DomainError,)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """What one may not see is not there: 404, where Django would redirect."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values():
            _plain(field.widget)
        refusal = getattr(request, "refusal", "")
        return refusing(form, refusal) if refusal else form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except self.refusals as refusal:
            request.refusal = str(refusal)  # type: ignore[attr-defined]
        except IntegrityError:
            logger.warning("A form met another one in the database", exc_info=True)
            request.refusal = str(MET_ANOTHER)  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)


def _plain(widget: Any) -> None:
    """No pencils and eyes beside a field: they lead away from what is being typed."""
    for link in ("add", "change", "delete", "view"):
        if hasattr(widget, f"can_{link}_related"):
            setattr(widget, f"can_{link}_related", False)


class RecordedAdmin(RefusingAdmin):
    """Every change made here leaves a line in the trail; public ones tell the site."""

    is_public_data = True

    def log_addition(self, request: Any, obj: models.Model, message: Any) -> Any:
        self.record("created", request, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: Any, obj: models.Model, message: Any) -> Any:
        if message:
            self.record("edited", request, obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: Any, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            self.record("deleted", request, obj, [])
        return super().log_deletions(request, queryset)

    def record(
        self, action: str, request: Any, obj: models.Model, message: Any
    ) -> None:
        """Django calls this in the transaction of the change itself."""
        facts = {"changes": message}
        AuditEntry.objects.record(action, obj, by=request.user, facts=facts)
        if self.is_public_data:
            SiteState.objects.bump()


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that the portal writes by itself; nobody changes them, so they have no
    history."""

    change_form_template = "admin/read_only_form.html"

    def history_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        raise Http404

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class OutgoingMailAdmin(PersonalAdmin, ReadOnlyAdmin):
    """The text is not shown: it may hold links that let a person in."""

    list_display = [
        "created_at",
        "recipient",
        "subject",
        "attempts",
        "sent_at",
        "next_try_at",
    ]
    list_filter = [("sent_at", admin.EmptyFieldListFilter), "created_at"]
    search_fields = ["recipient", "subject"]
    exclude = ["body"]
    actions = ["send_again"]

    def lookup_allowed(
        self, lookup: str, value: str, request: HttpRequest | None = None
    ) -> bool:
        """A list that is empty or not would tell the text letter by letter."""
        if lookup.partition("__")[0] in self.exclude:
            return False
        return super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    @admin.action(description=_("Try again to deliver the selected mail"))
    def send_again(self, request: HttpRequest, mails: QuerySet[OutgoingMail]) -> None:
        unsent = mails.filter(sent_at__isnull=True)
        waiting = list(unsent.values_list("pk", flat=True))
        for pk in waiting:
            OutgoingMail.objects.filter(pk=pk, attempts__gte=MAX_ATTEMPTS).update(
                attempts=0
            )
            OutgoingMail.objects.filter(pk=pk).update(next_try_at=clock.now())
            deliver_mail.enqueue(pk)
        self.message_user(
            request,
            ngettext(
                "%(count)d mail will be sent again.",
                "%(count)d mails will be sent again.",
                len(waiting),
            )
            % {"count": len(waiting)},
            messages.SUCCESS if waiting else messages.WARNING,
        )


class CalendarOverrideAdmin(RecordedAdmin):
    list_display = ["day", "is_working", "note"]
    list_filter = ["is_working"]
    search_fields = ["note"]
    date_hierarchy = "day"


class OldAddressAdmin(RecordedAdmin):
    list_display = ["path", "target"]
    list_filter = [("target", admin.EmptyFieldListFilter)]
    search_fields = ["path", "target"]


class ConfirmedYearAdmin(RecordedAdmin):
    list_display = ["year", "source"]


class SearchWordsAdmin(RecordedAdmin):
    """What processes keep of search: read anew after each change."""

    def record(
        self, action: str, request: Any, obj: models.Model, message: Any
    ) -> None:
        super().record(action, request, obj, message)
        words_changed()
