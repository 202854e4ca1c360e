"""Forms that come back with what a deed refused, and with everything typed kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError


class RefusableForm(forms.ModelForm):
    """A model's form that fails with `refusal` where the deed behind it refused.

    The deed is tried first and rolled back; only then is the form asked again, so
    that the person gets their own text with one clear sentence above it.
    """

    refusal: ClassVar[str] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            raise ValidationError(self.refusal)
        return cleaned


def refusing(form: type[forms.ModelForm], refusal: str) -> type[forms.ModelForm]:
    """The same form, which fails with this sentence."""
    return type(form.__name__, (form,), {"refusal": refusal})
