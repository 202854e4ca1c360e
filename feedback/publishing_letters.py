"""A letter and its answer become public: by consent of the writer, in words that the
leak guard let pass, by decision of the office."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
    changed_meanwhile,
)
from notices.leak_check import require_clean

from .intake import NeedsReason
from .letter_hands import require_clerk, require_office
from .models import Letter, LetterPublication, LetterStatus, PublicationState
from .search import forget_letter, put_letter

ANSWERED = (LetterStatus.ANSWERED, LetterStatus.CLOSED)
# Words that the office reads, or everybody, are not changed below their eyes.
DECIDING = (PublicationState.PROPOSED, PublicationState.PUBLISHED)


class NoConsent(DomainError):
    """The writer wants no publication, or the letter accuses somebody."""

    code = "no_consent"


@transaction.atomic
def propose(
    letter: Letter, *, title: str, text: str, answer: str, by: User
) -> LetterPublication:
    """The words as the public would read them, masked by the clerk. Raises NoConsent,
    PersonalDataInWords, NotAllowed, TransitionError."""
    if letter.status not in ANSWERED or letter.answered_at is None:
        raise TransitionError(_("Only answered letters are published."))
    if not letter.wants_publication or letter.is_accusation:
        raise NoConsent(_("The writer did not agree, or the letter accuses somebody."))
    require_clerk(letter, by=by)
    if LetterPublication.objects.filter(letter=letter, state__in=DECIDING).exists():
        raise TransitionError(_("It is proposed or public already."))
    for words, place in (
        (title, _("title")),
        (text, _("text")),
        (answer, _("What was answered")),
    ):
        require_clean(words, place)
    publication, _is_new = LetterPublication.objects.update_or_create(
        letter=letter,
        defaults={
            "state": PublicationState.PROPOSED,
            "title": title,
            "text": text,
            "answer": answer,
            "kind": letter.kind,
            "category": letter.category,
            "agency": letter.agency,
            "asked_at": letter.received_at,
            "answered_at": letter.answered_at,
            "proposed_by": by,
            "published_at": None,
        },
    )
    AuditEntry.objects.record("proposed", publication, by=by)
    return publication


@transaction.atomic
def publish(publication: LetterPublication, *, by: User) -> None:
    """By the office, another person than who proposed it. Raises NotAllowed,
    TransitionError."""
    SiteState.objects.hold()
    require_office(publication.letter, by=by)
    if publication.proposed_by_id == by.pk:
        raise NotAllowed(_("Someone else must decide: you proposed it."))
    _swap(
        publication,
        PublicationState.PROPOSED,
        PublicationState.PUBLISHED,
        by=by,
        published_at=clock.now(),
    )
    put_letter(publication)
    SiteState.objects.bump()


@transaction.atomic
def withhold(publication: LetterPublication, reason: str, *, by: User) -> None:
    """Decided against, for a reason that stays inside. Raises NeedsReason,
    NotAllowed, TransitionError."""
    require_office(publication.letter, by=by)
    _require(reason)
    _swap(
        publication,
        PublicationState.PROPOSED,
        PublicationState.WITHHELD,
        by=by,
        reason=reason,
    )


@transaction.atomic
def take_down(publication: LetterPublication, reason: str, *, by: User) -> None:
    """Public no more. Raises NeedsReason, NotAllowed, TransitionError."""
    SiteState.objects.hold()
    require_office(publication.letter, by=by)
    _require(reason)
    _swap(
        publication,
        PublicationState.PUBLISHED,
        PublicationState.WITHDRAWN,
        by=by,
        reason=reason,
    )
    forget_letter(publication)
    SiteState.objects.bump()


def _require(reason: str) -> None:
    if not reason.strip():
        raise NeedsReason(_("Say why."))


def _swap(
    publication: LetterPublication,
    before: str,
    after: str,
    *,
    by: User,
    reason: str = "",
    **stamps: Any,
) -> None:
    """Compare and swap; raises StaleStatusError where another came first."""
    rows = LetterPublication.objects.filter(pk=publication.pk, state=before)
    if not rows.update(state=after, decided_by=by, reason=reason[:200], **stamps):
        raise changed_meanwhile(publication)
    publication.refresh_from_db()
    AuditEntry.objects.record(
        "moved", publication, by=by, before=before, after=after, note=reason
    )
