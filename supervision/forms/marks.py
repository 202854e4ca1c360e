"""One mark as it is typed, and the files that prove it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..marking import Given

NUMBERS = ("value", "accept")


def number_field(label: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=4,
    )


class MarkForm(forms.Form):
    code = forms.CharField(max_length=40)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    value = number_field(_("Value"))
    is_absent = forms.BooleanField(label=_("Does not apply"), required=False)
    is_explained = forms.BooleanField(label=_("Only an explanation"), required=False)
    lacks_prerequisite = forms.BooleanField(
        label=_("Prerequisite missing"), required=False
    )
    comment = forms.CharField(label=_("Comment"), required=False, max_length=2_000)
    override = forms.CharField(
        label=_("Why not the facts"), required=False, max_length=500
    )
    taken_on = forms.DateField(label=_("Taken on"), required=False)
    # The button that takes what the facts propose.
    accept = number_field()

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({name: _plain(name, data[name]) for name in data})

    @property
    def given(self) -> Given:
        told = self.cleaned_data
        if told["accept"] is not None:
            return Given(value=told["accept"], comment=told["comment"])
        if told["is_absent"]:
            return Given(
                is_applicable=False, comment=told["comment"], override=told["override"]
            )
        names = ("value", "is_explained", "lacks_prerequisite", "comment", "override")
        return Given(**{name: told[name] for name in names})

    @property
    def told(self) -> str:
        """What is wrong with it, in one line."""
        return "；".join(
            f"{self.fields[name].label or name}：{error}"
            for name, errors in self.errors.items()
            for error in errors
        )


class DimensionForm(forms.Form):
    """A whole dimension does not apply. `versions` are those of the marks that stand on
    the page: code and number, with commas between."""

    code = forms.CharField(max_length=40)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500)
    versions = forms.CharField(required=False, max_length=200_000)

    def clean_versions(self) -> dict[str, int]:
        pairs = [
            each.rpartition(":") for each in self.cleaned_data["versions"].split(",")
        ]
        return {
            code: int(number)
            for code, _colon, number in pairs
            if code and number.isascii() and number.isdigit() and len(number) < 10
        }

    @property
    def told(self) -> str:
        return "；".join(str(e) for errors in self.errors.values() for e in errors)


def _plain(name: str, text: Any) -> Any:
    """Full-width digits are digits, a per cent sign says nothing new, and of the two
    ways in which browsers send line ends one is kept: the same comment is the same."""
    if not isinstance(text, str):
        return text
    if name in NUMBERS:
        return unicodedata.normalize("NFKC", text).strip().rstrip("%").strip()
    return text.replace("\r\n", "\n")
