from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import MailMode


class DeskMailForm(forms.Form):
    """How a person wants to hear of what waits for them."""

    mode = forms.ChoiceField(label=_("When to write"), choices=MailMode)
