"""From when cards fall, as the office types it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..cards import Rule
from ..models import EARLIEST, LATEST, ClockKind


class CardRulesForm(forms.Form):
    """Two numbers for each kind of clock."""

    def __init__(
        self, *args: Any, rules: Mapping[ClockKind, Rule], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for kind in ClockKind:
            rule = rules[kind]
            self.fields[f"{kind}_yellow"] = forms.IntegerField(
                label=_("%(kind)s: yellow card from") % {"kind": kind.label},
                help_text=_(
                    "Working days around the due day: -1 the one before, 1 after it."
                ),
                min_value=EARLIEST,
                max_value=LATEST,
                initial=rule.yellow_from,
            )
            self.fields[f"{kind}_red"] = forms.IntegerField(
                label=_("%(kind)s: red card from") % {"kind": kind.label},
                help_text=_("Working days after the due day."),
                min_value=1,
                max_value=LATEST,
                initial=rule.red_from,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for kind in ClockKind:
            yellow, red = given.get(f"{kind}_yellow"), given.get(f"{kind}_red")
            if yellow is not None and red is not None and yellow >= red:
                self.add_error(
                    f"{kind}_red", _("The red card comes after the yellow one.")
                )
        return given

    def rules(self) -> dict[ClockKind, Rule]:
        given = self.cleaned_data
        return {
            kind: Rule(given[f"{kind}_yellow"], given[f"{kind}_red"])
            for kind in ClockKind
        }
