from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import StandardCatalogue, StandardLimit
from ..models.standards import TRIGGERS
from ..standard_import import Particulars


class UploadForm(forms.ModelForm):
    """The sheet of a catalogue, and what is said of it; a name that is known renews."""

    file = forms.FileField(
        label=_("file"),
        help_text=_("xlsx, xls, et or csv, as the catalogue was given out."),
    )
    sheet = forms.CharField(
        label=_("sheet"),
        max_length=100,
        required=False,
        help_text=_("Of a workbook with several catalogues; empty for the first one."),
    )

    class Meta:
        model = StandardCatalogue
        fields = ("name", "domain", "issue_level", "number", "issued_by")
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("A catalogue of this name is renewed; its items stay."),
        }

    field_order = ("file", "name", "domain", "issue_level", "number", "issued_by")

    def clean_name(self) -> str:
        """A known name is a renewal: it is that catalogue which must stay right."""
        name: str = self.cleaned_data["name"]
        known = StandardCatalogue.objects.filter(name=name).first()
        self.instance = known or self.instance
        return name

    def particulars(self) -> Particulars:
        names = self.Meta.fields
        return Particulars(**{name: self.cleaned_data[name] for name in names})


class LimitForm(forms.ModelForm):
    triggers = forms.MultipleChoiceField(
        label=_("counted from"),
        choices=list(TRIGGERS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = StandardLimit
        fields = (
            *("position", "about", "cadence", "triggers", "number", "span"),
            *("period", "month", "day", "posting", "posting_span"),
        )
