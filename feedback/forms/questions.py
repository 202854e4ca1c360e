"""What a clerk writes of a common question."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation.models import User
from notices.models import Kind, Notice

from ..models import LetterCategory, Question
from .writing import UnitField


class QuestionForm(forms.ModelForm):
    """The unit is one of the clerk's; guide and policy are named by their numbers."""

    unit = UnitField(
        label=_("Unit"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Name the unit.")},
    )
    guide_number = forms.IntegerField(
        label=_("Number of the guide"),
        required=False,
        help_text=_("As it stands in its address: /notices/123/"),
    )
    policy_number = forms.IntegerField(label=_("Number of the policy"), required=False)

    class Meta:
        model = Question
        fields = ["title", "answer", "category"]
        labels: ClassVar = {"answer": _("What is answered")}
        widgets: ClassVar = {"answer": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        own = self.instance.agency if self.instance.agency_id else units.first()
        self.initial.setdefault("unit", own.name if own else "")
        categories: Any = self.fields["category"]
        categories.queryset = LetterCategory.objects.filter(is_open=True)
        self.initial.setdefault("guide_number", self.instance.guide_id)
        self.initial.setdefault("policy_number", self.instance.policy_id)

    def clean_unit(self) -> Agency:
        unit: Agency = self.cleaned_data["unit"]
        if not self.units.filter(pk=unit.pk).exists():
            raise forms.ValidationError(_("You write for units of your own only."))
        return unit

    def clean_guide_number(self) -> Notice | None:
        return self._public("guide_number", Kind.PROCEDURE)

    def clean_policy_number(self) -> Notice | None:
        return self._public("policy_number", None)

    def _public(self, name: str, kind: str | None) -> Notice | None:
        number = self.cleaned_data[name]
        if number is None:
            return None
        found = Notice.objects.public().filter(pk=number)
        notice = (found.filter(kind=kind) if kind else found).first()
        if notice is None:
            raise forms.ValidationError(_("There is no public notice of this number."))
        return notice

    def kept(self) -> Question:
        """The question as it was typed, not stored yet."""
        question: Question = self.save(commit=False)
        question.agency = self.cleaned_data["unit"]
        question.guide = self.cleaned_data["guide_number"]
        question.policy = self.cleaned_data["policy_number"]
        return question


def units_of(user: User, paths: list[str]) -> Any:
    """The open units of the branches, as far as a list can hold them."""
    from_branch = Agency.objects.none()
    for path in paths:
        from_branch = from_branch | Agency.objects.branch(path)
    return from_branch.open() if paths else Agency.objects.none()
