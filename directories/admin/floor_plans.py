from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.admin import RecordedAdmin
from disclosure_portal.foundation.refusals import RefusedFile

from ..branch_admin import BranchScoped
from ..models import FloorPlan
from ..photographs import store_photograph
from .officials import UnitKept


class FloorPlanForm(UnitKept):
    """The picture is drawn anew before the row is written; its digest is kept."""

    picture = forms.FileField(
        label=_("Picture of the plan"),
        required=False,
        help_text=_("JPEG or PNG."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )

    class Meta:
        model = FloorPlan
        fields = ("agency", "title", "description", "position")

    # Set by the page, which stores the file before any transaction is open.
    stored_picture: str | RefusedFile = ""

    def clean_picture(self) -> Any:
        if isinstance(self.stored_picture, RefusedFile):
            raise ValidationError(str(self.stored_picture))
        if not (self.stored_picture or self.instance.digest):
            raise ValidationError(_("Choose the picture of the plan."))
        return self.cleaned_data["picture"]

    def save(self, commit: bool = True) -> Any:
        if isinstance(self.stored_picture, str) and self.stored_picture:
            self.instance.digest = self.stored_picture
        return super().save(commit)


@admin.register(FloorPlan)
class FloorPlanAdmin(BranchScoped, RecordedAdmin):
    form = FloorPlanForm
    list_display = ["title", "agency", "position"]
    list_select_related = ["agency"]
    search_fields = ["title", "agency__name"]
    fields = ("agency", "title", "picture", "description", "position")

    def changeform_view(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """File work is done before the transaction of the form begins."""
        if request.method == "POST" and (upload := request.FILES.get("picture")):
            try:
                request.stored_picture = store_photograph(
                    upload.chunks(), file_name=upload.name
                )
            except RefusedFile as refusal:
                request.stored_picture = refusal
        return super().changeform_view(request, *args, **kwargs)

    def get_form(
        self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        stored = getattr(request, "stored_picture", "")
        return type(form.__name__, (form,), {"stored_picture": stored})
