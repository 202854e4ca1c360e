"""Asking that a public notice be taken down, for those who may not do it.

Withdrawing is the approver's deed, as signing is (decisions.md, Roles): a machine
that could undo it alone would undo a signature. So a system or an editor asks, with
ground and reason; the approver withdraws with the usual button, or declines with a
reason.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import TransitionError

from .models import Notice, NoticeStatus, WithdrawalRequest
from .review import require_reason


class NotPublic(TransitionError):
    """Only what is public can be withdrawn."""

    code = "not_public"


@transaction.atomic
def ask_withdrawal(
    notice: Notice,
    *,
    by: User,
    ground: str,
    reason: str,
    revoked_on: date | None = None,
) -> tuple[WithdrawalRequest, bool]:
    """The open request of a notice, and whether it was made now.

    Raises NotAllowed, NotPublic, ReasonMissing, PersonalDataInWords.
    """
    require_role(by, notice.agency, Role.EDITOR)
    reason = require_reason(reason)
    held = Notice.objects.select_for_update().get(pk=notice.pk)
    if not held.is_released:
        raise NotPublic(_("“%s” is not public: there is nothing to withdraw.") % notice)
    if request := open_request(held):
        return request, False
    AuditEntry.objects.record("withdrawal_asked", notice, by=by, note=reason)
    request = WithdrawalRequest.objects.create(
        notice=notice,
        ground=ground,
        reason=reason,
        revoked_on=revoked_on,
        by=by,
        at=clock.now(),
    )
    return request, True


@transaction.atomic
def decline_withdrawal(notice: Notice, *, by: User, reason: str) -> None:
    """Leave the notice public, and say why. Raises NotAllowed, TransitionError,
    ReasonMissing, PersonalDataInWords."""
    require_role(by, notice.agency, Role.APPROVER)
    reason = require_reason(reason)
    asked = WithdrawalRequest.objects.filter(notice=notice, declined_at=None)
    if not asked.update(declined_at=clock.now(), declined_by=by, decline_reason=reason):
        raise TransitionError(_("Nobody asks for a withdrawal of “%s”.") % notice)
    AuditEntry.objects.record("withdrawal_declined", notice, by=by, note=reason)


def open_request(notice: Notice) -> WithdrawalRequest | None:
    """What an approver has still to decide."""
    if notice.status not in (NoticeStatus.PUBLISHED, NoticeStatus.APPROVED):
        return None
    asked = WithdrawalRequest.objects.filter(notice=notice, declined_at=None)
    return asked.select_related("by").first()
