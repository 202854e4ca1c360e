from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ServiceUploadForm(forms.Form):
    """The list, and what is said of it."""

    file = forms.FileField(
        label=_("file"), help_text=_("xlsx, xls, et or csv, at most 1,000 rows.")
    )
    sheet = forms.CharField(
        label=_("sheet"),
        max_length=100,
        required=False,
        help_text=_("Of a workbook with several lists; empty for the first one."),
    )
    is_complete = forms.BooleanField(
        label=_("the sheet is the complete list"),
        required=False,
        help_text=_(
            "Tick it only if the sheet holds all powers and services of each unit that"
            " it names: what it lacks, of whatever kind, is taken off the list. You see"
            " these items before it is done."
        ),
    )

    field_order = ("file", "sheet", "agency", "is_complete")

    def __init__(self, *args: Any, unit_field: forms.Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_field.required = False
        unit_field.help_text = _("Of rows that name none; empty if each names its own.")
        self.fields["agency"] = unit_field
        self.order_fields(self.field_order)
