"""What an officer says with a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Notice, WithdrawalGround
from .words import WordsField


class DeedForm(forms.Form):
    """A button on a notice. It names the text that the person had before them: a
    decision on anything else is refused."""

    content_version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False
    )
    round = forms.IntegerField(
        min_value=0, max_value=2**15 - 1, widget=forms.HiddenInput, required=False
    )

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {"content_version": notice.content_version, "round": notice.round},
        )
        super().__init__(*args, **kwargs)
        self.notice = notice

    def clean(self) -> dict[str, Any]:
        """Nobody sees the hidden fields, so their faults are said of the whole."""
        if {"content_version", "round"} & set(self.errors):
            raise ValidationError(
                _("Someone else changed “%s” meanwhile. Load it again.") % self.notice
            )
        return super().clean() or self.cleaned_data

    def as_read(self) -> Notice:
        """The notice with the version and round that were on the person's screen."""
        for name in ("content_version", "round"):
            value = self.cleaned_data.get(name)
            if value is not None:
                setattr(self.notice, name, value)
        return self.notice


class OpinionForm(DeedForm):
    opinion = WordsField(
        label=_("Opinion"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept on record; not shown to the public."),
    )


class BulkReasonForm(forms.Form):
    reason = WordsField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the reason is kept and shown.")},
    )


class BulkWithdrawalForm(BulkReasonForm):
    ground = forms.ChoiceField(
        label=_("Ground"), choices=[("", "---------"), *WithdrawalGround.choices]
    )
    field_order = ["ground", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "The public reads it on the page that takes the notice's place."
        )


class ReasonForm(BulkReasonForm, DeedForm):
    """Why a notice goes back to its writer."""


class WithdrawalForm(BulkWithdrawalForm, DeedForm):
    """On what ground, and why, a notice is withdrawn."""


class MaskForm(DeedForm):
    """Which number is masked, by its digest; empty: all of them."""

    number = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)


class KeepForm(ReasonForm):
    """Why numbers of persons stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why they may stay")
        self.fields["reason"].help_text = _("The reviewer reads it first.")
