"""What staff type at the desk of letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..accused_people import NoSuchPerson, named_person
from ..models import (
    Complexity,
    Finding,
    Letter,
    LetterCategory,
    LetterKind,
    RefusalGround,
    ReplyTemplate,
)
from ..splitting import kinds_of_second
from .writing import UnitField, clean_words, some_words

LONG = 2000


def words(label: Any, help_text: Any = "", rows: int = 3, most: int = LONG) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Write it: it stays on record.")},
    )


def unit(label: Any, help_text: Any = "") -> UnitField:
    return UnitField(
        label=label,
        help_text=help_text,
        max_length=100,
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        error_messages={"required": _("Name the unit.")},
    )


class DeedForm(forms.Form):
    """The words of one button; `letter` is what it is about."""

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.prepare()

    def prepare(self) -> None:
        """Fill in what is known."""


class PressForm(DeedForm):
    """A button without words."""


class AcceptForm(DeedForm):
    complexity = forms.ChoiceField(
        label=_("How hard is it?"), choices=Complexity, initial=Complexity.ORDINARY
    )


class RefuseForm(DeedForm):
    ground = forms.ChoiceField(label=_("Ground"), choices=RefusalGround)
    turn_to = words(
        _("Where the writer can turn instead"),
        _("The writer reads it. Left empty, the office's own words for the ground."),
    )

    def prepare(self) -> None:
        self.fields["turn_to"].required = False

    def clean(self) -> dict[str, Any]:
        """Nothing typed: what the office says for this ground (答复模板)."""
        given = super().clean() or {}
        if not given.get("turn_to") and "ground" in given:
            given["turn_to"] = ReplyTemplate.objects.turn_to(given["ground"])
            if not given["turn_to"]:
                self.add_error("turn_to", _("Say where the writer can turn instead."))
        return given


class ReasonForm(DeedForm):
    reason = words(_("Reason"))


class MessageForm(DeedForm):
    reason = words(_("Question to the writer"), _("The writer reads it."))


class AssignForm(DeedForm):
    unit = unit(_("Unit that is to answer"))
    note = forms.CharField(
        label=_("Note to the unit"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ShareForm(DeedForm):
    unit = unit(_("Unit that joins in"))
    part = words(_("Its part"), rows=2, most=200)


class AccuseForm(DeedForm):
    unit = unit(
        _("Unit that the letter accuses"),
        _("It and its branch read nothing of the letter from then on."),
    )
    person = forms.CharField(
        label=_("Person whom it accuses"),
        required=False,
        max_length=60,
        help_text=_(
            "The whole name. Their account reads nothing of it, whatever seats it has,"
            " nor does the unit where they serve."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def prepare(self) -> None:
        self.fields["unit"].required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        name = clean_words(given.get("person") or "")
        if not (name or given.get("unit") or self.errors):
            self.add_error("unit", _("Name the unit or the person."))
        given["person"] = None
        if name and "unit" not in self.errors:
            try:
                given["person"] = named_person(name, given.get("unit"))
            except NoSuchPerson as refusal:
                self.add_error("person", str(refusal))
        return given


class ClassifyForm(DeedForm):
    category = forms.ModelChoiceField(
        LetterCategory.objects.none(), label=_("Category"), required=False
    )
    complexity = forms.ChoiceField(label=_("How hard is it?"), choices=Complexity)

    def prepare(self) -> None:
        field: Any = self.fields["category"]
        field.queryset = LetterCategory.objects.filter(is_open=True)
        self.initial.setdefault("category", self.letter.category_id)
        self.initial.setdefault("complexity", self.letter.complexity)


class ReplyForm(DeedForm):
    template = forms.ModelChoiceField(
        ReplyTemplate.objects.none(),
        label=_("Begin from a template"),
        required=False,
        help_text=_("Choose one and press “Fill in”: its words come below yours."),
    )
    text = words(
        _("What is answered"), _("The writer reads it once it is signed."), 10, 20_000
    )
    finding = forms.ChoiceField(
        label=_("Is the objection upheld?"),
        choices=[("", "---------"), *Finding.choices],
        required=False,
        help_text=_("It is counted in the result of the posting."),
    )
    remedies = forms.CharField(
        label=_("Remedies"),
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where the writer may turn who disagrees."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def prepare(self) -> None:
        field: Any = self.fields["template"]
        field.queryset = ReplyTemplate.objects.for_answers(self.letter.kind)
        if self.letter.kind != LetterKind.OBJECTION:
            del self.fields["finding"]


class ExtensionForm(DeedForm):
    days = forms.IntegerField(label=_("Days more"), min_value=1, max_value=180)
    reason = words(_("Reason"))


class DecideForm(DeedForm):
    is_granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Grant")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
    )
    message = words(_("Reason"), _("The writer reads why more time was granted."))


class JoinForm(DeedForm):
    number = forms.CharField(label=_("Number of the other letter"), max_length=20)


class SplitForm(DeedForm):
    """What the second letter asks: the writer's own words, the others cut away."""

    kind = forms.ChoiceField(label=_("Kind of the second letter"), choices=LetterKind)
    title = forms.CharField(label=_("Title of the second letter"), max_length=100)
    text = words(
        _("What the second letter asks"),
        _("Leave in what belongs to it. The first letter keeps all its words."),
        8,
        20_000,
    )
    with_files = forms.BooleanField(label=_("Its files, too"), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["kind"]
        field.choices = [(each, each.label) for each in kinds_of_second(self.letter)]
        self.initial.setdefault("kind", self.letter.kind)
        self.initial.setdefault("text", self.letter.text)

    def clean_title(self) -> str:
        return some_words(self.cleaned_data["title"], _("Write it in words."))

    def clean_text(self) -> str:
        return some_words(self.cleaned_data["text"], _("Write it in words."))


class PublishForm(DeedForm):
    """The words as the public would read them."""

    title = forms.CharField(label=_("Title"), max_length=100)
    text = words(
        _("What was written"), _("Without names and numbers of persons."), 8, 20_000
    )
    answer = words(_("What was answered"), "", 8, 20_000)

    def prepare(self) -> None:
        reply = self.letter.replies.order_by("-round").first()
        self.initial.setdefault("title", self.letter.title)
        self.initial.setdefault("text", self.letter.text)
        self.initial.setdefault("answer", reply.text if reply else "")
