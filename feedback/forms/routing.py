"""Words on which the rules of routing are tried out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import LONGEST_TEXT, LetterCategory, LetterKind


class TryForm(forms.Form):
    words = forms.CharField(
        label=_("Words as a letter might have them"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write some words.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("none")), *LetterKind.choices],
        required=False,
    )
    category = forms.ModelChoiceField(
        LetterCategory.objects.none(), label=_("Category"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.queryset = LetterCategory.objects.filter(is_open=True).select_related(
            "parent__parent"
        )
