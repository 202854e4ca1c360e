"""A year's assessment: its rounds and their shares, its rules, and a line of its
registers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from feedback.forms.writing import UnitField
from notices.models import Notice

from ..models import (
    FIRST_YEAR,
    LAST_YEAR,
    InspectionRound,
    LineKind,
    YearAssessment,
    YearShare,
)
from ..scoring_checklists import Ties
from ..scoring_rules import HUNDRED, VetoEffect
from ..year_preparing import Share
from ..year_registers import Entry
from ..year_rules import LoneUnits
from .choice_rows import filled
from .grade_words import band_text, grade_lines, quota_of, quota_text
from .indicators import number_field
from .rounds import DAY

NOT_CARRIED = ""


class YearForm(forms.Form):
    year = forms.IntegerField(
        label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    title = forms.CharField(label=_("Title"), max_length=200)


class SharesForm(forms.Form):
    """A share for each published round of the year; without one it is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        rounds: Iterable[InspectionRound],
        shares: Iterable[YearShare] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = list(rounds)
        known = {share.round_id: share for share in shares}
        for each in self.rounds:
            share = known.get(each.pk)
            self.fields[f"percent-{each.pk}"] = forms.DecimalField(
                label=_("%s: share (%%)") % each,
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=2,
                initial=share.percent if share else None,
            )
            self.fields[f"full-{each.pk}"] = forms.DecimalField(
                label=_("%s: the total that counts as 100") % each,
                required=False,
                min_value=Decimal("0.01"),
                max_digits=8,
                decimal_places=2,
                initial=share.full if share else HUNDRED,
            )

    @property
    def shares(self) -> list[Share]:
        given = self.cleaned_data
        return [
            Share(
                each,
                given[f"percent-{each.pk}"],
                given.get(f"full-{each.pk}") or HUNDRED,
            )
            for each in self.rounds
            if given.get(f"percent-{each.pk}")
        ]


class YearRulesForm(forms.Form):
    """Caps, gates and grades."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    bonus_line_most = number_field(
        _("Points of one commendation at most"), _("Empty: no limit.")
    )
    criticism_line_most = number_field(
        _("Points of one criticism at most"), _("Empty: no limit.")
    )
    bonus_most = number_field(
        _("Points of all commendations of a unit at most"), _("Empty: no limit.")
    )
    bonus_from = number_field(
        _("Commendations count from"),
        _("Empty: always. What the rounds give is compared, unrounded."),
    )
    bonus_strict = forms.BooleanField(label=_("Only above that"), required=False)
    fail_below = number_field(
        _("A unit fails below"), _("What the rounds give is compared, unrounded.")
    )
    veto_effect = forms.ChoiceField(
        label=_("A veto in one of the rounds"),
        required=False,
        choices=[
            (NOT_CARRIED, _("counts in its round only")),
            (VetoEffect.ZERO.value, _("makes the year's total 0")),
            (VetoEffect.CAP.value, _("caps the year's total at a figure")),
            (VetoEffect.NO_SCORE.value, _("leaves no score of the year")),
        ],
    )
    veto_cap = number_field(_("That figure"))
    lone_units = forms.ChoiceField(
        label=_("A unit without a rating in one of the rounds"),
        choices=[
            (LoneUnits.REFUSED.value, _("stops the reckoning")),
            (LoneUnits.LEFT_OUT.value, _("has no result of the year")),
        ],
    )
    bands = forms.CharField(
        label=_("Grades by bands"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line for each, best first: 优秀 90"),
    )
    quotas = forms.CharField(
        label=_("Grades by quota"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line for each, best first: 优秀 3 or 优秀 20%"),
    )
    lowest = forms.CharField(
        label=_("Grade of all others"), max_length=40, required=False
    )
    ties = forms.ChoiceField(
        label=_("Ranks after a tie"),
        choices=[(Ties.SKIP.value, "1、2、2、4"), (Ties.DENSE.value, "1、2、2、3")],
    )
    places = forms.IntegerField(
        label=_("Decimals of the total"), min_value=0, max_value=4
    )

    def __init__(self, *args: Any, choices: Mapping[str, Any], **kwargs: Any) -> None:
        kwargs["initial"] = {**initial_of(choices), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_bands(self) -> list[dict[str, str]]:
        return [
            {"grade": grade, "lowest": figure}
            for grade, figure in grade_lines(self.cleaned_data["bands"])
        ]

    def clean_quotas(self) -> list[dict[str, Any]]:
        return [
            quota_of(grade, figure)
            for grade, figure in grade_lines(self.cleaned_data["quotas"], percent=True)
        ]

    def choices(self) -> dict[str, Any]:
        given = self.cleaned_data
        most = {
            LineKind.BONUS.value: given["bonus_line_most"],
            LineKind.CRITICISM.value: given["criticism_line_most"],
        }
        gate = filled({"threshold": given["bonus_from"]})
        fails = filled({"threshold": given["fail_below"]})
        veto = filled({"effect": given["veto_effect"], "cap": given["veto_cap"]})
        grading = {name: given[name] for name in ("bands", "quotas", "lowest")}
        told: dict[str, Any] = {
            "grading": filled(grading),
            "ties": given["ties"],
            "places": given["places"],
            "lone_units": given["lone_units"],
            **filled({"bonus_most": given["bonus_most"], "line_most": filled(most)}),
        }
        if gate:
            told["bonus_gates"] = [{**gate, "is_strict": given["bonus_strict"]}]
        if fails:
            told["fail_lines"] = [fails]
        if given["veto_effect"] != NOT_CARRIED:
            told["veto"] = veto
        return told


def initial_of(choices: Mapping[str, Any]) -> dict[str, Any]:
    """How the fields read for what is stored."""
    grading, veto = choices.get("grading", {}), choices.get("veto", {})
    most = choices.get("line_most", {})
    (gate,) = choices.get("bonus_gates") or [{}]
    (fails,) = choices.get("fail_lines") or [{}]
    return {
        "bonus_line_most": most.get(LineKind.BONUS),
        "criticism_line_most": most.get(LineKind.CRITICISM),
        "bonus_most": choices.get("bonus_most"),
        "bonus_from": gate.get("threshold"),
        "bonus_strict": gate.get("is_strict", False),
        "fail_below": fails.get("threshold"),
        "veto_effect": veto.get("effect", NOT_CARRIED),
        "veto_cap": veto.get("cap"),
        "lone_units": choices.get("lone_units", LoneUnits.REFUSED.value),
        "bands": band_text(grading.get("bands", []), "lowest"),
        "quotas": "\n".join(map(quota_text, grading.get("quotas", []))),
        "lowest": grading.get("lowest", ""),
        "ties": choices.get("ties", Ties.SKIP.value),
        "places": choices.get("places", 2),
    }


class RegisterForm(forms.Form):
    """One line: a unit, what for, how many points, and what proves it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LineKind.choices)
    agency = UnitField(label=_("Unit"), max_length=100, help_text=_("By its name."))
    ground = forms.CharField(label=_("What for"), max_length=300)
    points = forms.DecimalField(
        label=_("Points"),
        min_value=Decimal("0.0001"),
        max_digits=8,
        decimal_places=4,
        help_text=_("Above 0, of a criticism too: it is taken off."),
    )
    on = forms.DateField(label=_("Day"), widget=DAY)
    document = forms.CharField(
        label=_("Evidence"),
        max_length=200,
        help_text=_("The document that says so, with its number."),
    )
    notice = forms.CharField(
        label=_("Index number of a notice"),
        required=False,
        max_length=60,
        help_text=_("Where the portal itself published it."),
    )

    def __init__(self, *args: Any, assessment: YearAssessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assessment = assessment

    def clean_notice(self) -> Notice | None:
        number = self.cleaned_data["notice"].strip()
        if not number:
            return None
        public = Notice.objects.visible_to(AnonymousUser())
        found: Notice | None = public.filter(index_number=number).first()
        if found is None:
            raise forms.ValidationError(_("No public notice has this number."))
        return found

    @property
    def entry(self) -> Entry:
        return Entry(**self.cleaned_data)
