"""What an approver says of a matter; each button names the version that was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Matter
from .two_hands import FormerWordsField, why_hidden_field
from .words import WordsField


class MatterDeedForm(forms.Form):
    version = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": matter.version})
        super().__init__(*args, **kwargs)


class SignMatterForm(MatterDeedForm):
    """With the box where something was public before."""

    hides_former = FormerWordsField()

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, matter=matter, **kwargs)
        if not matter.is_public:
            del self.fields["hides_former"]


class HideMatterForm(MatterDeedForm):
    reason = why_hidden_field()


class ReopenForm(MatterDeedForm):
    reason = WordsField(
        label=_("Why it is taken up again"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why: the reason is kept.")},
    )
