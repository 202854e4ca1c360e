"""What a citizen gives to have a notice verified (真伪核验)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_TEXT = 200_000


class VerificationForm(forms.Form):
    """A number, a digest or an index number; words to compare; or a file."""

    q = forms.CharField(
        label=_("Number, digest or index number"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "The number of the line stands at the foot of the notice and on its print;"
            " the address behind the code on a print will do, too."
        ),
    )
    text = forms.CharField(
        label=_("Words to compare"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "With a number above: are these words in what was signed? Nothing that you"
            " give is kept."
        ),
    )
    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        help_text=_(
            "An attachment or a copy that was downloaded here, or a photograph of a"
            " print on which its code can be seen."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("q") or cleaned.get("file")) and not self.errors:
            self.add_error("q", _("Give a number, a digest or a file."))
        return cleaned
