"""A round: what it is, which units are in it, who scores them, and rulings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, AgencyKind, Role
from disclosure_portal.foundation.models import User
from feedback.forms.writing import UnitField

from ..marking import Given
from ..models import Checklist, ChecklistStatus, InspectionRound, Mark
from ..round_preparing import Particulars, group_titles
from .evidence import EvidenceForm

DAY = forms.DateInput(attrs={"type": "date"})


def inspectors() -> QuerySet[User]:
    held = User.objects.filter(
        is_active=True, memberships__role__in=(Role.INSPECTOR, Role.OVERSEER)
    )
    return held.distinct().order_by("name", "pk")


class RoundForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    checklist = forms.ModelChoiceField(
        label=_("Checklist"),
        queryset=Checklist.objects.filter(status=ChecklistStatus.PUBLISHED),
        help_text=_("Published ones; it stays as it is while the round goes on."),
    )
    first_day = forms.DateField(label=_("Facts from"), widget=DAY)
    last_day = forms.DateField(label=_("Facts to"), widget=DAY)
    self_due_on = forms.DateField(
        label=_("Self-assessment until"),
        required=False,
        widget=DAY,
        help_text=_("Empty: the round begins with the inspection."),
    )
    object_days = forms.IntegerField(
        label=_("Working days for objections"), min_value=0, max_value=60, initial=5
    )
    blind_percent = forms.IntegerField(
        label=_("Share scored blind by two (%)"),
        min_value=0,
        max_value=100,
        initial=0,
        help_text=_("Drawn when the round opens; the seed of the draw is kept."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first_day"), given.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", _("The last day lies before the first."))
        return given

    @property
    def particulars(self) -> Particulars:
        return Particulars(**self.cleaned_data)


class UnitsForm(forms.Form):
    """All open units of a kind, or single ones by their names, into one group."""

    group = forms.ChoiceField(label=_("Group"), required=False)
    kind = forms.ChoiceField(
        label=_("All units of a kind"),
        required=False,
        choices=[("", _("None")), *AgencyKind.choices],
    )
    units = forms.CharField(
        label=_("Or single units"),
        required=False,
        max_length=20_000,
        help_text=_("Their whole names or codes, one in a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, round_: InspectionRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = group_titles(round_.checklist)
        self.fields["group"].choices = list(groups.items())  # type: ignore[attr-defined]
        if list(groups) == [""]:
            del self.fields["group"]

    def clean_units(self) -> list[Agency]:
        lines = [line.strip() for line in self.cleaned_data["units"].splitlines()]
        names = {line for line in lines if line}
        named = Q(name__in=names) | Q(short_name__in=names) | Q(code__in=names)
        found = list(open_units().filter(named))
        known = {
            each for unit in found for each in (unit.name, unit.short_name, unit.code)
        }
        if strange := sorted(names - known):
            told = "、".join(strange[:10])
            raise forms.ValidationError(_("No open unit is called so: %s") % told)
        return found

    @property
    def chosen(self) -> list[Agency]:
        found: list[Agency] = self.cleaned_data["units"]
        kind = self.cleaned_data["kind"]
        return found + list(open_units().filter(kind=kind)) if kind else found


def open_units() -> QuerySet[Agency]:
    return Agency.objects.open().exclude(parent=None)


class TodayForm(forms.Form):
    """Of which unit is asked; one's own without a name."""

    unit = UnitField(
        label=_("Unit"), required=False, max_length=100, help_text=_("By its name.")
    )


class InspectorsForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=_("Inspectors"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = inspectors()  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea)


class ObjectionForm(EvidenceForm):
    field_order = ("indicator", "text", "kept", "evidence")
    indicator = forms.ChoiceField(label=_("Indicator"))
    text = forms.CharField(
        label=_("What is wrong with the mark, and what shows it"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, indicators: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(each.pk), f"{each.code} {each.title}") for each in indicators]
        self.fields["indicator"].choices = rows  # type: ignore[attr-defined]


class MoreEvidenceForm(EvidenceForm):
    """Files for an objection that is filed already."""

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given["files"] and not self.errors:
            self.add_error("evidence", _("Choose a file."))
        return given


class RulingForm(forms.Form):
    """Upheld with the mark put right, or rejected; always with a reason."""

    # The keys of the evidence that stands on the page.
    seen = forms.RegexField(
        r"^[0-9]{1,18}(,[0-9]{1,18}){0,30}$",
        required=False,
        widget=forms.HiddenInput,
    )

    ruling = forms.CharField(
        label=_("Reason of the ruling"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    value = forms.DecimalField(
        label=_("The mark, put right"), required=False, decimal_places=4, max_digits=14
    )
    is_applicable = forms.BooleanField(label=_("It applies"), required=False)

    @property
    def keys_seen(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["seen"].split(",") if key]

    def look_at(self, keys: str) -> None:
        """Shown again beside evidence that has changed: what was typed is kept."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": keys}

    def given(self, mark: Mark) -> Given:
        applies = self.cleaned_data["is_applicable"]
        return Given(
            value=self.cleaned_data["value"] if applies else None,
            is_applicable=applies,
            comment=mark.comment,
            override=str(_("After an objection")) if mark.override else "",
        )
