"""One row of a checklist: what it says, and by which rule it is scored."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ..checklist_tree import written
from ..models import Indicator, IndicatorKind, Method
from ..scoring_rules import AbsenceKind, CapScope, GivenIn, VetoEffect

NUMBERS = ("each", "most", "target", "slope", "floor", "threshold", "veto_cap")
FLAGS = ("is_capped", "is_less_better", "is_strict")
# What each kind needs; "tiers" and the rest are read apart.
PARAMETERS: Mapping[str, tuple[str, ...]] = {
    IndicatorKind.SUM: ("is_capped",),
    IndicatorKind.MEAN: (),
    IndicatorKind.CREDIT: ("given_in",),
    IndicatorKind.PER_OCCURRENCE: ("each", "most"),
    IndicatorKind.DEDUCTION: ("each", "most"),
    IndicatorKind.TIERS: ("tiers", "is_less_better"),
    IndicatorKind.RATE: ("target", "slope", "floor", "is_less_better"),
    IndicatorKind.PASS_FAIL: (),
    IndicatorKind.VETO: ("threshold", "is_strict", "effect", "veto_cap"),
    IndicatorKind.BONUS: ("each", "most"),
    IndicatorKind.PENALTY: ("each", "most"),
}
NEEDED = {"each", "tiers"}
NAMES = {"veto_cap": "cap"}
SHARES = ("explanation_credit", "pass_share")


def number_field(label: Any, help_text: Any = "", **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        max_digits=10,
        decimal_places=4,
        min_value=Decimal(0),
        **more,
    )


def share_field(label: Any, help_text: Any = "") -> forms.DecimalField:
    return number_field(label, help_text, max_value=Decimal(1))


class IndicatorForm(forms.ModelForm):
    """Only what the chosen kind needs is read of the fields about rules."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    methods = forms.MultipleChoiceField(
        label=_("Methods"),
        choices=Method.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    given_in = forms.ChoiceField(
        label=_("Credit is given"),
        choices=[
            (GivenIn.POINTS.value, _("in points")),
            (GivenIn.SHARE.value, _("as a share from 0 to 1")),
        ],
        required=False,
    )
    each = number_field(_("Points for each"), _("Occurrence, fault, bonus or penalty."))
    most = number_field(
        _("At most"), _("Empty: up to its points; a penalty has no limit then.")
    )
    tiers = forms.CharField(
        label=_("Tiers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line for each, the lowest quantity first: quantity, points."),
    )
    target = number_field(_("Target of the rate, in per cent"))
    slope = number_field(
        _("Points lost for each per cent short of it"),
        _("Empty: points go with the rate."),
    )
    floor = number_field(_("Rate below which there are none"))
    is_less_better = forms.BooleanField(label=_("Less is better"), required=False)
    is_capped = forms.BooleanField(
        label=_("No more than its points, whatever is below"), required=False
    )
    threshold = number_field(_("Threshold of the veto"))
    is_strict = forms.BooleanField(label=_("Only above the threshold"), required=False)
    effect = forms.ChoiceField(
        label=_("What the veto makes of the total"),
        required=False,
        choices=[
            ("", _("As set for the checklist")),
            (VetoEffect.ZERO.value, _("The total is 0")),
            (VetoEffect.CAP.value, _("The total is no more than a figure")),
            (VetoEffect.NO_SCORE.value, _("There is no score at all")),
        ],
    )
    veto_cap = number_field(_("That figure"))
    cap_scope = forms.ChoiceField(
        label=_("What is lost or gained is limited by"),
        required=False,
        choices=[
            (CapScope.OWN.value, _("its own points")),
            (CapScope.PARENT.value, _("the points of the one above")),
            (CapScope.TOP.value, _("the points of its dimension")),
            (CapScope.NAMED.value, _("the points of one that is named")),
        ],
    )
    cap_at = forms.CharField(label=_("Code of that one"), max_length=40, required=False)
    absence_kind = forms.ChoiceField(
        label=_("Where it does not apply, its points"),
        required=False,
        choices=[
            (AbsenceKind.LEAVES.value, _("leave the maximum")),
            (AbsenceKind.TO_GROUP.value, _("move to a group or a branch")),
            (AbsenceKind.TO_ALL.value, _("move to all others in proportion")),
            (AbsenceKind.REFUSED.value, _("stay: it applies to every unit")),
        ],
    )
    absence_to = forms.CharField(
        label=_("That group, or the code of that branch"), max_length=40, required=False
    )
    group = forms.CharField(
        label=_("Group that takes points of others"), max_length=40, required=False
    )
    explanation_credit = share_field(
        _("Share where there is only an explanation"), _("For example 0.8.")
    )
    pass_share = share_field(
        _("Share at most while a prerequisite is missing"),
        _("Empty: as set for the checklist."),
    )

    class Meta:
        model = Indicator
        fields = (
            *("code", "number", "title", "rule", "points", "weight", "kind"),
            *("department", "measure", "evidence", "remark", "is_unverified"),
        )
        widgets: ClassVar[dict[str, Any]] = {
            "rule": forms.Textarea(attrs={"rows": 5}),
            "evidence": forms.Textarea(attrs={"rows": 2}),
            "remark": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = bool(self.instance.pk)
        if not self.instance.pk:
            self.fields["code"].help_text = _("Empty: by its place.")
        for name, value in initial_of(self.instance).items():
            self.initial.setdefault(name, value)

    def clean_tiers(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["tiers"].splitlines():
            figures = line.replace("，", ",").replace(",", " ").split()
            if not figures:
                continue
            try:
                bound, points = (written(Decimal(each)) for each in figures)
            except (ValueError, DecimalException):
                raise forms.ValidationError(
                    _("A line has a quantity and its points: %s") % line.strip()
                ) from None
            found.append({"bound": bound or "", "points": points or ""})
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in PARAMETERS.get(given.get("kind", ""), ()):
            if name in NEEDED and name not in self.errors and not given.get(name):
                self.add_error(name, _("This kind needs it."))
        return given

    def values(self) -> dict[str, Any]:
        """All that the row keeps of it."""
        given = self.cleaned_data
        names = (*self.Meta.fields, "methods")
        return {name: given[name] for name in names} | {
            "parameters": _parameters(given),
            "scoring": _scoring(given, self.instance.scoring),
        }


def _parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    told = {}
    for name in PARAMETERS.get(given["kind"], ()):
        value = given[name]
        if value in (None, "", False):
            continue
        value = written(value) if isinstance(value, Decimal) else value
        told[NAMES.get(name, name)] = value
    return told


def _scoring(given: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is not as usual."""
    told: dict[str, Any] = {"part": before["part"]} if "part" in before else {}
    if given["cap_scope"] not in ("", CapScope.OWN.value):
        told["cap"] = {"scope": given["cap_scope"], "at": given["cap_at"]}
    if given["absence_kind"] not in ("", AbsenceKind.LEAVES.value):
        told["absence"] = {"kind": given["absence_kind"], "to": given["absence_to"]}
    if given["group"]:
        told["group"] = given["group"]
    for name in SHARES:
        if given[name] is not None:
            told[name] = written(given[name])
    return told


def initial_of(row: Indicator) -> dict[str, Any]:
    """How the fields read for what is stored."""
    told = dict(row.parameters)
    scoring = row.scoring
    tiers = told.pop("tiers", [])
    if row.kind == IndicatorKind.VETO and "cap" in told:
        told["veto_cap"] = told.pop("cap")
    cap, absence = scoring.get("cap", {}), scoring.get("absence", {})
    return told | {
        "methods": row.methods,
        "tiers": "\n".join(f"{each['bound']} {each['points']}" for each in tiers),
        "cap_scope": cap.get("scope", ""),
        "cap_at": cap.get("at", ""),
        "absence_kind": absence.get("kind", ""),
        "absence_to": absence.get("to", ""),
        "group": scoring.get("group", ""),
        **{name: scoring.get(name) for name in SHARES},
    }
