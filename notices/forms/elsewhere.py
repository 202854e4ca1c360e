"""Where else a notice was shown, as a clerk registers it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.refusals import RefusedFile

from ..elsewhere import store_proof
from ..models import Posting
from .widgets import DayInput
from .words import WordsField


class ElsewhereForm(forms.ModelForm):
    place = WordsField(label=_("shown at"), max_length=100)
    photo = forms.FileField(
        label=_("Photograph"),
        required=False,
        help_text=_("JPEG or PNG; where and when it was taken is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )

    class Meta:
        model = Posting
        fields = ("form", "place", "shown_from", "shown_until", "number")
        widgets = {"shown_from": DayInput, "shown_until": DayInput}

    def clean_photo(self) -> Any:
        """The picture is drawn anew here: no transaction is open yet."""
        upload = self.cleaned_data["photo"]
        if upload:
            try:
                digest = store_proof(upload.chunks(), file_name=upload.name)
            except RefusedFile as refusal:
                raise forms.ValidationError(str(refusal)) from None
            self.instance.photo_digest = digest
        return upload


class StrikeForm(forms.Form):
    reason = WordsField(
        label=_("Why it is struck out"),
        max_length=200,
        error_messages={"required": _("Say why: the reason is kept.")},
    )


class TakeOutForm(StrikeForm):
    """For a file, which is taken down; a record is struck out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why it is taken out")
