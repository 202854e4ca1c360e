"""What an overseer says when a unit is renamed, moved, merged or closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..branch_admin import BranchAutocomplete, agencies_for
from ..models import Agency


class ChangeForm(forms.Form):
    """Any change has a basis; `person` limits the units that may be chosen."""

    note = forms.CharField(
        label=_("Basis"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("The document that ordered it; shown in the unit's history."),
    )
    field_order: list[str] | None = None

    def __init__(self, *args: Any, unit: Agency, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        units = agencies_for(person, "directories.change_agency").open()
        for name in ("to", "into"):
            if name in self.fields:
                self.fields[name].queryset = units.exclude(pk=unit.pk)  # type: ignore[attr-defined]


class DatedForm(ChangeForm):
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = local_day(clock.now())


class RenameForm(DatedForm):
    name = forms.CharField(
        label=_("New name"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    field_order = ["name", "on", "note"]


class RecodeForm(ChangeForm):
    code = forms.CharField(label=_("New code"), max_length=40)
    field_order = ["code", "note"]


def _unit_field(label: Any) -> forms.ModelChoiceField:
    parent = Agency._meta.get_field("parent")
    widget = BranchAutocomplete(
        parent, admin.site, permission="directories.change_agency"
    )
    return forms.ModelChoiceField(Agency.objects.none(), label=label, widget=widget)


class MoveForm(DatedForm):
    to = _unit_field(_("New superior unit"))
    field_order = ["to", "on", "note"]


class MergeForm(DatedForm):
    into = _unit_field(_("The unit that takes it in"))
    field_order = ["into", "on", "note"]
