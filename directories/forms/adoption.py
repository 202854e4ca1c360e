"""Which items of which standards are adopted, and for whom."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import Agency, AgencyKind, AgencyQuerySet, StandardCatalogue, StandardItem

# So many are taken in one go; more in several.
MOST_UNITS = 300
MOST_ITEMS = 3_000
LEVELS = {
    "city": _("city level"),
    "county": _("county level"),
    "township": _("township level"),
    "village": _("village level"),
}


class AdoptionForm(forms.Form):
    catalogues = forms.ModelMultipleChoiceField(
        label=_("Standard catalogues"),
        queryset=StandardCatalogue.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        choices=list(LEVELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Only items of these levels, and those that name none; empty for all."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("All units of these kinds below it"),
        choices=AgencyKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing ticked: for the unit itself alone."),
    )
    # Of the items that are shown, those that one does not want.
    without = forms.ModelMultipleChoiceField(
        queryset=StandardItem.objects.all(),
        required=False,
        widget=forms.MultipleHiddenInput,
    )

    def __init__(
        self, *args: Any, unit_field: forms.ModelChoiceField, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = unit_field
        self.order_fields(["catalogues", "levels", "agency", "kinds", "without"])
        self.units: list[Agency] = []
        self.shown: list[StandardItem] = []
        self._allowed: Any = unit_field.queryset

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return answers
        allowed: AgencyQuerySet = self._allowed
        self.units = list(
            units_of(answers["agency"], answers["kinds"], allowed)[: MOST_UNITS + 1]
        )
        self.shown = list(
            items_of(answers["catalogues"], answers["levels"])[: MOST_ITEMS + 1]
        )
        if len(self.units) > MOST_UNITS or len(self.shown) > MOST_ITEMS:
            raise ValidationError(
                _("At most %(units)d units and %(items)d items in one go.")
                % {"units": MOST_UNITS, "items": MOST_ITEMS}
            )
        return answers

    @property
    def items(self) -> list[StandardItem]:
        """What is wanted of the items that are shown."""
        without = {item.pk for item in self.cleaned_data["without"]}
        return [item for item in self.shown if item.pk not in without]


def units_of(unit: Agency, kinds: list[str], allowed: AgencyQuerySet) -> AgencyQuerySet:
    """The unit alone, or those of its branch that are of these kinds."""
    if not kinds:
        return allowed.filter(pk=unit.pk)
    return allowed.open().branch(unit.path).filter(kind__in=kinds).order_by("path")


def items_of(catalogues: Any, levels: list[str]) -> Any:
    """Items of today's catalogues. One without any level is for every level."""
    rows = StandardItem.objects.filter(catalogue__in=catalogues, left_out_at=None)
    if levels:
        none = Q(**{f"at_{level}": False for level in LEVELS})
        ticked = (Q(**{f"at_{level}": True}) for level in levels)
        rows = rows.filter(reduce(or_, ticked, none))
    ordered = rows.order_by("catalogue__domain", "catalogue", "position", "pk")
    return ordered.select_related("catalogue")
