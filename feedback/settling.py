"""评价, 重办 and 办结: what comes after an answer."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError, TransitionError

from .intake import NeedsReason
from .letter_clock import begin_again, days_to_settle
from .letter_hands import require_office, require_status
from .models import Letter, LetterStatus, Rating, StepKind
from .writing_steps import write_step

# So long after an answer the writer may rate it; then the letter is settled.
RATING_DAYS = 15


class RatedAlready(DomainError):
    """This answer has its rating."""

    code = "rated_already"


@transaction.atomic
def rate(letter: Letter, grade: int, reason: str) -> Rating:
    """The writer, known by the query code, says how the answer was. A bad grade takes
    the letter up again, once, with a limit of its own; any other settles it.

    Raises NeedsReason for a bad grade without one, RatedAlready, TransitionError.
    """
    if letter.status not in (LetterStatus.ANSWERED, LetterStatus.CLOSED):
        raise TransitionError(_("There is no answer to rate yet."))
    number = letter.replies.count()
    if letter.ratings.filter(round=number).exists():
        raise RatedAlready(_("This answer has been rated already."))
    rating = Rating(
        letter=letter, round=number, grade=grade, reason=reason, rated_at=clock.now()
    )
    if rating.is_bad and not reason.strip():
        raise NeedsReason(_("Say what was not good, so that it can be mended."))
    rating.save()
    write_step(letter, StepKind.RATED, by=None, facts={"grade": grade})
    if rating.is_bad and not letter.is_reopened:
        _take_up_again(letter, reason, by=None)
    elif letter.status == LetterStatus.ANSWERED:
        settle(letter, by=None)
    return rating


@transaction.atomic
def reopen(letter: Letter, reason: str, *, by: User) -> None:
    """重办, by the office, once, with a word why. Raises NeedsReason, NotAllowed,
    TransitionError."""
    require_office(letter, by=by)
    require_status(letter, LetterStatus.ANSWERED, LetterStatus.CLOSED)
    if not reason.strip():
        raise NeedsReason(_("Say why it is taken up again."))
    if letter.is_reopened:
        raise TransitionError(_("It was taken up again once already."))
    _take_up_again(letter, reason, by=by)


def _take_up_again(letter: Letter, reason: str, *, by: User | None) -> None:
    letter.move(
        LetterStatus.HANDLING,
        by=by,
        is_reopened=True,
        settled_at=None,
        days_to_settle=None,
        paused_on=None,
    )
    write_step(letter, StepKind.REOPENED, by=by, agency=letter.agency, message=reason)
    begin_again(letter)


@transaction.atomic
def settle_silent() -> str:
    """Answered letters that nobody rated in time are settled. Wired to tick."""
    since = clock.now() - timedelta(days=RATING_DAYS)
    silent = Letter.objects.filter(
        status=LetterStatus.ANSWERED, replies__sent_at__lt=since
    ).exclude(replies__sent_at__gte=since)
    letters = list(silent.distinct()[:500])
    for letter in letters:
        settle(letter, by=None)
    return f"{len(letters)} letters settled"


def settle(letter: Letter, *, by: User | None, message: str = "") -> None:
    """In a deed that has asked who may; `message` says why, where it is more than that
    nobody objects."""
    now = clock.now()
    days = days_to_settle(letter, local_day(now))
    letter.move(LetterStatus.CLOSED, by=by, settled_at=now, days_to_settle=days)
    write_step(letter, StepKind.CLOSED, by=by, message=message)
