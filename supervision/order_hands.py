"""Who may lay hands on an order: overseers above the unit watch, the unit's own people
answer; nobody watches the unit that they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Employment
from directories.permissions import has_role, require_role, seats
from directories.tree import contains
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError

from .models import ANSWERERS, WATCHERS, RectificationOrder, is_above


@dataclass(frozen=True)
class Hands:
    """What a person is to an order."""

    watches: bool
    answers: bool
    # The last answer is this person's own.
    has_answered: bool

    @classmethod
    def of(cls, order: RectificationOrder, user: User) -> Hands:
        return cls(
            watches=watches(user, order.agency) and not belongs_to(user, order.agency),
            answers=has_role(user, order.agency, *ANSWERERS),
            has_answered=order.answered_by_id == user.pk,
        )


def watches(user: User, agency: Agency) -> bool:
    """Is this person overseer of a unit above? No query once seats are known."""
    return any(
        seat.role in WATCHERS and is_above(seat.path, agency) for seat in seats(user)
    )


def belongs_to(user: User, agency: Agency) -> bool:
    """By a seat in its branch, or employed there; one query."""
    if any(contains(agency.path, seat.path) for seat in seats(user)):
        return True
    row = Employment.objects.filter(user=user).select_related("agency").first()
    return row is not None and contains(agency.path, row.agency.path)


def require_watcher(user: User, agency: Agency) -> None:
    """Raises NotAllowed."""
    if not watches(user, agency):
        raise NotAllowed(
            _("Only an overseer above “%(unit)s” may do this.") % {"unit": agency}
        )
    if belongs_to(user, agency):
        raise NotAllowed(
            _("You belong to “%(unit)s”: another overseer must do this.")
            % {"unit": agency}
        )


def require_rechecker(user: User, order: RectificationOrder) -> None:
    """A watcher other than who answered. Raises NotAllowed."""
    require_watcher(user, order.agency)
    if order.answered_by_id == user.pk:
        raise NotAllowed(_("You answered it yourself: another overseer must re-check."))


def require_answerer(user: User, order: RectificationOrder) -> None:
    """Raises NotAllowed."""
    require_role(user, order.agency, *ANSWERERS)


def require_status(order: RectificationOrder, *statuses: str) -> None:
    """Raises TransitionError."""
    if order.status not in statuses:
        raise TransitionError(
            _("This cannot be done now: %(title)s is “%(status)s”.")
            % {"title": order, "status": order.get_status_display()}
        )
