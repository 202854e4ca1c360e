from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.refusable_forms import RefusableForm

from ..disclosure_guides import COLUMNS
from ..models import DisclosureGuide

TEXT = {"class": "vLargeTextField", "rows": 5}


class GuideForm(RefusableForm):
    """The nine elements; what is missing is named when it is handed in."""

    class Meta:
        model = DisclosureGuide
        fields = COLUMNS
        widgets: ClassVar = {
            name: forms.Textarea(attrs=TEXT)
            for name in ("classification", "arrangement", "access", "online")
        }
        help_texts: ClassVar = {
            "classification": _("Which kinds of information the unit makes and keeps."),
            "arrangement": _("How the catalogue is built, what index numbers say."),
            "access": _("Where it is published, where it can be read, how to apply."),
            "online": _("Website, mailbox or account of the office."),
        }
