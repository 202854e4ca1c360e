"""What a clerk writes down for somebody who calls, comes, or has written on paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import REGISTERED, Channel, VolunteerSupervisor

# What came longer ago was not written down in time; the register on paper has it.
MOST_DAYS = 30


class DoorForm(forms.Form):
    """By which door it came, and when."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(each.value, each.label) for each in REGISTERED],
    )
    received_on = forms.DateField(
        label=_("Day on which it came"),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("The time limit is counted from this day."),
    )
    supervisor = forms.ModelChoiceField(
        VolunteerSupervisor.objects.none(),
        label=_("Volunteer supervisor"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "letter-%s")
        super().__init__(*args, **kwargs)
        today = local_day(clock.now())
        volunteers: Any = self.fields["supervisor"]
        serving = VolunteerSupervisor.objects.exclude(until__lt=today)
        volunteers.queryset = serving.select_related("agency")
        self.fields["received_on"].initial = today

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        today = local_day(clock.now())
        if day > today or (today - day).days > MOST_DAYS:
            raise forms.ValidationError(
                _("The day lies between %(most)s days ago and today.")
                % {"most": MOST_DAYS}
            )
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("channel") == Channel.SUPERVISOR and not given.get("supervisor"):
            self.add_error("supervisor", _("Name the volunteer whose report it is."))
        return given
