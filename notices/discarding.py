"""Throwing away a draft that nobody ever decided on."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import TransitionError

from .models import Notice, NoticeStatus, SubsidyFacts
from .recipients import drop_unused


def may_be_discarded(notice: Notice) -> bool:
    """Once submitted, a notice stays: its rounds and decisions are on record."""
    return notice.status == NoticeStatus.DRAFT and notice.round == 0


@transaction.atomic
def discard(notice: Notice, *, by: User) -> None:
    """Delete a draft that was never submitted; the trail keeps its title.

    Raises NotAllowed, TransitionError.
    """
    require_role(by, notice.agency, Role.EDITOR)
    # The row itself, held: it may have been submitted since it was read.
    row = Notice.objects.select_for_update().filter(pk=notice.pk).first()
    if row is None or not may_be_discarded(row):
        raise TransitionError(
            _("“%s” was submitted before and can't be deleted.") % notice
        )
    AuditEntry.objects.record("deleted", notice, by=by)
    payment = SubsidyFacts.objects.filter(notice=notice).first()
    notice.delete()
    drop_unused(payment.line_set if payment else None)
