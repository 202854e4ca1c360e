"""What a recipient types to find their own line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import Programme
from ..recipient_identity import SHORTEST_CHECK, plain_check, plain_name

YEARS = 6
QUIET = {"autocomplete": "off", "spellcheck": "false"}


class Unsaid(forms.TextInput):
    """Not sent back, not even with an error: others may look at the screen."""

    def format_value(self, value: Any) -> None:
        return None


class OwnLineForm(forms.Form):
    """Name and check value, and if there are many lines, which programme and year."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs=QUIET),
        help_text=_("The full name, as it stands in the household register."),
        error_messages={"required": _("Write your name.")},
    )
    check_value = forms.CharField(
        label=_("Check value"),
        max_length=60,
        widget=Unsaid(attrs={**QUIET, "autocapitalize": "characters"}),
        help_text=_(
            "As a rule the last six characters of the identity number; the page of the"
            " payment says if something else is asked for."
        ),
        error_messages={"required": _("Write the check value.")},
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.all(),
        required=False,
        empty_label=_("All programmes"),
    )
    year = forms.TypedChoiceField(
        label=_("Year"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = local_day(clock.now()).year
        years = range(this_year, this_year - YEARS, -1)
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", _("All years")),
            *((year, str(year)) for year in years),
        ]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not plain_name(name):
            raise ValidationError(_("Write your name."))
        return name

    def clean_check_value(self) -> str:
        """A shorter one is in no list."""
        value: str = self.cleaned_data["check_value"]
        if len(plain_check(value)) < SHORTEST_CHECK:
            raise ValidationError(
                _("Write at least %(length)s letters or digits.")
                % {"length": SHORTEST_CHECK}
            )
        return value
