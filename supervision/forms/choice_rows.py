"""The rows of the choices of a checklist: parts, sums, gates, fail lines, grades.

Each row is a small form of plain fields. A row left wholly empty, or one that is to be
removed, is not read; rows are added by a button, so that no script is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..checklist_tree import written
from ..scoring_checklists import Figure, Measured, Register
from .indicators import number_field

YES, NO = "yes", "no"
PER_CENT, UNITS = "percent", "units"
MEASURED = [
    (Measured.POINTS.value, _("in points")),
    (Measured.PERCENT.value, _("in per cent of the maximum")),
]
FIGURES = [
    (Figure.UNROUNDED.value, _("before it is rounded")),
    (Figure.ROUNDED.value, _("after it is rounded")),
]
Named = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Known:
    """What a row may name, by codes: parts, bonuses and all indicators."""

    parts: Named
    bonuses: Named
    codes: frozenset[str]


def codes_field(label: Any, help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class Row(forms.Form):
    # Fields that make it a row once something is typed, and what each can't lack.
    TELLING: ClassVar[tuple[str, ...]] = ()
    NEEDED: ClassVar[Mapping[str, str | Promise]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.order_fields([name for name in self.fields if name != "remove"])
        for name, named in (("parts", known.parts), ("of", known.bonuses)):
            if name in self.fields:
                field: Any = self.fields[name]
                field.choices = [(code, f"{code} {title}") for code, title in named]

    @property
    def is_left_out(self) -> bool:
        typed = typed_in(self) if self.is_bound else self.initial
        return bool(typed.get("remove")) or not any(
            typed.get(name) not in (None, "", []) for name in self.TELLING
        )

    @property
    def named(self) -> str:
        """What stands above the row instead of its number."""
        return ""

    def full_clean(self) -> None:
        if self.is_bound and self.is_left_out:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, words in self.NEEDED.items():
            if name not in self.errors and given.get(name) in (None, "", []):
                self.add_error(name, str(words))
        return given

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        return filled({name: given[name] for name in given if name != "remove"})

    @classmethod
    def started(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        """How the fields read for a row that is stored."""
        return dict(stored)


class Removable(Row):
    remove = forms.BooleanField(label=_("Remove this row"), required=False)


class PartRow(Row):
    """What a dimension counts for. It stands there as long as the dimension does."""

    TELLING = ("code",)

    code = forms.CharField(widget=forms.HiddenInput)
    title = forms.CharField(widget=forms.HiddenInput)
    register = forms.ChoiceField(
        label=_("Counts"),
        choices=[
            (
                Register.BASE.value,
                _("in the total; vetoes and bonuses as they say"),
            ),
            (Register.BONUS.value, _("as a bonus on top of it")),
        ],
    )
    points = number_field(
        _("Most points of the bonus"), _("Only of a bonus; what is above is lost.")
    )
    weight = number_field(_("Weight of the bonus"), _("Empty: 1."))

    @property
    def named(self) -> str:
        return f"{self['code'].value()} {self['title'].value()}"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        is_bonus = given.get("register") == Register.BONUS
        if is_bonus and given.get("points") is None and "points" not in self.errors:
            self.add_error("points", _("Say how many points the bonus gives at most."))
        return given


class TermRow(Removable):
    TELLING = ("parts", "normalised_to", "by", "per", "when_absent", "weight")
    NEEDED: ClassVar = {"parts": _("Tick at least one part.")}

    parts = codes_field(_("Parts that are added up"), "")
    normalised_to = number_field(
        _("The sum is brought to"),
        _("100: ÷ the maximum that applies × 100. Empty: it stays as it is."),
    )
    by = number_field(_("Multiplied by"), _("4 and 3 for × 4/3."))
    per = number_field(_("and divided by"), _("Empty: 1."))
    when_absent = forms.CharField(
        label=_("Multiplied only where this does not apply"),
        help_text=_("The code of an indicator. Empty: always."),
        max_length=40,
        required=False,
    )
    weight = number_field(_("Weight of this sum"), _("0.7 for 70 %. Empty: 1."))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("normalised_to", "per"):
            if given.get(name) == 0:
                self.add_error(name, _("Write a number above 0, or leave it empty."))
        if given.get("by") is None and (given.get("per") or given.get("when_absent")):
            self.add_error("by", _("Say by what it is multiplied."))
        code = given.get("when_absent")
        if code and code not in self.known.codes:
            self.add_error("when_absent", _("There is no indicator %s.") % code)
        return given

    def value(self) -> dict[str, Any]:
        told = super().value()
        names = ("by", "per", "when_absent")
        multiplier = {name: told.pop(name) for name in names if name in told}
        return told | ({"multiplier": multiplier} if multiplier else {})

    @classmethod
    def started(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        return {**stored, **(stored.get("multiplier") or {})}


class _Threshold(Removable):
    TELLING: ClassVar[tuple[str, ...]] = ("threshold", "parts")
    NEEDED: ClassVar = {"threshold": _("Write the figure that is compared.")}

    threshold = number_field(_("Figure"))
    measured_in = forms.ChoiceField(label=_("Measured"), choices=MEASURED)
    parts = codes_field(
        _("Compared: the sum of these parts"), _("None ticked: the whole base.")
    )
    figure = forms.ChoiceField(label=_("Compared as it is"), choices=FIGURES)


class GateRow(_Threshold):
    TELLING = (*_Threshold.TELLING, "of")

    is_strict = forms.ChoiceField(
        label=_("The bonus counts"),
        choices=[(NO, _("from that figure on (≥)")), (YES, _("only above it (>)"))],
    )
    of = codes_field(_("For these bonuses"), _("None ticked: for every bonus."))
    field_order = ("threshold", "is_strict", "measured_in", "parts", "of", "figure")

    def value(self) -> dict[str, Any]:
        return _with_flag(super().value(), "is_strict")

    @classmethod
    def started(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        return {**stored, "is_strict": YES if stored.get("is_strict") else NO}


class FailRow(_Threshold):
    is_inclusive = forms.ChoiceField(
        label=_("A unit fails"),
        choices=[(NO, _("below that figure (<)")), (YES, _("on it, too (≤)"))],
    )
    field_order = ("threshold", "is_inclusive", "measured_in", "parts", "figure")

    def value(self) -> dict[str, Any]:
        return _with_flag(super().value(), "is_inclusive")

    @classmethod
    def started(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        return {**stored, "is_inclusive": YES if stored.get("is_inclusive") else NO}


class BandRow(Removable):
    TELLING = ("grade", "lowest")
    NEEDED: ClassVar = {
        "grade": _("Name the grade."),
        "lowest": _("Write the lowest total that has it."),
    }

    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    lowest = number_field(_("From this total on"))


class QuotaRow(Removable):
    TELLING = ("grade", "size")
    NEEDED: ClassVar = {
        "grade": _("Name the grade."),
        "size": _("Write how many units have it."),
    }

    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    size = number_field(_("So many of the best"))
    counted_in = forms.ChoiceField(
        label=_("Counted"),
        choices=[(PER_CENT, _("per cent of the units")), (UNITS, _("units"))],
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        size = given.get("size")
        if size is None:
            return given
        if given.get("counted_in") == UNITS and size != int(size):
            self.add_error("size", _("Units are counted in whole numbers."))
        if given.get("counted_in") == PER_CENT and not _is_share(size):
            self.add_error("size", _("Write 0 to 100, with two decimals at most."))
        return given

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given["counted_in"] == UNITS:
            return {"grade": given["grade"], "number": int(given["size"])}
        return {"grade": given["grade"], "share": written(given["size"] / 100)}

    @classmethod
    def started(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        grade = stored.get("grade")
        if stored.get("share") is not None:
            size = written(Decimal(stored["share"]) * 100)
            return {"grade": grade, "size": size, "counted_in": PER_CENT}
        return {"grade": grade, "size": stored.get("number"), "counted_in": UNITS}


class GroupRow(Removable):
    TELLING = ("title", "leaves_out", "maximum")
    NEEDED: ClassVar = {"title": _("Name the group, such as 乡镇.")}

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = forms.CharField(label=_("Group of units"), max_length=200, required=False)
    leaves_out = forms.CharField(
        label=_("Indicators that are not for this group"),
        help_text=_("Their codes with a space between them, such as 2.1 3."),
        max_length=5_000,
        required=False,
    )
    maximum = number_field(
        _("Points at most"), _("Checked against what is left; empty: not checked.")
    )

    def clean_leaves_out(self) -> list[str]:
        text = self.cleaned_data["leaves_out"]
        codes = text.replace("、", " ").replace("，", " ").replace(",", " ").split()
        if strange := [code for code in codes if code not in self.known.codes]:
            told = "、".join(strange[:10])
            raise forms.ValidationError(_("There is no indicator %s.") % told)
        return list(dict.fromkeys(codes))

    @classmethod
    def started(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        return {**stored, "leaves_out": " ".join(stored.get("leaves_out", ()))}


def typed_in(form: forms.BaseForm) -> dict[str, Any]:
    """What was sent for each field, as it was typed."""
    return {
        name: field.widget.value_from_datadict(
            form.data, form.files, form.add_prefix(name)
        )
        for name, field in form.fields.items()
    }


def filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: written(value) if isinstance(value, Decimal) else value
        for name, value in told.items()
        if value not in (None, "", {}, [])
    }


def _with_flag(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {**told, name: told[name] == YES}


def _is_share(size: Decimal) -> bool:
    """A share has four decimals at most, so its per cents have two."""
    return size <= 100 and size * 100 == int(size * 100)
