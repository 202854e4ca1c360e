"""What a reader fills in who searches with more than one box."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.search.questions import NOT, number_asked

from ..list_query import (
    EVEN_ENDED,
    IN_TITLES,
    LAST_YEAR,
    MAX_WORDS,
    NEWEST_FIRST,
)
from ..models import Kind, Theme, Validity
from ..reference import FIRST_YEAR, Reference
from .widgets import DayInput

Choices = list[tuple[str, str | Promise]]

DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
QUOTES = str.maketrans({'"': " ", "＂": " ", "“": " ", "”": " "})


class AdvancedForm(forms.Form):
    """Nothing of it is required; of each part that was filled in it says whether it can
    be searched for. Which unit was meant, the page finds out."""

    q = forms.CharField(
        label=_("All of these words"),
        required=False,
        max_length=MAX_WORDS,
        help_text=_("Words with spaces between them; or a whole question."),
    )
    phrase = forms.CharField(
        label=_("Exactly this phrase"),
        required=False,
        max_length=MAX_WORDS,
        help_text=_("It has to stand there sign by sign."),
    )
    without = forms.CharField(
        label=_("None of these words"),
        required=False,
        max_length=MAX_WORDS,
        help_text=_("What has one of them is left out."),
    )
    where = forms.ChoiceField(
        label=_("Where the words stand"),
        required=False,
        choices=[
            ("", _("Anywhere, attachments too")),
            (IN_TITLES, _("In titles only")),
        ],
    )
    number = forms.CharField(
        label=_("Document number"),
        required=False,
        max_length=60,
        help_text=_("For example 国办发〔2017〕47号; any brackets will do."),
    )
    unit = forms.CharField(
        label=_("Issuing unit"),
        required=False,
        max_length=60,
        help_text=_("Its name or a part of it. The units below it are searched too."),
    )
    branch = forms.CharField(
        label=_("Which of these units"), required=False, widget=forms.Select
    )
    board = forms.ChoiceField(label=_("Board"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Kind.choices]
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        choices=[("", _("All themes")), *Theme.choices],
    )
    published_from = forms.DateField(
        label=_("First day of publication"),
        required=False,
        input_formats=DAY_FORMS,
        widget=DayInput,
        error_messages={"invalid": _("Write the day like this: 2026-11-23.")},
    )
    published_to = forms.DateField(
        label=_("Last day of publication"),
        required=False,
        input_formats=DAY_FORMS,
        widget=DayInput,
        error_messages={"invalid": _("Write the day like this: 2026-11-23.")},
    )
    validity = forms.ChoiceField(
        label=_("Validity"),
        required=False,
        choices=[
            ("", _("All that still hold")),
            *Validity.choices,
            (EVEN_ENDED, _("All, in force or not")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order of the results"),
        required=False,
        choices=[("", _("Best first")), (NEWEST_FIRST, _("Newest first"))],
    )

    def __init__(self, known: Reference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards: Choices = [(board.slug, board.name) for board in known.boards]
        self.fields["board"].choices = [("", _("All boards")), *boards]  # type: ignore[attr-defined]

    def offer(self, units: list[tuple[str, str]]) -> None:
        """Let one of several units be chosen; else there is nothing to choose."""
        if len(units) > 1:
            choices = [("", _("Choose one")), *units]
            self.fields["branch"].widget.choices = choices
        else:
            del self.fields["branch"]

    def clean_q(self) -> str:
        words: str = self.cleaned_data["q"]
        return " ".join(words.split())

    def clean_phrase(self) -> str:
        phrase: str = self.cleaned_data["phrase"]
        return " ".join(phrase.translate(QUOTES).split())

    def clean_without(self) -> str:
        """Each with the sign that says so in a search."""
        words: str = self.cleaned_data["without"]
        asked = " ".join(f"-{word.lstrip('-')}" for word in words.split())
        if NOT.sub("", asked).strip():
            raise forms.ValidationError(
                _("A word to leave out begins with a character or letter.")
            )
        return asked

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and not number_asked(number):
            raise forms.ValidationError(
                _(
                    "This is no document number: it has a code, a year and a serial,"
                    " such as 国办发〔2017〕47号. Look for other words above."
                )
            )
        return number

    def clean_published_from(self) -> Any:
        return self._day("published_from")

    def clean_published_to(self) -> Any:
        return self._day("published_to")

    def _day(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Nothing was published in that year: write the day anew.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        first, last = told.get("published_from"), told.get("published_to")
        if first and last and last < first:
            message = _(
                "The last day is before the first one: change one of them, or leave"
                " one empty."
            )
            self.add_error("published_to", message)
        is_asked = told.get("q") or told.get("phrase") or told.get("number")
        if told.get("without") and not is_asked:
            message = _("Say above what is looked for: this only leaves things out.")
            self.add_error("without", message)
        return told
