"""One mark as it is typed, and the files that prove it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..marking import Given


class Number(forms.DecimalField):
    """Full-width digits are digits, and a per cent sign says nothing new."""

    def to_python(self, value: Any) -> Decimal | None:
        text = unicodedata.normalize("NFKC", str(value or "")).strip().rstrip("%")
        return super().to_python(text.strip())


class MarkForm(forms.Form):
    code = forms.CharField(max_length=40)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    value = Number(
        label=_("Value"),
        required=False,
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=4,
    )
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
    accept = Number(
        required=False, min_value=Decimal(0), max_digits=14, decimal_places=4
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({name: _lines(data[name]) for name in data})

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


def _lines(text: Any) -> Any:
    """Browsers send line ends in two ways: the same comment is the same."""
    return text.replace("\r\n", "\n") if isinstance(text, str) else text
