"""One letter at the desk: words, clock, course, answer, and the buttons that apply."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day, official_date, official_moment
from disclosure_portal.foundation.models import User

from .answering import open_reply
from .clock_words import clock_lines
from .desk_inbox import standing_of
from .desk_letter_deeds import Deed, offered
from .desk_letter_offers import Hands
from .desk_suggestions import suggestions
from .forms.desk import DeedForm, ReplyForm
from .letter_clock import counted
from .models import (
    Anonymity,
    Letter,
    LetterContact,
    LetterResult,
    LetterStatus,
    LetterStep,
    LetterWarning,
    ReplyState,
    StepKind,
)
from .tracking_page import message_of
from .warning_mail import ACCEPTANCE


def desk_letter_context(
    letter: Letter,
    user: User,
    *,
    tried: tuple[str, DeedForm] | None = None,
    reply_form: ReplyForm | None = None,
    contact: Any = None,
    code: str = "",
    with_similar: bool = False,
) -> dict[str, Any]:
    hands = Hands.of(letter, user)
    steps = list(letter.steps.select_related("agency", "by"))
    stands = standing_of(letter, work_calendar.current(), local_day(clock.now()))
    return {
        "desk_section": "letters",
        "letter": letter,
        "status": letter.get_status_display(),
        "received": official_moment(letter.received_at),
        "due": official_date(letter.due_on),
        **stands,
        "clock": clock_lines(counted(letter, steps)),
        "steps": [_step(step) for step in steps],
        "buttons": [_button(deed, letter, tried) for deed in offered(letter, hands)],
        "error": tried[1].non_field_errors() if tried else "",
        "reply": _reply(letter, hands, reply_form),
        "replies": list(letter.replies.filter(state=ReplyState.SENT)),
        "files": list(letter.files.all()),
        "handlers": list(letter.handlers.select_related("agency")),
        **_beside(letter, user),
        "accused": _accused(letter),
        "ratings": list(letter.ratings.all()),
        "publication": getattr(letter, "publication", None),
        "writer": _writer(letter, hands),
        **{"contact": contact, "code": code},
        "may_read_contact": may_read_contact(letter, hands),
        "may_renew": hands.office,
        "suggested": suggestions(letter, user, with_similar=with_similar)
        if hands.office and letter.is_open
        else None,
    }


def _warned(row: LetterWarning) -> dict[str, Any]:
    of_acceptance = row.rung.startswith(ACCEPTANCE)
    return {
        "day": official_date(row.sent_on),
        "what": _("to be accepted by") if of_acceptance else _("to be answered by"),
        "due": official_date(row.due_on),
        "people": "、".join(row.recipients),
    }


def _divided(letter: Letter, user: User) -> Any:
    """The letter that it was split off, or those that were; of one that accuses the
    reader nothing is told."""
    beside = Q(split_from=letter) | Q(pk=letter.split_from_id)
    return Letter.objects.visible_to(user).filter(beside).order_by("pk")


def _accused(letter: Letter) -> list[str]:
    """Units first, then people; asked for where it accuses somebody."""
    if not letter.is_accusation:
        return []
    units = letter.accusations.select_related("agency")
    people = letter.accused_people.select_related("user", "official")
    return [*(row.agency.label for row in units), *(str(row) for row in people)]


def _beside(letter: Letter, user: User) -> dict[str, Any]:
    """The order of a hotline, read with the letter; notices of its result; letters that
    were joined to it or divided from it; warnings that were sent."""
    tied = LetterResult.objects.filter(letter=letter).select_related("notice")
    order = getattr(letter, "work_order", None)
    return {
        "order": order,
        "results": list(tied.order_by("-pk")[:5]),
        "merged": list(letter.merged.all()[:50]),
        "warned": [_warned(row) for row in letter.warnings.all()],
        "divided": list(_divided(letter, user)),
    }


def may_read_contact(letter: Letter, hands: Hands) -> bool:
    """A writer who hides from the unit is known to the office only."""
    if letter.anonymity == Anonymity.UNIT:
        return hands.office
    return hands.office or hands.clerk or hands.signer


def _writer(letter: Letter, hands: Hands) -> str:
    row = LetterContact.objects.filter(letter=letter).first()
    return row.masked_name if row and may_read_contact(letter, hands) else ""


def _step(step: LetterStep) -> dict[str, Any]:
    return {
        "title": StepKind(step.kind).label,
        "at": official_moment(step.at),
        "unit": step.agency.label if step.agency else "",
        "who": str(step.by) if step.by else "",
        "message": "" if step.kind == StepKind.DIVIDED else message_of(step),
        "note": step.note,
    }


def _button(
    deed: Deed, letter: Letter, tried: tuple[str, DeedForm] | None
) -> dict[str, Any]:
    is_tried = tried is not None and tried[0] == deed.name
    form = (
        tried[1]
        if tried and is_tried
        else deed.form(letter=letter, auto_id=f"{deed.name}-%s")
    )
    return {
        "deed": deed,
        "form": form,
        "is_open": is_tried or (deed.is_first and bool(form.fields)),
        "url": reverse("desk-letter-deed", args=[letter.pk, deed.name]),
    }


def _reply(
    letter: Letter, hands: Hands, form: ReplyForm | None
) -> dict[str, Any] | None:
    """The answer that is being written or waits for its signature."""
    if letter.status not in (LetterStatus.HANDLING, LetterStatus.REVIEW):
        return None
    reply = open_reply(letter)
    may_write = hands.clerk and letter.status == LetterStatus.HANDLING
    initial = {
        "text": reply.text,
        "remedies": reply.remedies,
        "version": reply.content_version,
        "finding": reply.finding,
    }
    return {
        "row": reply,
        "form": (form or ReplyForm(letter=letter, initial=initial))
        if may_write
        else None,
    }
