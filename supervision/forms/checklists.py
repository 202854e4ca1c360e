"""A checklist begun, copied, taken from a file, and what is said of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ..checklist_document import FIRST_YEAR, LAST_YEAR
from ..checklist_import import Particulars
from ..models import Checklist

CODE = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("Use lower-case letters, digits and single hyphens only."),
)


def code_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        validators=[CODE],
        help_text=_("The same in all years: letters, digits and hyphens."),
        **more,
    )


def year_field(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, **more
    )


class NewForm(forms.Form):
    code = code_field()
    year = year_field()
    title = forms.CharField(label=_("Title"), max_length=200)
    unit_kind = forms.CharField(
        label=_("Units scored by it"),
        max_length=100,
        required=False,
        help_text=_("For example: townships; departments with key areas."),
    )


class CopyForm(forms.Form):
    """For the next year, as the next version, or of an example."""

    year = year_field()
    code = code_field(required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)

    def __init__(self, *args: Any, is_example: bool = False, **kwargs: Any) -> None:
        kwargs["auto_id"] = "copy-%s"
        super().__init__(*args, **kwargs)
        if not is_example:
            del self.fields["code"]
        else:
            self.fields["code"].required = True


class ParticularsForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Checklist
        fields = ("title", "unit_kind", "source", "notes")


class UploadForm(forms.Form):
    """A sheet and what is said of it; a JSON file says it itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("xlsx, xls, et or csv as offices have them, or a file of JSON."),
    )
    code = code_field(required=False)
    year = year_field(required=False)
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    unit_kind = forms.CharField(
        label=_("Units scored by it"), max_length=100, required=False
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    sheet = forms.CharField(
        label=_("Sheet"),
        max_length=100,
        required=False,
        help_text=_("Of a workbook with several; empty for the first one that fits."),
    )
    split_parts = forms.BooleanField(
        label=_("Parts with points of their own become indicators"),
        required=False,
        help_text=_("“1. …【2分】 2. …【3分】” in one rule make two indicators."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("file")
        if file is None or file.name.lower().endswith(".json"):
            return given
        for name in ("code", "year", "title"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("A sheet doesn't say it: type it in."))
        return given

    def particulars(self) -> Particulars:
        given = self.cleaned_data
        return Particulars(
            code=given["code"],
            year=given["year"] or 0,
            title=given["title"],
            unit_kind=given["unit_kind"],
            source=given["source"],
            split_parts=given["split_parts"],
        )
