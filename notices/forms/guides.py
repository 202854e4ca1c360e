"""The form of a guide's facts, with the life events under which it is found; the
choice of a fee."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import FOR_CITIZENS, FOR_ENTERPRISES, FeeLine, GuideAudience


class GuideForm(forms.ModelForm):
    events = forms.MultipleChoiceField(
        label=_("life events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (
                GuideAudience.CITIZENS.label,
                [(event.value, event.label) for event in FOR_CITIZENS],
            ),
            (
                GuideAudience.ENTERPRISES.label,
                [(event.value, event.label) for event in FOR_ENTERPRISES],
            ),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            events = self.instance.events.values_list("event", flat=True)
            self.initial["events"] = list(events)


class FeeLineChoice(forms.ModelChoiceField):
    """Fees of one name are told apart by their standard and by who charges them."""

    def label_from_instance(self, obj: FeeLine) -> str:
        return f"{obj}：{obj.standard}（{obj.notice.agency.label}）"
