"""The people of the demonstration: accounts, employments, roles, one password."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from directories.granting import employ, grant
from directories.models import Agency, Employment, Membership, Role
from disclosure_portal.demo.recipients import look_up_line
from disclosure_portal.demo.units import Unit, toml, units
from disclosure_portal.foundation.models import AdministratorPost, User

PASSWORD_FILE = "demo.env"
_LINE = re.compile(r"^DEMO_PASSWORD=(\S+)$", re.MULTILINE)
ADMIN, OVERSEER = "admin", "overseer"


@dataclass(frozen=True)
class Account:
    """One account to make; roles are pairs of role and unit key."""

    username: str
    name: str
    unit: str
    roles: tuple[tuple[str, str], ...]
    is_superuser: bool = False
    post: str = ""
    is_listed: bool = False


@cache
def accounts() -> tuple[Account, ...]:
    """The listed log-ins first, then a clerk and an approver for each unit."""
    return (*_listed(), *_of_units())


def _listed() -> Iterator[Account]:
    for row in toml("people.toml")["person"]:
        roles = tuple(tuple(role.split("@")) for role in row["roles"])
        yield Account(
            row["username"],
            row["name"],
            row["unit"],
            roles,
            is_superuser=row.get("superuser", False),
            post=row.get("post", ""),
            is_listed=True,
        )


def _of_units() -> Iterator[Account]:
    listed = {(role, key) for account in _listed() for role, key in account.roles}
    for unit in units().values():
        for role, name in (
            (Role.EDITOR, unit.clerk),
            (Role.APPROVER, unit.approver),
        ):
            if name and (role, unit.key) not in listed:
                username = f"{unit.key}-{role}"
                held = (role, Role.MAILBOX_CLERK) if role == Role.EDITOR else (role,)
                roles = tuple((each, unit.key) for each in held)
                yield Account(username, name, unit.key, roles)


def holder(unit: Unit, role: str) -> str:
    """The username of who holds a role for a unit, or for the one above it."""
    held = _holders()
    while (role, unit.key) not in held:
        unit = units()[unit.parent]
    return held[role, unit.key]


@cache
def _holders() -> dict[tuple[str, str], str]:
    return {pair: each.username for each in accounts() for pair in each.roles}


def make_people(agencies: dict[str, Agency], joined_at: datetime) -> dict[str, User]:
    """Every account by its username, employed and named to its roles."""
    password = _stored_password()
    made = {
        account.username: User.objects.create(
            username=account.username,
            name=account.name,
            email=f"{account.username}@jichuan.example",
            password=password,
            date_joined=joined_at,
            is_superuser=account.is_superuser,
            is_staff=account.is_superuser or bool(account.post),
            post=account.post,
            is_demo=True,
        )
        for account in accounts()
    }
    admin = made[ADMIN]
    for account in accounts():
        person = made[account.username]
        if person != admin:
            employment = Employment(user=person, agency=agencies[account.unit])
            employ(employment, by=admin)
        for role, key in account.roles:
            seat = Membership(user=person, agency=agencies[key], role=role)
            grant(seat, by=admin)
    employ(
        Employment(user=admin, agency=agencies[_unit_of(ADMIN)]),
        by=made[OVERSEER],
    )
    # Seats are kept on the object: read them anew now that they are all there.
    return {user.username: user for user in User.objects.filter(is_demo=True)}


def _unit_of(username: str) -> str:
    return next(each.unit for each in accounts() if each.username == username)


# --- The password -------------------------------------------------------------------


def _stored_password() -> str:
    """One hash for all: the salt follows from the password, so rows repeat."""
    password = demo_password()
    salt = hashlib.sha256(password.encode()).hexdigest()[:32]
    return make_password(password, salt=salt)


def demo_password() -> str:
    """The password of every demo account, made once into .var/demo.env."""
    path = Path(settings.VAR_DIR) / PASSWORD_FILE
    known = _LINE.search(path.read_text("utf-8")) if path.exists() else None
    if known:
        return known[1]
    password = secrets.token_urlsafe(12)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    # Readable by its owner only from its first byte on.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"DEMO_PASSWORD={password}\n")
        file.writelines(f"# {line}\n" for line in (*log_ins(), to_look_up()))
    return password


def to_look_up() -> str:
    return _("A subsidy to look up: %s") % look_up_line()


def log_ins() -> list[str]:
    """A line for each listed account: username, name, unit, roles."""
    return [
        f"{account.username:<10} {account.name}　{units()[account.unit].short}　"
        f"{_roles_of(account)}"
        for account in accounts()
        if account.is_listed
    ]


def _roles_of(account: Account) -> str:
    if account.is_superuser:
        return _("all administrators in one, for the demonstration only")
    if account.post:
        return str(AdministratorPost(account.post).label)
    return "、".join(
        f"{Role(role).label}（{units()[key].short}）" for role, key in account.roles
    )
