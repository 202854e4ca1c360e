"""What a citizen types, step by step; each step is a form of its own."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.models import Notice, PostingPeriod

from ..models import Anonymity, LetterKind, Mailbox

# Marks that turn the direction of what follows, and others that nobody sees.
_UNSEEN = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]"
)
TITLE_LIMIT = 100
# A band is enough to know whether a guardian must agree; no birthday is asked for.
CHILD_AGES = (
    ("0-5", _("under 6")),
    ("6-9", _("6 to 9")),
    ("10-13", _("10 to 13")),
)
PHONE = re.compile(r"[0-9０-９+\-－ ()（）转#]{7,30}")
LINE_FAULTS = (
    ("charged", _("What was charged differs from what stands here")),
    ("subsidy", _("The subsidy is wrong")),
    ("content", _("What stands here is wrong")),
)


def clean_words(text: str) -> str:
    """What a person typed, without signs that deceive the eye; line breaks stay."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text)).strip()


class UnitField(forms.CharField):
    """A unit by its name, as people know it; a list helps where scripts run."""

    def clean(self, value: Any) -> Agency | None:
        words = clean_words(super().clean(value) or "")
        if not words:
            return None
        open_units = Agency.objects.open()
        found = list(open_units.filter(name=words)[:2])
        found = found or list(open_units.filter(short_name=words)[:2])
        found = found or list(open_units.filter(name__contains=words)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(
                _("Several units are called so: write the whole name.")
            )
        raise forms.ValidationError(
            _("No unit here is called so. Leave it empty if you are not sure.")
        )


class StepForm(forms.Form):
    """A step; `answers` are those of the steps before."""

    def __init__(self, *args: Any, answers: dict[str, Any], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "letter-%s")
        super().__init__(*args, **kwargs)
        self.answers = answers
        self.narrow()

    def narrow(self) -> None:
        """Take out what does not apply."""


class StartForm(StepForm):
    """Where to, and what for."""

    mailbox = forms.ModelChoiceField(
        Mailbox.objects.none(),
        label=_("Mailbox"),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a mailbox.")},
    )
    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=LetterKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want.")},
    )

    def narrow(self) -> None:
        boxes: Any = self.fields["mailbox"]
        boxes.queryset = Mailbox.objects.open()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        box, kind = given.get("mailbox"), given.get("kind")
        if box and kind and not box.takes(kind):
            takes = "、".join(str(LetterKind(each).label) for each in box.kinds)
            self.add_error(
                "kind",
                _("“%(box)s” takes: %(kinds)s. Choose one of them.")
                % {"box": box, "kinds": takes},
            )
        return given


class AboutForm(StepForm):
    """What it is about; only what the kind asks for."""

    notice = forms.ModelChoiceField(
        Notice.objects.none(), required=False, widget=forms.HiddenInput
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    line = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    line_words = forms.CharField(
        required=False, max_length=300, widget=forms.HiddenInput
    )
    fault = forms.ChoiceField(
        label=_("What is wrong?"), choices=LINE_FAULTS, required=False
    )
    unit = UnitField(
        label=_("Unit that it is about"),
        required=False,
        max_length=100,
        help_text=_("Leave it empty if you don't know: the office finds it."),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
    )
    accuses = forms.BooleanField(
        label=_("My letter is about the conduct of this unit or one of its people"),
        required=False,
        help_text=_("Then neither the unit nor any below it will read your letter."),
    )
    place = UnitField(
        label=_("Town, village or street"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    place_words = forms.CharField(
        label=_("Where exactly"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def narrow(self) -> None:
        notices: Any = self.fields["notice"]
        notices.queryset = Notice.objects.public()
        kind = self.answers.get("kind")
        if not self.given("line"):
            del self.fields["fault"]
        if kind in (LetterKind.CORRECTION, LetterKind.OBJECTION):
            for name in ("unit", "accuses", "place", "place_words"):
                del self.fields[name]
        elif kind == LetterKind.REPORT:
            # A report is an accusation always.
            del self.fields["accuses"]
        elif kind in (LetterKind.CONSULTATION, LetterKind.SUGGESTION):
            del self.fields["place_words"]

    def given(self, name: str) -> str:
        source = self.data if self.is_bound else self.initial
        return str(source.get(name) or "")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind, notice = self.answers.get("kind"), given.get("notice")
        if kind == LetterKind.OBJECTION and not _is_posted(notice):
            self.add_error(
                None,
                _("Objections belong to a posting that runs: begin on its page."),
            )
        if given.get("accuses") and not given.get("unit"):
            self.add_error("unit", _("Name the unit whose conduct it is about."))
        return given


def _is_posted(notice: Notice | None) -> bool:
    today = local_day(clock.now())
    period = PostingPeriod.objects.filter(notice=notice) if notice else None
    return bool(period and period.filter(starts_on__lte=today, ends_on__gte=today))


class WordsForm(StepForm):
    """The letter itself."""

    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LIMIT,
        help_text=_("In one sentence, for example: the lamps of Xingfu Road are out."),
        error_messages={"required": _("Write in one sentence what it is about.")},
    )
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write what happened, where, and when.")},
    )

    def clean_title(self) -> str:
        return some_words(self.cleaned_data["title"], _("Write it in words."))

    def clean_text(self) -> str:
        text = some_words(self.cleaned_data["text"], _("Write it in words."))
        box = self.answers.get("mailbox")
        most = box.text_limit if isinstance(box, Mailbox) else 2000
        if len(text) > most:
            raise forms.ValidationError(
                _(
                    "%(length)s characters are too many: %(most)s can be sent. What you"
                    " typed is still here; put the rest into a file."
                )
                % {"length": len(text), "most": most}
            )
        return text


def some_words(typed: str, refusal: Any) -> str:
    """Raises ValidationError for signs without a letter or digit among them."""
    words = clean_words(typed)
    if not any(sign.isalnum() for sign in words):
        raise forms.ValidationError(refusal)
    return words


class ContactForm(StepForm):
    """Who writes; how they are answered; what becomes public."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    telephone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("For questions, and for a message when the answer is there."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("This is no e-mail address: name@example.com, for example.")
        },
    )
    address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    is_child = forms.BooleanField(
        label=_("The writer is under 14 years old"), required=False
    )
    child_age = forms.ChoiceField(
        label=_("How old the child is"),
        choices=[("", _("not a child under 14")), *CHILD_AGES],
        required=False,
    )
    guardian = forms.CharField(
        label=_("Name of the parent or guardian"),
        required=False,
        max_length=60,
        help_text=_(
            "Of children under 14 a parent or guardian agrees and is reached: the"
            " telephone, e-mail or address above are theirs."
        ),
    )
    anonymity = forms.ChoiceField(
        label=_("Who may know your name?"),
        choices=Anonymity,
        initial=Anonymity.PUBLIC,
        widget=forms.RadioSelect,
    )
    wants_publication = forms.TypedChoiceField(
        label=_("May the letter and the answer be published, without your name?"),
        choices=[("yes", _("Yes, others may have the same question")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )

    def narrow(self) -> None:
        if _is_accusing(self.answers):
            del self.fields["wants_publication"]

    def clean_telephone(self) -> str:
        telephone = clean_words(self.cleaned_data["telephone"])
        if telephone and not PHONE.fullmatch(telephone):
            raise forms.ValidationError(
                _("Write digits only, with the area code: 0751-8812345, for example.")
            )
        return unicodedata.normalize("NFKC", telephone)

    def clean_name(self) -> str:
        return clean_words(self.cleaned_data["name"])

    def clean_guardian(self) -> str:
        typed = self.cleaned_data["guardian"]
        return some_words(typed, _("Write the name in words.")) if typed else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.check_child(given)
        box = self.answers.get("mailbox")
        reached = any(given.get(name) for name in ("telephone", "email", "address"))
        needs = isinstance(box, Mailbox) and box.needs_contact
        if needs and not reached and not _is_accusing(self.answers):
            self.add_error(
                "telephone", _("This mailbox needs a telephone, e-mail or address.")
            )
        return given

    def check_child(self, given: dict[str, Any]) -> None:
        """个人信息保护法, art. 31: under 14 a guardian agrees, who is named."""
        guardian = given.get("guardian", "")
        if not given.get("is_child"):
            if given.get("child_age") or guardian:
                self.add_error(
                    "is_child",
                    _("Tick this for a child under 14, or leave age and guardian out."),
                )
            return
        if not given.get("child_age"):
            self.add_error("child_age", _("Choose how old the child is."))
        if not guardian and "guardian" not in self.errors:
            self.add_error("guardian", _("Write who agrees for the child."))
        elif guardian and guardian == given.get("name"):
            self.add_error(
                "guardian", _("The guardian is somebody else than the child.")
            )


def _is_accusing(answers: dict[str, Any]) -> bool:
    return bool(answers.get("accuses")) or answers.get("kind") == LetterKind.REPORT
