"""Choosing a unit on a form that is no admin page, without a script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..branch_admin import SCROLLED
from ..models import Agency, AgencyQuerySet
from ..unit_search import MAX_TEXT

# So many units of one name are told apart in a message.
NAMED = 5


class TypedUnitField(forms.Field):
    """One of very many units, by its code or its name."""

    default_error_messages = {
        "unknown": _("None of your units has this code or name."),
        "ambiguous": _("Several units have this name; type the code of one: %(units)s"),
    }

    def __init__(self, *, units: AgencyQuerySet, **kwargs: Any) -> None:
        attributes = {"maxlength": str(MAX_TEXT), "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **kwargs)
        self.units = units

    def to_python(self, value: Any) -> Agency | None:
        text = str(value or "").replace("\x00", "").strip()
        if not text:
            return None
        named = Q(name=text) | Q(short_name=text)
        found = list(self.units.filter(slug=text.lower())) or list(
            self.units.filter(named).select_related("parent")[: NAMED + 1]
        )
        if len(found) == 1:
            return found[0]
        reason = "ambiguous" if found else "unknown"
        words = {"units": "；".join(_told_apart(unit) for unit in found[:NAMED])}
        raise forms.ValidationError(
            self.error_messages[reason], code=reason, params=words
        )


def unit_field(units: AgencyQuerySet, *, label: Any) -> forms.Field:
    """A list of a few units, with the only one chosen; of many, one is typed."""
    if units.order_by()[: SCROLLED + 1].count() > SCROLLED:
        help_text = _("Its code, or its whole name.")
        return TypedUnitField(units=units, label=label, help_text=help_text)
    only = list(units[:2])
    initial = only[0].pk if len(only) == 1 else None
    return forms.ModelChoiceField(units, label=label, initial=initial)


def _told_apart(unit: Agency) -> str:
    return f"{unit.code}（{unit.parent or unit}）"
