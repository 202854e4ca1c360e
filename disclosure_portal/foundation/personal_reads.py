"""Who works here and reads what concerns persons leaves a line in the trail
(个人信息保护法, arts. 51 and 54: reading is limited, and looked into)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from .models import AuditEntry, User


def note_read(target: Model | None, *, by: User, what: str = "") -> None:
    """`what` says which part of it, or by which words a list was looked through."""
    AuditEntry.objects.record("personal_data_read", target, by=by, note=what)


class PersonalAdmin(admin.ModelAdmin):
    """Mix in before a page whose rows tell of persons: each list and each row that is
    opened is noted, but for one's own."""

    def changelist_view(self, request: HttpRequest, *args: Any, **more: Any) -> Any:
        answer = super().changelist_view(request, *args, **more)
        if _is_shown(request, answer):
            self._note(request, None)
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **more: Any
    ) -> Any:
        answer = super().change_view(request, object_id, *args, **more)
        if _is_shown(request, answer):
            shown = self.get_object(request, object_id)
            if shown != request.user:
                self._note(request, shown)
        return answer

    def _note(self, request: HttpRequest, shown: Model | None) -> None:
        assert isinstance(request.user, User)  # the admin lets nobody else in
        named = "" if shown else f"{self.opts.label_lower}?{request.GET.urlencode()}"
        note_read(shown, by=request.user, what=named)


def _is_shown(request: HttpRequest, answer: HttpResponse) -> bool:
    return request.method == "GET" and answer.status_code == 200
