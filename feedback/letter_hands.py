"""Who may lay hands on a letter: by role at the unit where it came in or lies, or as a
member of the supervision group that has it; never whom it accuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Role
from directories.permissions import require_role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError

from .models import Letter

CLERKS = (Role.MAILBOX_CLERK,)
OFFICE = (Role.MAILBOX_CLERK, Role.OVERSEER)
SIGNERS = (Role.APPROVER,)


def require_sight(letter: Letter, *, by: User) -> None:
    """Raises NotAllowed for a letter that this person may not read."""
    if not Letter.objects.visible_to(by).filter(pk=letter.pk).exists():
        raise NotAllowed(_("You may not read this letter."))


def require_office(letter: Letter, *, by: User) -> None:
    """Those who take letters in and pass them on. Raises NotAllowed."""
    _require(letter, letter.intake, OFFICE, by=by)


def require_clerk(letter: Letter, *, by: User) -> None:
    """Those of the unit at which it lies who answer it. Raises NotAllowed."""
    _require(letter, letter.agency, CLERKS, by=by)


def require_signer(letter: Letter, *, by: User) -> None:
    """Those of the unit who sign answers. Raises NotAllowed."""
    _require(letter, letter.agency, SIGNERS, by=by)


def require_status(letter: Letter, *statuses: str) -> None:
    """Of two deeds that lead to one status each has its own beginnings: those of MOVES
    are of both. Raises TransitionError."""
    if letter.status not in statuses:
        raise TransitionError(
            _("This cannot be done now: %(title)s is “%(status)s”.")
            % {"title": letter, "status": letter.get_status_display()}
        )


def _require(
    letter: Letter, agency: Agency, roles: tuple[str, ...], *, by: User
) -> None:
    require_sight(letter, by=by)
    if letter.group and letter.group.members.filter(user=by).exists():
        return
    require_role(by, agency, *roles)
