from __future__ import annotations

from itertools import count
from typing import Any

from directories.models import Agency, AgencyKind, Membership
from disclosure_portal.foundation.models import User

_serial = count(1)


def user(name: str = "", **fields: Any) -> User:
    """An active person without any role."""
    number = next(_serial)
    return User.objects.create_user(
        username=fields.pop("username", f"user{number}"),
        email=fields.pop("email", f"user{number}@example.org"),
        password=fields.pop("password", "correct horse battery"),
        name=name or f"用户{number}",
        **fields,
    )


def county() -> Agency:
    """The root of the tree, made once."""
    return Agency.objects.filter(parent=None).first() or Agency.objects.create(
        code="990000", name="清源县", kind=AgencyKind.COUNTY
    )


def agency(name: str = "", *, parent: Agency | None = None, **fields: Any) -> Agency:
    """An open unit under `parent`, or under the county."""
    number = next(_serial)
    return Agency.objects.create(
        code=fields.pop("code", f"99{number:06d}"),
        name=name or f"单位{number}",
        parent=parent or county(),
        **fields,
    )


def branch_of_agencies(depth: int) -> list[Agency]:
    """A chain of units, each below the one before."""
    chain: list[Agency] = []
    for _level in range(depth):
        chain.append(agency(parent=chain[-1] if chain else None))
    return chain


def member(role: str, unit: Agency, **fields: Any) -> User:
    """A person who holds `role` at `unit`."""
    person = user(**fields)
    Membership.objects.create(user=person, agency=unit, role=role)
    return person
