"""What is typed at the desk of orders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from feedback.forms.desk import words
from feedback.forms.writing import UnitField

from ..models import LONGEST_LIMIT, RectificationOrder
from ..publishing_orders import words_of
from .evidence import EvidenceForm

LONG = 5_000
USUAL_LIMIT = 10


def _limit(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=LONGEST_LIMIT,
        initial=USUAL_LIMIT,
        help_text=_("The day of issue is not counted; days off are left out."),
    )


class NewOrderForm(forms.Form):
    """An order that is about to be issued."""

    unit = UnitField(
        label=_("Unit that is to put it right"),
        max_length=100,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        error_messages={"required": _("Name the unit.")},
    )
    fault = words(_("Fault"), _("What was found, where and when."), 4, LONG)
    demand = words(_("Demand"), _("What the unit is to do."), 3, LONG)
    ground = words(_("Legal ground"), "", 2, LONG)
    days = _limit(_("Limit in working days"))

    def clean_unit(self) -> Agency:
        unit: Agency | None = self.cleaned_data["unit"]
        if unit is None:
            raise ValidationError(_("Name the unit."))
        return unit


class OrderForm(forms.Form):
    """The words of one button; `order` is what it is about."""

    def __init__(self, *args: Any, order: RectificationOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self.prepare()

    def prepare(self) -> None:
        """Fill in what is known."""


class PressForm(OrderForm):
    """A button without words."""


class ReasonForm(OrderForm):
    reason = words(_("Reason"), "", 3, LONG)


class EscalateForm(OrderForm):
    reason = words(_("What the unit is told"), "", 3, LONG)


class OpinionForm(OrderForm):
    reason = words(_("Opinion of the re-check"), "", 3, LONG)


class ReturnForm(OrderForm):
    reason = words(_("What is not good enough"), "", 3, LONG)
    days = _limit(_("New limit in working days"))


class AnswerForm(EvidenceForm, OrderForm):
    """What was put right, with what shows it."""

    field_order = ("text", "kept", "evidence")
    text = words(_("What was put right"), "", 5, LONG)


class PublishForm(OrderForm):
    """The words as the public reads them."""

    fault = words(_("Fault"), _("Without names and numbers of persons."), 4, LONG)
    demand = words(_("Demand"), "", 3, LONG)
    ground = words(_("Legal ground"), "", 2, LONG)
    answer = forms.CharField(
        label=_("What was put right"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opinion = forms.CharField(
        label=_("Re-check"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        said = words_of(self.order)
        for name in self.fields:
            self.initial.setdefault(name, getattr(said, name))
