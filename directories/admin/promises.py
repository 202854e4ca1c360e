from __future__ import annotations

from typing import Any

from django.contrib import admin

from ..models import FormerPromise, ServicePromise
from ..promises import keep_promise
from .service_items import OfUnit


class FormerInline(admin.TabularInline):
    """What was promised before: read only."""

    model = FormerPromise
    extra = 0
    can_delete = False
    fields = (
        "wording",
        "measure",
        "limit",
        "limit_unit",
        "telephone",
        "since",
        "until",
    )
    readonly_fields = fields

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(ServicePromise)
class ServicePromiseAdmin(OfUnit):
    """A change of the words keeps what they were."""

    list_display = ["subject", "agency", "limit", "limit_unit", "since", "until"]
    list_filter = [("until", admin.EmptyFieldListFilter)]
    search_fields = ["subject", "wording", "agency__name"]
    fieldsets = [
        (None, {"fields": ["agency", "subject", "wording", "measure"]}),
        (None, {"fields": [("limit", "limit_unit"), "telephone"]}),
        (None, {"fields": [("since", "until"), "position"]}),
    ]

    def get_inlines(self, request: Any, obj: Any = None) -> list[Any]:
        return [FormerInline] if obj and obj.former.exists() else []

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        keep_promise(obj, by=request.user)
