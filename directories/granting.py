"""Naming people to roles: by an overseer, within the branch, never for oneself."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import AdministratorPost, AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed

from .models import Agency, Employment, Membership, Role
from .permissions import require_role

# Their work is done in the admin; others work at the desk and on public pages.
WITH_ADMIN = {
    Role.EDITOR,
    Role.REVIEWER,
    Role.AUDITOR,
    Role.APPROVER,
    Role.OVERSEER,
}


def require_granter(by: User, *, to: User, agency: Agency) -> None:
    """Raise NotAllowed unless `by` may name `to` to a role at the unit.

    The security administrator sets up the first overseers; nobody names themselves,
    they neither.
    """
    if to.is_service:
        raise NotAllowed(_("The account of a system has its unit's editor role only."))
    if by == to:
        raise NotAllowed(_("Nobody grants roles to themselves or takes their own."))
    if not by.administers(AdministratorPost.SECURITY):
        require_role(by, agency, Role.OVERSEER)


@transaction.atomic
def grant(membership: Membership, *, by: User) -> Membership:
    """Name a person to a role, and let them into the admin where the role works there.

    Raises NotAllowed, of administrators too: who keeps the house decides nothing in it.
    """
    person = membership.user
    require_granter(by, to=person, agency=membership.agency)
    # Read again: the post may have been given since the form was opened.
    if User.objects.select_for_update().get(pk=person.pk).post:
        raise NotAllowed(_("“%s” is an administrator and holds no role.") % person)
    membership.save()
    if membership.role in WITH_ADMIN and not person.is_staff:
        User.objects.filter(pk=person.pk).update(is_staff=True)
    AuditEntry.objects.record(
        "granted", person, by=by, after=membership.role, note=str(membership)
    )
    return membership


@transaction.atomic
def revoke(membership: Membership, *, by: User) -> None:
    """Take a role from a person. Raises NotAllowed."""
    require_granter(by, to=membership.user, agency=membership.agency)
    AuditEntry.objects.record(
        "revoked", membership.user, by=by, before=membership.role, note=str(membership)
    )
    membership.delete()


@transaction.atomic
def employ(employment: Employment, *, by: User) -> Employment:
    """Say which unit pays a person. Raises NotAllowed."""
    require_granter(by, to=employment.user, agency=employment.agency)
    old = Employment.objects.filter(pk=employment.pk).select_related("agency").first()
    if old is not None and not by.administers(AdministratorPost.SECURITY):
        # Nobody takes a person out of another unit's hands.
        require_role(by, old.agency, Role.OVERSEER)
    employment.save()
    AuditEntry.objects.record(
        "employed",
        employment.user,
        by=by,
        before=old.agency.code if old else "",
        after=employment.agency.code,
        note=str(employment),
    )
    return employment
