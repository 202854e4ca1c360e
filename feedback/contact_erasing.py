"""How a writer is reached is forgotten some months after the letter is settled, unless
the office holds it for a reason (个人信息保护法, arts. 19 and 47)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_end, local_day, months_later
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import TransitionError

from .contacts import erase_contact
from .intake import NeedsReason
from .letter_hands import require_office
from .models import Letter, LetterContact, LetterStatus, StepKind
from .writing_steps import write_step

SETTLED = (LetterStatus.CLOSED, LetterStatus.REFUSED)
# A letter joined to another is settled with that one, which may be joined in turn.
DEEPEST = 4
BATCH = 200


def erase_due() -> str:
    """Whatever is due, in small transactions. Wired to tick."""
    until = _settled_before()
    count = 0
    while erased := _erase_some(until):
        count += erased
    return f"{count} contacts of letters erased"


@transaction.atomic
def _erase_some(until: datetime) -> int:
    """Locked, so that what is being held at this moment stays."""
    rows = _due(until).select_for_update(of=("self",))[:BATCH]
    for row in rows:
        erase_contact(row)
        AuditEntry.objects.record("contact_erased", row.letter, by=None)
    return len(rows)


def _settled_before() -> datetime:
    """The end of the last day on which letters were settled long enough ago."""
    today = local_day(clock.now())
    return day_end(months_later(today, -settings.LETTER_CONTACT_MONTHS))


def _due(until: datetime) -> models.QuerySet[LetterContact]:
    is_settled = Q()
    way = "letter"
    for _depth in range(DEEPEST):
        is_settled |= Q(
            **{f"{way}__status__in": SETTLED, f"{way}__settled_at__lt": until}
        )
        way = f"{way}__merged_into"
    kept = LetterContact.objects.filter(is_settled, erased_at=None, held_because="")
    return kept.select_related("letter").order_by("pk")


@transaction.atomic
def hold(letter: Letter, reason: str, *, by: User) -> None:
    """Kept for a lawsuit, an inspection: until it is released. Raises NeedsReason,
    NotAllowed, TransitionError where nothing is left or it is held already."""
    require_office(letter, by=by)
    if not reason.strip():
        raise NeedsReason(_("Say what it is kept for."))
    rows = LetterContact.objects.filter(letter=letter, erased_at=None, held_because="")
    if not rows.update(held_because=reason.strip()[:200]):
        raise TransitionError(_("Nothing is left to keep, or it is kept already."))
    _note(letter, reason, by=by)
    AuditEntry.objects.record("contact_held", letter, by=by)


@transaction.atomic
def release(letter: Letter, reason: str, *, by: User) -> None:
    """It is erased in its time again. Raises NeedsReason, NotAllowed, TransitionError
    where it is not held."""
    require_office(letter, by=by)
    if not reason.strip():
        raise NeedsReason(_("Say why it need not be kept any more."))
    rows = LetterContact.objects.filter(letter=letter).exclude(held_because="")
    if not rows.update(held_because=""):
        raise TransitionError(_("Nothing is kept for longer."))
    _note(letter, reason, by=by)
    AuditEntry.objects.record("contact_released", letter, by=by)


def _note(letter: Letter, reason: str, *, by: User) -> None:
    """The reason stays in the step, which staff of the letter read; the trail, which
    others read, names the deed alone."""
    write_step(letter, StepKind.NOTED, by=by, agency=letter.intake, note=reason)
