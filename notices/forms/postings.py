"""What an officer says when a posting is over or a warning ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from ..models import Notice, PostingResult, ProposedResult
from ..posting_objections import objection_words, objections_to
from .decisions import DeedForm
from .words import WordsField


class PostingResultForm(DeedForm):
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("", "---------"), *PostingResult.choices],
        error_messages={"required": _("Choose how the posting ended.")},
    )
    note = WordsField(
        label=_("Remark on the result"),
        required=False,
        # The portal adds its count of objections; the row holds 300.
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "The public reads it on the notice's page once a second person has agreed."
            " Where there were objections:"
            " how many, and what was done."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objections = objections_to(self.notice)
        if not objections.received:
            return
        words = gettext("The portal adds: %s") % objection_words(objections)
        if objections.waiting:
            words = (
                gettext(
                    "%(waiting)s of %(received)s objections that came by this site wait"
                    " for their answer: the result comes after that."
                )
                % objections._asdict()
            )
        self.fields["note"].help_text = f"{self.fields['note'].help_text} {words}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_handled = cleaned.get("result") == PostingResult.HANDLED
        if is_handled and not (cleaned.get("note") or "note" in self.errors):
            self.add_error("note", gettext("Say how the objections were handled."))
        return cleaned


class ConfirmResultForm(DeedForm):
    """It names the result that the person had before them."""

    proposal = forms.IntegerField(
        min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, notice=notice, **kwargs)
        rows = ProposedResult.objects.filter(notice=notice).values_list("pk", flat=True)
        self.fields["proposal"].initial = rows.first()

    def clean(self) -> dict[str, Any]:
        if "proposal" in self.errors:
            raise ValidationError(
                gettext("Someone else changed “%s” meanwhile. Load it again.")
                % self.notice
            )
        return super().clean()


class WarningEndForm(DeedForm):
    note = WordsField(
        label=_("Why it ends early"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The public reads it on the warning's page."),
        error_messages={"required": _("Say why: the reason is kept and shown.")},
    )
