"""How marks become a total and a grade: the choices of a checklist.

The fields say what most schemes need; what they don't say stands as JSON in the last
one, in the words of scoring_checklists, and wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, DecimalException
from typing import Any

import orjson
from django import forms
from django.utils.translation import gettext_lazy as _

from ..checklist_tree import written
from ..scoring_checklists import Figure, Measured, Ties
from ..scoring_rules import VetoEffect
from .indicators import number_field, share_field

MEASURED = [
    (Measured.POINTS.value, _("in points")),
    (Measured.PERCENT.value, _("in per cent of the maximum")),
]
FIGURES = [
    (Figure.ROUNDED.value, _("the rounded total")),
    (Figure.UNROUNDED.value, _("the total before it is rounded")),
]
# Keys of the choices that the fields are about, where there is no more than one.
ONE = ("terms", "bonus_gates", "fail_lines")


class ChoicesForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    normalised_to = number_field(
        _("The sum is brought to"),
        _("100: ÷ the maximum that applies × 100. Empty: it stays as it is."),
    )
    multiply_by = number_field(_("Multiplied by"), _("4 and 3 for × 4/3."))
    multiply_per = number_field(_("and divided by"))
    maximum = number_field(
        _("Points of the whole"), _("Checked against the sum; empty: not checked.")
    )
    bonus_from = number_field(
        _("Bonus counts from"), _("Empty: always. The base is compared, unrounded.")
    )
    bonus_strict = forms.BooleanField(label=_("Only above that"), required=False)
    bonus_parts = forms.MultipleChoiceField(
        label=_("Compared: the sum of"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None: the whole base."),
    )
    bonus_measured = forms.ChoiceField(label=_("Measured"), choices=MEASURED)
    fail_below = number_field(_("A unit fails below"))
    fail_inclusive = forms.BooleanField(
        label=_("On that figure it fails, too"), required=False
    )
    fail_parts = forms.MultipleChoiceField(
        label=_("Compared: the sum of"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None: the whole base."),
    )
    fail_measured = forms.ChoiceField(label=_("Measured"), choices=MEASURED)
    veto_effect = forms.ChoiceField(
        label=_("What a veto makes of the total"),
        choices=[
            (VetoEffect.ZERO.value, _("The total is 0")),
            (VetoEffect.CAP.value, _("The total is no more than a figure")),
            (VetoEffect.NO_SCORE.value, _("There is no score at all")),
        ],
    )
    veto_cap = number_field(_("That figure"))
    bands = forms.CharField(
        label=_("Grades by bands"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line for each, best first: 优秀 90"),
    )
    quotas = forms.CharField(
        label=_("Grades by quota"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line for each, best first: 优秀 3 or 优秀 20%"),
    )
    lowest = forms.CharField(
        label=_("Grade of all others"), max_length=40, required=False
    )
    figure = forms.ChoiceField(label=_("Grades go by"), choices=FIGURES)
    ties = forms.ChoiceField(
        label=_("Ranks after a tie"),
        choices=[(Ties.SKIP.value, "1、2、2、4"), (Ties.DENSE.value, "1、2、2、3")],
    )
    places = forms.IntegerField(
        label=_("Decimals of the total"), min_value=0, max_value=4
    )
    pass_share = share_field(_("Share at most while a prerequisite is missing"))
    more = forms.CharField(
        label=_("Further choices (JSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("Parts, weighted terms, several gates, groups. It wins."),
    )

    def __init__(
        self, *args: Any, parts: list[tuple[str, str]], choices: Any, **kwargs: Any
    ) -> None:
        kwargs["initial"] = initial_of(choices)
        super().__init__(*args, **kwargs)
        self.parts = [code for code, _title in parts]
        named = [(code, f"{code} {title}") for code, title in parts]
        for name in ("bonus_parts", "fail_parts"):
            field: Any = self.fields[name]
            field.choices = named

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

    def clean_more(self) -> dict[str, Any]:
        text = self.cleaned_data["more"].strip()
        try:
            found = orjson.loads(text) if text else {}
        except orjson.JSONDecodeError:
            raise forms.ValidationError(_("This is no JSON.")) from None
        if not isinstance(found, dict):
            raise forms.ValidationError(_("An object is expected: { … }"))
        return found

    def choices(self) -> dict[str, Any]:
        given = self.cleaned_data
        grading = {
            "bands": given["bands"],
            "quotas": given["quotas"],
            "lowest": given["lowest"],
            "figure": given["figure"],
        }
        told: dict[str, Any] = {
            "veto": filled(effect=given["veto_effect"], cap=given["veto_cap"]),
            "grading": {name: value for name, value in grading.items() if value},
            "ties": given["ties"],
            "places": given["places"],
            **filled(maximum=given["maximum"], pass_share=given["pass_share"]),
        }
        told |= {name: [each] for name, each in self._ones(given) if each}
        return told | given["more"]

    def _ones(self, given: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        multiplier = filled(by=given["multiply_by"], per=given["multiply_per"])
        term = filled(normalised_to=given["normalised_to"], multiplier=multiplier)
        yield "terms", term and {"parts": self.parts, **term}
        for name, field, strict, flag in (
            ("bonus_gates", "bonus", "bonus_strict", "is_strict"),
            ("fail_lines", "fail", "fail_inclusive", "is_inclusive"),
        ):
            threshold = given["bonus_from" if field == "bonus" else "fail_below"]
            gate = filled(threshold=threshold)
            more = {
                flag: given[strict],
                "parts": given[f"{field}_parts"],
                "measured_in": given[f"{field}_measured"],
            }
            yield name, gate and {**gate, **more}


def filled(**values: Any) -> dict[str, Any]:
    return {
        name: written(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
        if value not in (None, "", {})
    }


def grade_lines(text: str, *, percent: bool = False) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if not line.strip():
            continue
        grade, _blank, figure = line.strip().rpartition(" ")
        bare = figure.removesuffix("%") if percent else figure
        try:
            number = Decimal(bare)
            if not grade or not number.is_finite():
                raise ValueError
        except (DecimalException, ValueError):
            raise forms.ValidationError(
                _("A line has a grade and a figure: %s") % line.strip()
            ) from None
        yield grade.strip(), figure


def quota_of(grade: str, figure: str) -> dict[str, Any]:
    if figure.endswith("%"):
        share = Decimal(figure.removesuffix("%")) / 100
        return {"grade": grade, "share": written(share)}
    return {"grade": grade, "number": int(Decimal(figure))}


def initial_of(choices: Mapping[str, Any]) -> dict[str, Any]:
    """How the fields read for what is stored."""
    grading, veto = choices.get("grading", {}), choices.get("veto", {})
    known = {"veto", "ties", "places", "pass_share", "maximum"}
    initial: dict[str, Any] = {
        "veto_effect": veto.get("effect", VetoEffect.ZERO.value),
        "veto_cap": veto.get("cap"),
        "bands": band_text(grading.get("bands", []), "lowest"),
        "quotas": "\n".join(map(quota_text, grading.get("quotas", []))),
        "lowest": grading.get("lowest", ""),
        "figure": grading.get("figure", Figure.ROUNDED.value),
        "ties": choices.get("ties", Ties.SKIP.value),
        "places": choices.get("places", 2),
        "pass_share": choices.get("pass_share"),
        "maximum": choices.get("maximum"),
        "bonus_measured": Measured.POINTS.value,
        "fail_measured": Measured.POINTS.value,
    }
    if grading.keys() <= {"bands", "quotas", "lowest", "figure"}:
        known.add("grading")
    for name in ONE:
        found = _of_one(name, choices.get(name, []))
        if found is not None:
            known.add(name)
            initial |= found
    more = {name: value for name, value in choices.items() if name not in known}
    text = orjson.dumps(more, option=orjson.OPT_INDENT_2).decode() if more else ""
    return initial | {"more": text}


def _of_one(name: str, found: list[dict[str, Any]]) -> dict[str, Any] | None:
    """None where the fields can't say it."""
    if not found:
        return {}
    if len(found) > 1:
        return None
    (only,) = found
    if name == "terms":
        multiplier = only.get("multiplier") or {}
        if "weight" in only or "when_absent" in multiplier:
            return None
        return {
            "normalised_to": only.get("normalised_to"),
            "multiply_by": multiplier.get("by"),
            "multiply_per": multiplier.get("per"),
        }
    field, strict, flag, figure = {
        "bonus_gates": ("bonus", "bonus_strict", "is_strict", "bonus_from"),
        "fail_lines": ("fail", "fail_inclusive", "is_inclusive", "fail_below"),
    }[name]
    if only.keys() & {"of", "figure"}:
        return None
    return {
        figure: only["threshold"],
        strict: only.get(flag, False),
        f"{field}_parts": only.get("parts", []),
        f"{field}_measured": only.get("measured_in", Measured.POINTS.value),
    }


def band_text(bands: list[dict[str, str]], figure: str) -> str:
    return "\n".join(f"{band['grade']} {band[figure]}" for band in bands)


def quota_text(quota: Mapping[str, Any]) -> str:
    if quota.get("share") is not None:
        return f"{quota['grade']} {written(Decimal(quota['share']) * 100)}%"
    return f"{quota['grade']} {quota.get('number')}"
