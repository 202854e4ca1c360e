"""Systems of units and their tokens: registering, issuing, revoking, recognising.

A system works as an editor of its unit, under an account that nobody can sign in
with and to which nobody can grant another role: it never signs.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AdministratorPost, AuditEntry, User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .models import ApiToken, Employment, Membership, Role, SourceSystem
from .permissions import require_role

# Says what it is to whoever finds it, and to programs that look for secrets.
MARK = "dp_"
SHOWN = 10
SECRET_BYTES = 32
# The row is written at most this often.
SEEN_EVERY = timedelta(minutes=1)


class BadToken(DomainError):
    """There is no such token, or it holds no more."""

    code = "invalid_token"


class TokenExpired(BadToken):
    code = "token_expired"


class TokenRevoked(BadToken):
    code = "token_revoked"


class AddressNotAllowed(NotAllowed):
    code = "address_not_allowed"


def _require_overseer(by: User, system: SourceSystem) -> None:
    if not by.administers(AdministratorPost.SECURITY):
        require_role(by, system.agency, Role.OVERSEER)


@transaction.atomic
def register(system: SourceSystem, *, by: User) -> SourceSystem:
    """Give a new system its account and the editor's role at its unit.

    Raises NotAllowed.
    """
    _require_overseer(by, system)
    if system.agency.parent_id is None:
        raise NotAllowed(_("The county itself posts nothing: choose an office."))
    account = User(username=f"system-{system.code}", is_service=True)
    account.name = _account_name(system)
    account.set_unusable_password()
    account.save()
    Membership.objects.create(user=account, agency=system.agency, role=Role.EDITOR)
    Employment.objects.create(user=account, agency=system.agency)
    system.user = account
    system.save()
    AuditEntry.objects.record("registered", system, by=by, note=system.contact)
    return system


def _account_name(system: SourceSystem) -> str:
    """As the trail calls it: the system and whose it is."""
    return str(system)[:60]


@transaction.atomic
def rename(system: SourceSystem, *, by: User) -> None:
    """Store another name or contact; unit and code stay. Raises NotAllowed."""
    _require_overseer(by, system)
    system.save(update_fields=["name", "contact"])
    User.objects.filter(pk=system.user_id).update(name=_account_name(system))
    AuditEntry.objects.record("edited", system, by=by, note=system.contact)


@transaction.atomic
def issue(token: ApiToken, *, by: User) -> str:
    """Store a new token; its text, which is told now and never again.

    Raises NotAllowed.
    """
    _require_overseer(by, token.system)
    text = f"{MARK}{secrets.token_urlsafe(SECRET_BYTES)}"
    token.prefix, token.digest = text[:SHOWN], _digest(text)
    token.created_by, token.created_at = by, clock.now()
    token.save()
    AuditEntry.objects.record("token_issued", token, by=by, note=str(token.system))
    return text


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """It opens nothing from now on; the row stays. Raises NotAllowed."""
    _require_overseer(by, token.system)
    rows = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if rows.update(revoked_at=clock.now()):
        AuditEntry.objects.record("token_revoked", token, by=by, note=str(token.system))


def recognise(text: str, *, address: str | None) -> ApiToken:
    """The token of this text, with its system and account; one query, and one more
    where its last use is noted.

    Raises BadToken, TokenExpired, TokenRevoked, AddressNotAllowed.
    """
    rows = ApiToken.objects.select_related("system__agency", "system__user")
    token = rows.filter(digest=_digest(text)).first()
    if token is None or not token.system.user.is_active:
        raise BadToken(_("This is no token of ours."))
    if token.revoked_at is not None:
        raise TokenRevoked(_("This token was revoked."))
    if token.is_expired:
        raise TokenExpired(_("This token has expired: ask for a new one."))
    if not token.allows(address):
        raise AddressNotAllowed(_("This token may not be used from %s.") % address)
    _note_use(token, address)
    return token


def _note_use(token: ApiToken, address: str | None) -> None:
    now = clock.now()
    is_new = token.last_used_from != address
    if is_new or token.last_used_at is None or now - token.last_used_at >= SEEN_EVERY:
        token.last_used_at, token.last_used_from = now, address
        token.save(update_fields=["last_used_at", "last_used_from"])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
