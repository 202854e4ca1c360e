"""How marks become a total and a grade: the choices of a checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..scoring_checklists import Figure, Measured, ShareRounding, Ties
from ..scoring_rules import VetoEffect
from .choice_rows import (
    MEASURED,
    MOST_ROWS,
    BandRow,
    GateRow,
    GroupRow,
    LineRow,
    Named,
    PartRow,
    QuotaRow,
    Row,
    Rows,
    TermRow,
    filled,
    rows_of,
    usual_left_out,
)
from .indicators import number_field, share_field

FIGURES = [
    (Figure.ROUNDED.value, _("the rounded total")),
    (Figure.UNROUNDED.value, _("the total before it is rounded")),
]
# By the name in the stored choices: the row, its title, and what is said of it.
SECTIONS: Mapping[str, tuple[type[Row], str | Promise, str | Promise]] = {
    "terms": (
        TermRow,
        _("How points are added up"),
        _("Without a row: all of the base, as it is."),
    ),
    "bonus_gates": (
        GateRow,
        _("When a bonus counts"),
        _("Without a row: always. Each row must be passed."),
    ),
    "fail_lines": (
        LineRow,
        _("When a unit fails"),
        _("Below the threshold of one row it has the lowest grade."),
    ),
    "bands": (BandRow, _("Grades by bands"), _("The best first.")),
    "quotas": (
        QuotaRow,
        _("Grades by quota"),
        _("The best first; in place of bands, within each group."),
    ),
    "groups": (
        GroupRow,
        _("Groups of units"),
        _("Ranked each for itself. Without a row all units are one group."),
    ),
    "parts": (
        PartRow,
        _("Parts of the checklist"),
        _("Without a row each dimension of the first level is a part of its own."),
    ),
}
# Those that stand within the grading.
GRADING = ("bands", "quotas")
USUAL: Mapping[str, Any] = {
    "figure": Figure.ROUNDED.value,
    "measured_in": Measured.POINTS.value,
    "share_rounding": ShareRounding.HALF_UP.value,
}


@dataclass
class Section:
    name: str
    title: str | Promise
    help_text: str | Promise
    rows: Rows


class ChoicesForm(forms.Form):
    """One of each here; those that may be several stand in `sections`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    maximum = number_field(
        _("Points of the whole"), _("Checked against the sum; empty: not checked.")
    )
    veto_effect = forms.ChoiceField(
        label=_("What a veto makes of the total"),
        choices=[
            (VetoEffect.ZERO.value, _("The total is 0")),
            (VetoEffect.CAP.value, _("The total is no more than a figure")),
            (VetoEffect.NO_SCORE.value, _("There is no score at all")),
        ],
    )
    veto_cap = number_field(_("That figure"))
    lowest = forms.CharField(
        label=_("Grade of all others"), max_length=40, required=False
    )
    figure = forms.ChoiceField(label=_("Grades go by"), choices=FIGURES)
    measured_in = forms.ChoiceField(label=_("Measured"), choices=MEASURED)
    without_ties = forms.BooleanField(
        label=_("Units level with the last of a quota are left out of it"),
        required=False,
    )
    share_rounding = forms.ChoiceField(
        label=_("A share of the units, as a number"),
        choices=[
            (ShareRounding.HALF_UP.value, _("half up")),
            (ShareRounding.DOWN.value, _("down")),
            (ShareRounding.UP.value, _("up")),
        ],
    )
    ties = forms.ChoiceField(
        label=_("Ranks after a tie"),
        choices=[(Ties.SKIP.value, "1、2、2、4"), (Ties.DENSE.value, "1、2、2、3")],
    )
    places = forms.IntegerField(
        label=_("Decimals of the total"), min_value=0, max_value=4
    )
    pass_share = share_field(_("Share at most while a prerequisite is missing"))

    def __init__(self, data: Any, *, named: Named, choices: Mapping[str, Any]) -> None:
        super().__init__(data, initial=initial_of(choices))
        self.named = named
        stored = dict(choices) | dict(choices.get("grading", {}))
        self.sections = [
            Section(name, title, help_text, self._rows(name, row, stored))
            for name, (row, title, help_text) in SECTIONS.items()
        ]

    def _rows(self, name: str, row: type[Row], stored: Mapping[str, Any]) -> Rows:
        return rows_of(row)(
            self.data if self.is_bound else None,
            prefix=name,
            initial=[row.initial_of(each) for each in stored.get(name, [])],
            form_kwargs={"named": self.named},
        )

    def is_valid(self) -> bool:
        is_fit = super().is_valid()
        for section in self.sections:
            if not section.rows.is_valid():
                is_fit = False
                for fault in section.rows.faults():
                    self.add_error(None, f"{section.title}，{fault}")
        return is_fit

    def choices(self) -> dict[str, Any]:
        given = self.cleaned_data
        several = {each.name: each.rows.told() for each in self.sections}
        _name_all_parts(several["terms"], self.named)
        graded = {name: given[name] for name in ("lowest", "figure", "measured_in")}
        graded |= {name: several.pop(name) for name in GRADING}
        graded["share_rounding"] = given["share_rounding"]
        grading = usual_left_out(graded, USUAL)
        if given["without_ties"]:
            grading["with_ties"] = False
        told = filled(
            **several,
            veto=filled(effect=given["veto_effect"], cap=given["veto_cap"]),
            grading=grading,
            maximum=given["maximum"],
            pass_share=given["pass_share"],
        )
        return told | {"ties": given["ties"], "places": given["places"]}


def _name_all_parts(terms: list[dict[str, Any]], named: Named) -> None:
    """A term that names no part adds up all of them."""
    for term in terms:
        term.setdefault("parts", [code for code, _title in named.parts])


def initial_of(choices: Mapping[str, Any]) -> dict[str, Any]:
    """How the fields read for what is stored."""
    grading, veto = choices.get("grading", {}), choices.get("veto", {})
    return {
        "veto_effect": veto.get("effect", VetoEffect.ZERO.value),
        "veto_cap": veto.get("cap"),
        "lowest": grading.get("lowest", ""),
        "figure": grading.get("figure", Figure.ROUNDED.value),
        "measured_in": grading.get("measured_in", Measured.POINTS.value),
        "without_ties": not grading.get("with_ties", True),
        "share_rounding": grading.get("share_rounding", ShareRounding.HALF_UP.value),
        "ties": choices.get("ties", Ties.SKIP.value),
        "places": choices.get("places", 2),
        "pass_share": choices.get("pass_share"),
        "maximum": choices.get("maximum"),
    }


def with_one_more(data: Any, name: str) -> Any:
    """What was typed, with an empty row more in a section."""
    told = data.copy()
    key = f"{name}-TOTAL_FORMS"
    count = str(told.get(key, ""))
    if name in SECTIONS and count.isascii() and count.isdigit() and len(count) < 4:
        told[key] = str(min(int(count) + 1, MOST_ROWS))
    return told
