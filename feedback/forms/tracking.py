"""What the writer of a letter types afterwards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..answering import SUPPLEMENT_LIMIT
from ..models import Rating
from .writing import clean_words


class TrackForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the letter"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the number on the receipt.")},
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Eight digits on the receipt."),
        error_messages={"required": _("Write the query code on the receipt.")},
    )


class SupplementForm(forms.Form):
    supplement = forms.CharField(
        label=_("Your answer"),
        max_length=SUPPLEMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what was asked for.")},
    )

    def clean_supplement(self) -> str:
        return clean_words(self.cleaned_data["supplement"])


class RateForm(forms.Form):
    grade = forms.TypedChoiceField(
        label=_("How was the answer?"),
        choices=Rating.GRADES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the five.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if you are not satisfied: it is then looked into again."),
    )

    def clean_reason(self) -> str:
        return clean_words(self.cleaned_data["reason"])
