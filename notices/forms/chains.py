from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directories.forms.units import unit_field
from directories.models import AgencyQuerySet


class WholeChainForm(forms.Form):
    """On which unit and its branch the whole chain is put; on all of the site where
    none is chosen, by those who answer for the county."""

    def __init__(
        self, *args: Any, units: AgencyQuerySet, is_county_wide: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = unit_field(units, label=_("agency"))
        field.required = not is_county_wide
        if is_county_wide:
            field.help_text = _("Empty: all units that have no chain of theirs.")
        self.fields["agency"] = field
