"""A sheet is chosen, looked at, and taken: for rows that come in lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.workflow import DomainError

from ..models import SheetUpload


class SheetPages:
    """Mix in before another admin class with `may`. Templates lie in
    admin/directories/MODEL/: upload.html and preview.html."""

    admin_site: Any
    opts: Any
    may: Any
    message_user: Any
    uploads: ClassVar[type[SheetUpload]]
    upload_title: ClassVar[str | Promise]
    look_title: ClassVar[str | Promise]

    def sheet_form(self, request: Any) -> Any:
        raise NotImplementedError

    def keep_sheet(self, request: Any, form: Any) -> SheetUpload:
        """Raises DomainError."""
        raise NotImplementedError

    def sheet_preview(self, request: Any, upload: Any) -> Any:
        raise NotImplementedError

    def take_sheet(self, request: Any, upload: Any) -> str:
        """What was done, in words. Raises DomainError, ValidationError."""
        raise NotImplementedError

    def _address(self, page: str, *args: Any) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(f"admin:{name}", args=args)

    def changelist_view(self, request: Any, extra_context: Any = None) -> HttpResponse:
        extra = {**(extra_context or {}), "may_import": self.may(request, "add")}
        return super().changelist_view(request, extra)  # type: ignore[misc]

    def get_urls(self) -> list[URLPattern]:
        def page(view: Any) -> Any:
            return self.admin_site.admin_view(view)

        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("import/", page(self.import_view), name=f"{name}_import"),
            path("import/<str:token>/", page(self.look), name=f"{name}_look"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def import_view(self, request: Any) -> HttpResponse:
        """Choose a file; what can be read goes on to its preview."""
        if not self.may(request, "add"):
            raise PermissionDenied
        form = self.sheet_form(request)
        if form.is_valid() and (upload := self._kept(request, form)):
            return HttpResponseRedirect(self._address("look", upload.token))
        context = {"form": form, "title": self.upload_title}
        return self._sheet_page(request, "upload", context)

    def _kept(self, request: Any, form: Any) -> SheetUpload | None:
        try:
            return self.keep_sheet(request, form)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
            return None

    def look(self, request: Any, token: str) -> HttpResponse:
        """What would become of each row, and all that is told; then it is taken."""
        if not self.may(request, "add"):
            raise PermissionDenied
        rows = self.uploads._default_manager.filter(uploaded_by=request.user)
        upload = rows.filter(token=token).first()
        if upload is None:
            raise Http404
        if request.method == "POST" and self._taken(request, upload):
            return HttpResponseRedirect(self._address("changelist"))
        try:
            preview = self.sheet_preview(request, upload)
        except DomainError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(self._address("import"))
        context = {"preview": preview, "title": self.look_title}
        return self._sheet_page(request, "preview", context)

    def _taken(self, request: Any, upload: Any) -> bool:
        try:
            words = self.take_sheet(request, upload)
        except DomainError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return False
        except ValidationError as refusal:
            self.message_user(request, "; ".join(refusal.messages), messages.ERROR)
            return False
        self.message_user(request, words, messages.SUCCESS)
        return True

    def _sheet_page(self, request: Any, name: str, context: Any) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "button": _("Look at it first"),
            **context,
        }
        folder = f"admin/directories/{self.opts.model_name}"
        return TemplateResponse(request, f"{folder}/{name}.html", whole)
