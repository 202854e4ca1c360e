"""Choices of a checklist of which there may be several: a row of fields for each.

A row in which nothing stands is left out, so that rows are added and taken away
without scripts. What is told is in the words of scoring_checklists, and only what is
not as usual there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from ..checklist_tree import written
from ..scoring_checklists import Figure, Measured, Register
from .indicators import number_field

MOST_ROWS = 60
HUNDRED = Decimal(100)
BETWEEN = re.compile(r"[\s,，、;；]+")
MEASURED = [
    (Measured.POINTS.value, _("in points")),
    (Measured.PERCENT.value, _("in per cent of the maximum")),
]
BASE_FIGURES = [
    (Figure.UNROUNDED.value, _("before it is rounded")),
    (Figure.ROUNDED.value, _("rounded")),
]
REGISTERS = [
    (Register.BASE.value, _("makes the base")),
    (Register.BONUS.value, _("comes on top, as a bonus")),
]

Told = dict[str, Any]


@dataclass(frozen=True)
class Named:
    """What a checklist has that rows may name, by code."""

    parts: Sequence[tuple[str, str]]
    bonuses: Sequence[tuple[str, str]]


def codes_field(label: Any, help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def usual_left_out(told: Mapping[str, Any], usual: Mapping[str, Any]) -> Told:
    """Decimals as texts; nothing that is empty or as usual."""
    found = {
        name: written(value) if isinstance(value, Decimal) else value
        for name, value in told.items()
    }
    return {
        name: value
        for name, value in found.items()
        if value not in (None, "", False, [], {}) and value != usual.get(name)
    }


def filled(**told: Any) -> Told:
    """Decimals as texts; nothing that is empty."""
    return usual_left_out(told, {})


class Row(forms.Form):
    # One of these makes a row of it; those needed are asked for then.
    FILLED: ClassVar[tuple[str, ...]]
    NEEDED: ClassVar[tuple[str, ...]]
    USUAL: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, named: Named, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, known in (("parts", named.parts), ("of", named.bonuses)):
            if name in self.fields:
                field: Any = self.fields[name]
                field.choices = [(code, f"{code} {title}") for code, title in known]

    @property
    def is_filled(self) -> bool:
        return any(
            self.cleaned_data.get(name) not in (None, "", []) for name in self.FILLED
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.is_filled:
            for name in self.NEEDED:
                if name not in self.errors and given.get(name) in (None, ""):
                    self.add_error(name, _("This row needs it; or empty the row."))
        return given

    def told(self) -> Told:
        return usual_left_out(self.cleaned_data, self.USUAL)

    @classmethod
    def initial_of(cls, stored: Mapping[str, Any]) -> Told:
        return {**cls.USUAL, **stored}


class TermRow(Row):
    FILLED = (
        *("parts", "normalised_to", "multiply_by", "multiply_per"),
        *("when_absent", "weight"),
    )
    NEEDED = ()
    USUAL: ClassVar = {"weight": "1"}

    parts = codes_field(_("Added up"), _("None: all of the base."))
    normalised_to = number_field(
        _("The sum is brought to"),
        _("100: ÷ the maximum that applies × 100. Empty: it stays as it is."),
    )
    multiply_by = number_field(_("Multiplied by"), _("4 and 3 for × 4/3."))
    multiply_per = number_field(_("and divided by"))
    when_absent = forms.CharField(
        label=_("Only where this does not apply (code)"), max_length=40, required=False
    )
    weight = number_field(
        _("Weight"), _("0.7 and 0.3, say, where several are mixed; else 1.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        multiplied = given.get("multiply_per") or given.get("when_absent")
        if multiplied and not given.get("multiply_by"):
            self.add_error("multiply_by", _("This row needs it; or empty the row."))
        return given

    def told(self) -> Told:
        given = dict(self.cleaned_data)
        multiplier = {
            "by": given.pop("multiply_by"),
            "per": given.pop("multiply_per"),
            "when_absent": given.pop("when_absent"),
        }
        multiplier = usual_left_out(multiplier, {"per": "1"})
        return usual_left_out({**given, "multiplier": multiplier}, self.USUAL)

    @classmethod
    def initial_of(cls, stored: Mapping[str, Any]) -> Told:
        multiplier = stored.get("multiplier") or {}
        return super().initial_of(stored) | {
            "multiply_by": multiplier.get("by"),
            "multiply_per": multiplier.get("per"),
            "when_absent": multiplier.get("when_absent", ""),
        }


class ThresholdRow(Row):
    FILLED = ("threshold",)
    NEEDED = ("threshold",)
    USUAL: ClassVar = {
        "measured_in": Measured.POINTS.value,
        "figure": Figure.UNROUNDED.value,
    }

    threshold = number_field(_("Threshold"))
    parts = codes_field(_("Compared: the sum of"), _("None: the whole base."))
    measured_in = forms.ChoiceField(label=_("Measured"), choices=MEASURED)
    figure = forms.ChoiceField(label=_("The figure is compared"), choices=BASE_FIGURES)


class GateRow(ThresholdRow):
    is_strict = forms.BooleanField(label=_("Only above that"), required=False)
    of = codes_field(_("Behind it"), _("None: every bonus."))


class LineRow(ThresholdRow):
    is_inclusive = forms.BooleanField(
        label=_("On that figure it fails, too"), required=False
    )


class BandRow(Row):
    FILLED = NEEDED = ("grade", "lowest")

    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    lowest = number_field(_("from (that figure included)"))


class QuotaRow(Row):
    FILLED = ("grade", "percent", "number")
    NEEDED = ("grade",)

    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    percent = number_field(_("Share of the units (%)"), max_value=HUNDRED)
    number = forms.IntegerField(
        label=_("or so many units"), required=False, min_value=0, max_value=100_000
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        counts = [given.get("percent"), given.get("number")]
        if self.is_filled and not self.errors and counts.count(None) != 1:
            self.add_error("percent", _("Give a share or a number, one of the two."))
        return given

    def told(self) -> Told:
        given = self.cleaned_data
        if given["percent"] is None:
            return {"grade": given["grade"], "number": given["number"]}
        return {"grade": given["grade"], "share": written(given["percent"] / HUNDRED)}

    @classmethod
    def initial_of(cls, stored: Mapping[str, Any]) -> Told:
        share = stored.get("share")
        percent = None if share is None else written(Decimal(share) * HUNDRED)
        return {**stored, "percent": percent}


class GroupRow(Row):
    FILLED = ("code", "title", "leaves_out", "maximum")
    NEEDED = ("code", "title")

    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    title = forms.CharField(label=_("Name"), max_length=100, required=False)
    leaves_out = forms.CharField(
        label=_("Not meant for it (codes)"),
        help_text=_("For example: 2.1、2.3"),
        required=False,
    )
    maximum = number_field(
        _("Points of the whole"), _("Checked against the sum; empty: not checked.")
    )

    def clean_leaves_out(self) -> list[str]:
        return [code for code in BETWEEN.split(self.cleaned_data["leaves_out"]) if code]

    @classmethod
    def initial_of(cls, stored: Mapping[str, Any]) -> Told:
        return {**stored, "leaves_out": "、".join(stored.get("leaves_out", []))}


class PartRow(Row):
    FILLED = ("code", "title", "points")
    NEEDED = FILLED
    USUAL: ClassVar = {"register": Register.BASE.value, "weight": "1"}

    code = forms.CharField(label=_("Code"), max_length=40, required=False)
    title = forms.CharField(label=_("Name"), max_length=100, required=False)
    points = number_field(_("Points"))
    register = forms.ChoiceField(label=_("It"), choices=REGISTERS)
    weight = number_field(_("Weight of a bonus"))

    def told(self) -> Told:
        return {"points": written(self.cleaned_data["points"]), **super().told()}


class Rows(forms.BaseFormSet):
    """The rows of one choice."""

    def told(self) -> list[Told]:
        return [row.told() for row in self.forms if row.is_filled]

    def faults(self) -> list[str]:
        """Each row that does not fit, by its number."""
        return [
            gettext("row %(number)d: %(faults)s")
            % {"number": number, "faults": "；".join(_words(row))}
            for number, row in enumerate(self.forms, 1)
            if row.errors
        ]


def _words(row: forms.Form) -> list[str]:
    return [str(each) for told in row.errors.values() for each in told]


def rows_of(row: type[Row]) -> type[Rows]:
    """One empty row stands after those that are stored."""
    made = forms.formset_factory(
        row, formset=Rows, extra=1, max_num=MOST_ROWS, validate_max=True
    )
    return cast("type[Rows]", made)
