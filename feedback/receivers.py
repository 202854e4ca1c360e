"""What letters do when notices or the tree of units change, inside the same
transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from directories.models import Agency
from directories.signals import agency_merged
from disclosure_portal.foundation.models import AuditEntry, User
from notices.signals import notice_corrected, notice_withdrawn, posting_closed

from .answering_questions import flag_questions
from .models import OPEN_LETTERS, Accusation, Letter, Mailbox, RoutingRule, StepKind
from .posting_objections import close_objections
from .writing_steps import write_step


def connect() -> None:
    """Called once, when the apps are ready."""
    notice_corrected.connect(flag_questions)
    notice_withdrawn.connect(flag_questions)
    posting_closed.connect(close_objections)
    agency_merged.connect(_hand_over)


def _hand_over(agency: Agency, successor: Agency, by: User, **_more: Any) -> None:
    """Open letters, mailboxes and routes go to the successor, but for letters that
    accuse it: those go up to where they came in. What was answered keeps its unit."""
    moving = Q(agency=agency) | Q(intake=agency)
    letters = Letter.objects.filter(moving, status__in=OPEN_LETTERS)
    for letter in letters.exclude(accusations__agency=successor):
        if letter.agency_id == agency.pk:
            letter.agency = successor
        if letter.intake_id == agency.pk:
            letter.intake = successor
        letter.save(update_fields=["agency", "intake"])
        write_step(letter, StepKind.NOTED, by=by, agency=successor)
    for row in Accusation.objects.filter(agency=agency):
        Accusation.objects.get_or_create(letter_id=row.letter_id, agency=successor)
    for box in Mailbox.objects.filter(agency=agency):
        box.agency = successor
        box.save(update_fields=["agency"])
        AuditEntry.objects.record("edited", box, by=by)
    RoutingRule.objects.filter(goes_to=agency).update(goes_to=successor)
