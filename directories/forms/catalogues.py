"""What is asked when an edition of a unit's catalogue goes its way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

LINE = {"class": "vTextField"}


class NothingAsked(forms.Form):
    """The deed itself is confirmed."""


class ReasonForm(forms.Form):
    # The deed says what is missing where it is empty.
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
        help_text=_("What is to be changed; the unit reads it."),
    )


class FilingForm(forms.Form):
    number = forms.CharField(
        label=_("Filing number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=LINE),
        help_text=_("Empty where the office keeps no numbers."),
    )


class InForceForm(forms.Form):
    in_force_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("Duties are owed from this day; it may lie back, and not ahead."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_force_from"].initial = local_day(clock.now())
