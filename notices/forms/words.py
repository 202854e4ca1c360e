"""A field for what is said with a deed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..leak_check import PersonalDataInWords, require_clean


class WordsField(forms.CharField):
    """Tells at the field what the deed would refuse: numbers of persons."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        try:
            require_clean(value, self.label or "")
        except PersonalDataInWords as refusal:
            raise ValidationError(str(refusal)) from None
