"""Three administrators who exclude each other (三员分立).

Who keeps the system, who grants rights and who reads the trail are three people, and
none of them holds a role in a unit. Posts are filled at the server only: whoever could
fill them in the portal would be a fourth administrator above the three.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import AdministratorPost, AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError

from .models import Membership


class PostTaken(TransitionError):
    """The person holds another post or a role already."""

    code = "post_taken"


@transaction.atomic
def name_administrator(user: User, post: AdministratorPost, *, note: str) -> None:
    """Give a person a post, and the admin pages that belong to it.

    Raises NotAllowed for accounts that nobody signs in with, PostTaken for who holds
    another post or a role in a unit.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_service or not held.is_active:
        raise NotAllowed(_("“%s” can't sign in.") % held)
    if held.post:
        raise PostTaken(
            _("“%(person)s” is the %(post)s already: dismiss them first.")
            % {"person": held, "post": held.get_post_display()}
        )
    if Membership.objects.filter(user=held).exists():
        raise PostTaken(
            _("“%s” holds roles in units: who keeps the house decides nothing in it.")
            % held
        )
    _fill(held, post, note)


@transaction.atomic
def dismiss_administrator(user: User, *, note: str) -> None:
    """Take the post from a person. Raises TransitionError where they hold none."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if not held.post:
        raise TransitionError(_("“%s” is no administrator.") % held)
    _fill(held, "", note)


def _fill(user: User, post: str, note: str) -> None:
    before = user.post
    user.post, user.is_staff = post, bool(post)
    user.save(update_fields=["post", "is_staff"])
    AuditEntry.objects.record(
        "post_given" if post else "post_taken",
        user,
        by=None,
        before=before,
        after=post,
        note=note,
    )
