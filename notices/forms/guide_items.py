"""Which item a guide belongs to, as a clerk says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directories.models import ServiceItem


class GuideItemForm(forms.Form):
    """None is chosen where the guide's own code shall say it again."""

    item = forms.ModelChoiceField(
        ServiceItem.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _(
                "This item stands in no list of the guide's unit or those above it."
            )
        },
    )

    def __init__(self, *args: Any, items: QuerySet[ServiceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
