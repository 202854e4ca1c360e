"""写信: the form step by step. What was typed travels in the form itself, so nothing is
kept of a letter that was never sent, and nothing is lost on the way back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.models import SiteState

from . import letter_codes
from .answers import Answer
from .contacts import Contact
from .forms.writing import (
    LINE_FAULTS,
    AboutForm,
    ContactForm,
    StartForm,
    StepForm,
    WordsForm,
)
from .letter_files import KeptFile, keep_all, of_signed, signed
from .models import Anonymity, Mailbox
from .preview import preview_of
from .proof_of_work import is_done
from .receipt_page import receipt_context
from .sending_limits import wait_before_sending
from .similar import similar_to
from .submitting import About, Given, submit

STEPS: dict[str, type[StepForm]] = {
    "start": StartForm,
    "about": AboutForm,
    "words": WordsForm,
    "contact": ContactForm,
}
NAMES = (*STEPS, "preview")
# Nobody reads and fills five steps faster.
LEAST = timedelta(seconds=5)
# Where work is asked for, and none was done: without a script, or in an old browser.
LEAST_WITHOUT_WORK = timedelta(seconds=30)
WORK = "work"
# A field that people don't see; programs fill everything.
TRAP = "homepage"
# Of the form itself, not of the letter.
OWN = ("token", "files", "step", "go", TRAP, WORK, "upload", "drop")


@sensitive_variables()
def opened(given: Mapping[str, str]) -> Answer:
    """The first step, filled as far as the address that led here says."""
    known = {name: value for name, value in given.items() if name in _known_fields()}
    writing = Writing(known | {"token": letter_codes.new_token()}, [])
    return writing.shown("start", form=StartForm(initial=known, answers={}))


@sensitive_variables()
def went_on(
    posted: Mapping[str, str], uploads: Sequence[UploadedFile], *, device: str
) -> Answer:
    """One step was sent: the next one, the one before, or the receipt."""
    writing = Writing(dict(posted), of_signed(posted.get("files", "")))
    step = posted.get("step", "start")
    if step not in NAMES:
        step = "start"
    if step == "words":
        if refused := writing.take(uploads, drop=posted.get("drop", "")):
            return writing.shown("words", notes=refused, status=400)
        if "drop" in posted or posted.get("go") == "attach":
            return writing.shown("words")
    if posted.get("go") == "back":
        return writing.shown(NAMES[max(NAMES.index(step) - 1, 0)])
    if wrong := writing.first_wrong(upto=step):
        return writing.shown(wrong, form=writing.form(wrong), status=400)
    if step != "preview":
        return writing.shown(NAMES[NAMES.index(step) + 1])
    return writing.sent(device=device)


@sensitive_variables()
def was_too_much(posted: Mapping[str, str], refusal: str) -> Answer:
    """More was sent than is read: the same step again with the beginning of it."""
    writing = Writing(dict(posted), of_signed(posted.get("files", "")))
    step = posted.get("step", "start")
    if step not in STEPS:
        step = "contact" if step == "preview" else "start"
    writing.first_wrong(upto="start")
    notes = [refusal]
    if box := writing.mailbox:
        notes.append(
            _(
                "The text may have %(text)s characters and come with %(files)s files."
                " What could be read of it is still here: shorten the text, put the"
                " rest into a file, and choose files again."
            )
            % {"text": box.text_limit, "files": box.file_limit}
        )
    return writing.shown(step, notes=notes, status=413)


def _known_fields() -> set[str]:
    return {name for form in STEPS.values() for name in form.base_fields}


class Writing:
    """What was typed so far, and the files that came with it."""

    def __init__(self, typed: dict[str, str], files: list[KeptFile]) -> None:
        self.typed = typed
        self.files = files
        self.answers: dict[str, Any] = {}

    # --- Checking ---------------------------------------------------------------------

    def form(self, step: str) -> StepForm:
        return STEPS[step](self.typed, answers=self.answers)

    def first_wrong(self, upto: str) -> str:
        """The first step up to this one that is not right yet; fills `answers`."""
        self.answers = {}
        for name in NAMES[: NAMES.index(upto) + 1]:
            if name not in STEPS:
                break
            form = self.form(name)
            if not form.is_valid():
                return name
            self.answers |= form.cleaned_data
        return ""

    @property
    def mailbox(self) -> Mailbox | None:
        found = self.answers.get("mailbox")
        return found if isinstance(found, Mailbox) else None

    def take(self, uploads: Sequence[UploadedFile], *, drop: str) -> list[str]:
        """Keep new files and drop one; what to say of files that were refused."""
        if drop:
            self.files = [file for file in self.files if file.original != drop]
        self.first_wrong(upto="start")
        most = self.mailbox.file_limit if self.mailbox else 0
        kept, refused = keep_all(uploads, before=len(self.files), most=most)
        self.files += [file for file in kept if file not in self.files]
        return refused

    # --- Sending ----------------------------------------------------------------------

    def given(self) -> Given:
        got = self.answers
        return Given(
            mailbox=got["mailbox"],
            kind=got["kind"],
            title=got["title"],
            text=got["text"],
            about=self._about(),
            contact=Contact(
                *(got.get(name, "") for name in ("name", "telephone", "email")),
                *(got.get(name, "") for name in ("address", "guardian", "child_age")),
            ),
            wants_publication=bool(got.get("wants_publication")),
            anonymity=got.get("anonymity") or Anonymity.PUBLIC,
            accuses=bool(got.get("accuses")),
            files=[file.as_row() for file in self.files],
        )

    def _about(self) -> About:
        got = self.answers
        notice = got.get("notice")
        fault = dict(LINE_FAULTS).get(got.get("fault", ""), "")
        line = got.get("line_words", "")
        return About(
            agency=got.get("unit") or (notice.agency if notice else None),
            place=got.get("place"),
            place_words=got.get("place_words", ""),
            notice=notice,
            revision=got.get("revision"),
            line_key=got.get("line", ""),
            line_words=f"{fault}：{line}"[:300] if fault else line,
        )

    def sent(self, *, device: str) -> Answer:
        """The receipt, or why the letter can't be sent yet; nothing typed is lost."""
        if refusal := self._robot():
            return self.shown("preview", notes=[refusal], status=400)
        given = self.given()
        if wait := wait_before_sending(given, device=device):
            minutes = math.ceil(wait / 60)
            note = _("Too many letters like this were sent: wait %(minutes)s minutes.")
            notes = [note % {"minutes": minutes}]
            answer = self.shown("preview", notes=notes, status=429)
            return Answer(answer.template, answer.context, 429, wait)
        receipt = submit(given, token=self.typed["token"])
        return Answer("feedback/receipt.html", receipt_context(receipt))

    def _robot(self) -> str:
        if self.typed.get(TRAP):
            return _("Leave the field “Homepage” empty, and send again.")
        try:
            age = letter_codes.age_of(self.typed.get("token", ""))
        except letter_codes.BadToken:
            self.typed["token"] = letter_codes.new_token()
            return _("The page was open for longer than a day: press “Send” again.")
        if age < self._least():
            return _("That was very quick: read it once more, then press “Send”.")
        return ""

    def _least(self) -> timedelta:
        """Whoever did the work of this form, if any is asked for, need not wait."""
        bits, token = settings.LETTER_WORK_BITS, self.typed.get("token", "")
        is_worked = not bits or is_done(token, self.typed.get(WORK, ""), bits)
        return LEAST if is_worked else LEAST_WITHOUT_WORK

    # --- Showing ----------------------------------------------------------------------

    def shown(
        self,
        step: str,
        *,
        form: StepForm | None = None,
        notes: Sequence[str] = (),
        status: int = 200,
    ) -> Answer:
        before = NAMES[: NAMES.index(step)]
        if before:
            self.first_wrong(upto=before[-1])
        context = self._frame(step) | {"notes": notes}
        if step in STEPS:
            context["form"] = form or self._unbound(step)
        if step == "contact":
            context["similar"] = similar_to(
                self.answers.get("title", ""), SiteState.objects.current()
            )
        if step == "preview":
            context["preview"] = preview_of(self.given())
        return Answer("feedback/new.html", context, status)

    def _unbound(self, step: str) -> StepForm:
        known = set(STEPS[step].base_fields) & set(self.typed)
        if known:
            initial = {name: self.typed[name] for name in known}
            return STEPS[step](initial=initial, answers=self.answers)
        return STEPS[step](answers=self.answers)

    def _frame(self, step: str) -> dict[str, Any]:
        shown = set(STEPS[step].base_fields) if step in STEPS else set()
        return {
            "section": "letters",
            "title": _("Write a letter"),
            "breadcrumbs": [
                {"title": _("Letters"), "url": reverse("letter-list")},
                {"title": _("Write a letter"), "url": ""},
            ],
            "step": step,
            "steps": _stations(step),
            "token": self.typed.get("token", ""),
            "trap": TRAP,
            "work": WORK,
            "work_bits": settings.LETTER_WORK_BITS if step == "preview" else 0,
            "carried": [
                (name, value)
                for name, value in self.typed.items()
                if name in _known_fields() and name not in shown
            ],
            "files": self.files,
            "signed_files": signed(self.files),
            "mailbox": self.mailbox,
        }


def _stations(step: str) -> list[dict[str, Any]]:
    titles = {
        "start": _("Where to"),
        "about": _("What about"),
        "words": _("Your words"),
        "contact": _("Who writes"),
        "preview": _("Check and send"),
    }
    now = NAMES.index(step)
    return [
        {"title": titles[name], "is_now": place == now, "is_done": place < now}
        for place, name in enumerate(NAMES)
    ]
