"""What an officer says with a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..chains import current_step
from ..models import ERASING, Notice, Tick, WithdrawalGround
from .words import WordsField

# What of a notice the person had before them, in hidden fields.
READ = ("content_version", "round", "step")


class DeedForm(forms.Form):
    """A button on a notice. It names the text that the person had before them: a
    decision on anything else is refused."""

    content_version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, required=False
    )
    round = forms.IntegerField(
        min_value=0, max_value=2**15 - 1, widget=forms.HiddenInput, required=False
    )

    step = forms.SlugField(max_length=40, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(notice, name) for name in READ})
        super().__init__(*args, **kwargs)
        self.notice = notice

    def clean(self) -> dict[str, Any]:
        """Nobody sees the hidden fields, so their faults are said of the whole."""
        if set(READ) & set(self.errors):
            raise ValidationError(
                _("Someone else changed “%s” meanwhile. Load it again.") % self.notice
            )
        return super().clean() or self.cleaned_data

    def as_read(self) -> Notice:
        """The notice with the version, round and step that were on the person's
        screen."""
        for name in READ:
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
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


class StepForm(OpinionForm):
    """Agreeing to a step: each statement by itself, or all of them with one touch."""

    field_order = ["ticks", "all_ticks", "opinion"]

    def __init__(self, *args: Any, notice: Notice, **kwargs: Any) -> None:
        super().__init__(*args, notice=notice, **kwargs)
        asked = current_step(notice).ticks
        if not asked:
            return
        self.fields["ticks"] = forms.MultipleChoiceField(
            label=_("I have checked"),
            choices=[(code, _said(code, notice)) for code in asked],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        if len(asked) > 1:
            self.fields["all_ticks"] = forms.BooleanField(
                label=_("I have checked all of these"), required=False
            )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.pop("all_ticks", False):
            cleaned["ticks"] = [code for code, _label in self._choices()]
        return cleaned

    def _choices(self) -> Any:
        field = self.fields["ticks"]
        assert isinstance(field, forms.MultipleChoiceField)
        return field.choices


def _said(code: str, notice: Notice) -> Any:
    """Nobody confirms a basis that is not there."""
    if code == Tick.ATTRIBUTE and not notice.disclosure_basis:
        return _("The disclosure attribute is right; no legal basis is stated")
    return Tick(code).label


class SheetForm(StepForm):
    """A step that was signed on paper: by whom, and the photograph of the sheet."""

    field_order = ["signer", "photo", "ticks", "all_ticks", "opinion"]

    signer = WordsField(label=_("Signed by"), max_length=60)
    photo = forms.FileField(
        label=_("Photograph of the signed sheet"),
        help_text=_("JPEG or PNG, at most 5 MB. Nobody sees it but who works on this."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )


class BulkTicksForm(forms.Form):
    """What a person confirms of every one of several notices that they sign."""

    ticks = forms.MultipleChoiceField(
        label=_("I have checked of each of them"),
        choices=Tick,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Confirm what you have checked.")},
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].help_text = _(
            "Privacy, or a penalty that was revoked: a second person then erases all"
            " that the notice said."
        )


class WithdrawalRequestForm(WithdrawalForm):
    """An editor asks; of a revoked penalty with the day from which the time runs."""

    revoked_on = forms.DateField(
        label=_("Revoked on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_(
            "Only for a penalty: it must be taken back within three working days."
        ),
    )
    field_order = ["ground", "revoked_on", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The approver reads it first.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_revoked = cleaned.get("ground") == WithdrawalGround.REVOKED
        day = cleaned.get("revoked_on")
        if is_revoked and day is None and "revoked_on" not in self.errors:
            self.add_error("revoked_on", _("Say on which day it was revoked."))
        if day is not None and day > local_day(clock.now()):
            self.add_error("revoked_on", _("This day is still to come."))
        if not is_revoked:
            cleaned["revoked_on"] = None
        return cleaned


class ErasureForm(DeedForm):
    """On what ground a notice that is gone already is to be erased."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[(ground.value, ground.label) for ground in ERASING],
    )


class ErasingForm(DeedForm):
    """Nothing brings back what is erased: said once more before it is done."""

    is_sure = forms.BooleanField(
        label=_("I have read it; text, files and all versions may be erased for good.")
    )


class OverrideForm(ReasonForm):
    """Why the county leader lets it out past open steps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "It is public: the page of the notice shows it with your name."
        )


class MaskForm(DeedForm):
    """Which number is masked, by its digest; empty: all of them."""

    number = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)


class KeepForm(ReasonForm):
    """Why numbers of persons stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why they may stay")
        self.fields["reason"].help_text = _("The reviewer reads it first.")
