"""查信: a writer follows a letter by number and code, adds what was asked for, and
rates the answer. A wrong number and a wrong code get the same answer, after the same
work."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.debug import sensitive_variables

from disclosure_portal.foundation.days import official_date, official_moment
from disclosure_portal.foundation.workflow import DomainError

from . import letter_codes
from .answering import supplement
from .answers import Answer
from .clock_words import clock_lines, recounted_words
from .forms.tracking import RateForm, SupplementForm, TrackForm
from .letter_clock import counted
from .letter_files import keep_all
from .models import (
    TOLD_TO_THE_WRITER,
    Letter,
    LetterStatus,
    LetterStep,
    Reply,
    ReplyState,
    StepKind,
)
from .results import public_results
from .sending_limits import wait_before_tracking
from .settling import rate

_NOT_DIGITS = re.compile(r"\D")
NO_SUCH_LETTER = gettext_lazy(
    "No letter has this number and this code together. Compare both with the receipt;"
    " the unit that took the letter in gives a new code."
)
# With a supplement so many files more.
MORE_FILES = 5


def asked(given: Mapping[str, str]) -> Answer:
    """The empty form, with the number that a receipt's address may carry."""
    form = TrackForm(initial={"number": given.get("number", "")})
    return _form(form)


@sensitive_variables()
def tracked(
    posted: Mapping[str, str],
    uploads: Sequence[UploadedFile],
    place: str,
    *,
    refusal: str = "",
) -> Answer:
    """The letter, or what to do next; one deed of the writer before that. None where
    `refusal` says that more was sent than is read."""
    form = TrackForm(posted)
    if not form.is_valid():
        return _form(form, status=400)
    number, code = digits_of(posted["number"]), digits_of(posted["code"])
    if wait := wait_before_tracking(number, place):
        form.add_error(
            None,
            _("Too many tries: wait %(minutes)s minutes.")
            % {"minutes": math.ceil(wait / 60)},
        )
        answer = _form(form, status=429)
        return Answer(answer.template, answer.context, 429, wait)
    letter = letter_of(number, code)
    if letter is None:
        form.add_error(None, NO_SUCH_LETTER)
        return _form(form, status=404)
    if refusal:
        return _refused(letter, posted, refusal)
    return _done(letter, posted, uploads)


@sensitive_variables()
def letter_of(number: str, code: str) -> Letter | None:
    """None for a wrong number as for a wrong code, after the same work; whoever asks
    has counted the try."""
    letter = Letter.objects.filter(number=number).select_related("split_from").first()
    return letter if letter_codes.is_code_of(letter, number, code) else None


def _done(
    letter: Letter, posted: Mapping[str, str], uploads: Sequence[UploadedFile]
) -> Answer:
    """What the writer asks for besides looking."""
    deed = posted.get("do", "")
    if deed == "supplement":
        return _supplemented(letter, posted, uploads)
    if deed == "rate":
        return _rated(letter, posted)
    return _letter(letter, posted)


def _supplemented(
    letter: Letter, posted: Mapping[str, str], uploads: Sequence[UploadedFile]
) -> Answer:
    form = SupplementForm(posted)
    kept, refused = keep_all(uploads, before=0, most=MORE_FILES)
    if form.is_valid() and not refused:
        try:
            supplement(
                letter,
                form.cleaned_data["supplement"],
                files=[file.as_row() for file in kept],
            )
            return _letter(letter, posted, said=_("It was added to your letter."))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    for note in refused:
        form.add_error(None, note)
    return _letter(letter, posted, supplement_form=form, status=400)


def _refused(letter: Letter, posted: Mapping[str, str], refusal: str) -> Answer:
    form = SupplementForm(posted)
    form.add_error(None, refusal)
    return _letter(letter, posted, supplement_form=form, status=413)


def _rated(letter: Letter, posted: Mapping[str, str]) -> Answer:
    form = RateForm(posted)
    if form.is_valid():
        try:
            given = form.cleaned_data
            rate(letter, given["grade"], given["reason"])
            return _letter(letter, posted, said=_("Thank you for your rating."))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return _letter(letter, posted, rate_form=form, status=400)


def _form(form: TrackForm, status: int = 200) -> Answer:
    return Answer("feedback/track.html", _frame() | {"form": form}, status)


def _frame() -> dict[str, Any]:
    return {
        "section": "letters",
        "title": _("Follow a letter"),
        "breadcrumbs": [
            {"title": _("Letters"), "url": reverse("letter-list")},
            {"title": _("Follow a letter"), "url": ""},
        ],
    }


def _letter(
    letter: Letter,
    posted: Mapping[str, str],
    *,
    said: str = "",
    supplement_form: SupplementForm | None = None,
    rate_form: RateForm | None = None,
    status: int = 200,
) -> Answer:
    letter.refresh_from_db()
    replies = replies_told(letter)
    is_waiting = letter.status == LetterStatus.WAITING
    context = _frame() | {
        "letter": letter,
        "status": letter.get_status_display(),
        "carried": {"number": posted["number"], "code": posted["code"]},
        "steps": steps_told(letter),
        "replies": replies,
        "results": public_results(letter),
        "due": official_date(letter.due_on),
        "is_open": letter.is_open,
        "clock": clock_lines(counted(letter)),
        "said": said,
        "supplement_form": (supplement_form or SupplementForm())
        if is_waiting
        else None,
        "rate_form": (rate_form or RateForm())
        if may_rate(letter, len(replies))
        else None,
    }
    return Answer("feedback/tracked.html", context, status)


def may_rate(letter: Letter, answered: int) -> bool:
    """Whether the last of so many answers waits for its rating."""
    is_answered = letter.status in (LetterStatus.ANSWERED, LetterStatus.CLOSED)
    return is_answered and not letter.ratings.filter(round=answered).exists()


def steps_told(letter: Letter) -> list[dict[str, Any]]:
    """What happened, as its writer reads it; of an accusation no unit is named."""
    rows = letter.steps.filter(kind__in=TOLD_TO_THE_WRITER).select_related("agency")
    return [
        {
            "title": StepKind(row.kind).label,
            "at": official_moment(row.at),
            "unit": "" if letter.is_accusation or not row.agency else row.agency.label,
            "message": message_of(row),
        }
        for row in rows
    ]


def replies_told(letter: Letter) -> list[dict[str, Any]]:
    """A letter that was joined to another is answered there."""
    answered = letter.merged_into or letter
    sent = answered.replies.filter(state=ReplyState.SENT).select_related("agency")
    return [_reply(reply) for reply in sent.order_by("round")]


def message_of(step: LetterStep) -> str:
    """What the step says to the writer; of a clock that was counted anew, both days."""
    if step.kind == StepKind.DIVIDED:
        return _divided(step)
    if step.kind == StepKind.RECOUNTED and step.facts:
        return recounted_words(step.facts)
    return step.message


def _divided(step: LetterStep) -> str:
    """For the writer alone: who handles one of the letters may be accused in the
    other."""
    if "into" in step.facts:
        words = _("It asks two things: the second goes on as letter %(number)s.")
    else:
        words = _("It was part of letter %(number)s.")
    number = step.facts.get("into") or step.facts.get("of")
    opens = _("The same query code opens both.")
    return f"{words % {'number': number}}{opens}"


def _reply(reply: Reply) -> dict[str, Any]:
    assert reply.sent_at is not None  # only sent ones are read
    return {
        "unit": reply.agency.label,
        "at": official_moment(reply.sent_at),
        "text": reply.text,
        "finding": reply.get_finding_display(),
        "remedies": reply.remedies,
    }


def digits_of(typed: str) -> str:
    """As it was typed, on whatever keyboard, with or without spaces."""
    return _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", typed))
