"""Roles in a branch: who may do what for which unit.

A role at a unit reaches the whole branch below it. Superusers hold no role by
being superusers: what is published is decided by the people named for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import AdministratorPost, User
from disclosure_portal.foundation.sign_in import may_sign_in
from disclosure_portal.foundation.workflow import NotAllowed

from . import tree
from .models import Agency, Membership, Role

Reader = User | AnonymousUser

WRITERS = (Role.EDITOR,)
# Those who see what is not public yet in their branch (decisions.md, Names).
INSIDERS = (Role.EDITOR, Role.REVIEWER, Role.AUDITOR, Role.APPROVER, Role.OVERSEER)


@dataclass(frozen=True)
class Seat:
    """One role of a person and the branch that it reaches."""

    role: str
    agency_id: int
    path: str

    def reaches(self, path: str) -> bool:
        return tree.contains(self.path, path)


def seats(reader: Reader) -> tuple[Seat, ...]:
    """The reader's seats, read once for each user object (one query)."""
    if not isinstance(reader, User) or not reader.is_active:
        return ()
    known: tuple[Seat, ...] | None = reader.__dict__.get("_seats")
    if known is None:
        rows = Membership.objects.filter(user=reader).values_list(
            "role", "agency_id", "agency__path"
        )
        known = tuple(Seat(*row) for row in rows)
        reader.__dict__["_seats"] = known
    return known


def has_role(reader: Reader, agency: Agency, *roles: str) -> bool:
    return any(
        seat.role in roles and seat.reaches(agency.path) for seat in seats(reader)
    )


def require_role(reader: Reader, agency: Agency, *roles: str) -> None:
    """Raise NotAllowed unless the reader holds one of the roles over the unit."""
    if not has_role(reader, agency, *roles):
        names = "、".join(str(Role(role).label) for role in roles)
        raise NotAllowed(
            _("Only %(roles)s of %(agency)s may do this.")
            % {"roles": names, "agency": agency}
        )


def branches(reader: Reader, *roles: str) -> list[str]:
    """The paths of the branches in which the reader holds one of the roles."""
    return sorted({s.path for s in seats(reader) if not roles or s.role in roles})


def in_branches(paths: Iterable[str], field: str = "agency__path") -> Q:
    """A condition: the path column lies in one of the branches; nothing for none.

    The branch of the county is all there is. Said as a range, it would make SQLite
    begin with the units and read all of them.
    """
    paths = list(paths)
    if any(tree.depth(path) == 0 for path in paths):
        owner = field.rpartition("__")[0] or "pk"
        return Q(**{f"{owner}__isnull": False})
    ranges = (
        Q(**{f"{field}__gte": path, f"{field}__lt": tree.successor(path)})
        for path in paths
    )
    return reduce(or_, ranges, Q(pk__in=[]))


_NOTICES = ("notice", "noticeattachment")
_UNIT = ("official", "workinggroup", "groupmember", "floorplan")
# What a unit owes and how it says so: compiled by one hand, put in force by another.
_OWED = ("catalogue", "disclosureguide")
# What was public stays: a day ends it, nobody deletes it.
_SERVICES = ("serviceitem", "servicepoint", "servicepromise")


def _all(app: str, models: Iterable[str], *verbs: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


_READS = _all("notices", (*_NOTICES, "board", "programme", "matter"), "view") | _all(
    "directories", ("agency", "legalbasis", *_UNIT, *_OWED, *_SERVICES), "view"
)
_COMPILES = _all("directories", _OWED, "add", "change")
# What each role may do in the admin; which rows is decided by the branch.
PERMISSIONS: dict[str, set[str]] = {
    Role.EDITOR: _READS
    | _COMPILES
    | _all("notices", _NOTICES, "add", "change", "delete")
    | _all("notices", ("matter",), "add", "change")
    | _all("directories", _UNIT, "add", "change", "delete")
    | _all("directories", _SERVICES, "add", "change")
    | {"directories.change_agency", "directories.add_legalbasis"},
    Role.REVIEWER: _READS,
    Role.AUDITOR: _READS,
    Role.APPROVER: _READS | _COMPILES,
    Role.MAILBOX_CLERK: set(),
    Role.INSPECTOR: set(),
    Role.READER: set(),
    Role.OVERSEER: _READS
    | _COMPILES
    | _all("notices", ("board", "programme"), "add", "change")
    | _all("notices", ("reviewchain",), "view", "add", "change", "delete")
    | _all("feedback", ("volunteersupervisor",), "view", "add", "change", "delete")
    | _all("directories", ("agency", "legalbasis", *_UNIT, *_SERVICES), "add", "change")
    | _all("directories", ("membership", "employment"), "view", "add", "change")
    | _all("directories", ("sourcesystem",), "view", "add", "change")
    | _all("directories", ("apitoken",), "view", "add")
    | {"directories.delete_membership", "directories.view_agencychange"}
    | {"foundation.view_user"},
}
# What the office sets for letters; the letters themselves are handled at the desk.
_LETTERS = ("mailbox", "lettercategory", "letterlimit", "routingrule")
_LETTERS_TOO = ("replytemplate", "accusationdesk")
# What the office tells search.
_SEARCH = ("synonymgroup", "promotedanswer")
# What belongs to the county as a whole: for overseers of the root only.
COUNTY_WIDE = (
    _all("foundation", ("sitestate", "calendaroverride", "confirmedyear"), "view")
    | _all("foundation", ("oldaddress", *_SEARCH), "view", "add", "change", "delete")
    | _all("foundation", ("sitestate",), "change")
    | _all("foundation", ("calendaroverride", "confirmedyear"), "add", "change")
    | _all("directories", ("standardcatalogue",), "view", "add", "change")
    | _all("directories", ("standarditem", "standardlimit"), "view", "change")
    | _all("directories", ("standardlimit",), "add", "delete")
    | _all("feedback", (*_LETTERS, *_LETTERS_TOO), "view", "add", "change")
    | _all("supervision", ("checklist", "inspectionround"), "view", "add", "change")
    | {"foundation.view_auditentry"}
)
# What each administrator may do, for the whole county (三员分立). None publishes, and
# none reads what another one does but the one who reads the trail.
POSTS: dict[str, set[str]] = {
    AdministratorPost.SYSTEM: _all("foundation", ("user",), "view", "add", "change")
    | _all("foundation", ("sitestate",), "view", "change")
    | _all("foundation", ("calendaroverride", "confirmedyear"), "view", "add", "change")
    | _all("foundation", ("oldaddress",), "view", "add", "change", "delete")
    | _all("foundation", ("outgoingmail",), "view", "change")
    | {"django_tasks_database.view_dbtaskresult"},
    AdministratorPost.SECURITY: _all(
        "directories", ("membership", "employment"), "view", "add", "change", "delete"
    )
    | _all("directories", ("sourcesystem",), "view", "add", "change")
    | _all("directories", ("apitoken",), "view", "add")
    | _all("mfa", ("authenticator",), "view", "delete")
    | {"foundation.view_user", "directories.view_agency"},
    AdministratorPost.AUDIT: {"foundation.view_auditentry", "foundation.view_user"},
}


class MembershipBackend(AuthenticationBackend):
    """Signs people in; permissions come from memberships, never from groups."""

    def user_can_authenticate(self, user: Any) -> bool:
        return may_sign_in(user)

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        path = _path_of(obj)
        granted = set(POSTS.get(user_obj.post, ()))
        for seat in seats(user_obj):
            if path is None or seat.reaches(path):
                granted |= PERMISSIONS[seat.role]
                if seat.role == Role.OVERSEER and tree.depth(seat.path) == 0:
                    granted |= COUNTY_WIDE
        return granted

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(
            perm.startswith(f"{app_label}.")
            for perm in self.get_all_permissions(user_obj)
        )


def _path_of(obj: Model | None) -> str | None:
    """The path of the unit that a record belongs to, if it belongs to one."""
    if isinstance(obj, Agency):
        return obj.path
    agency = getattr(obj, "agency", None)
    return agency.path if isinstance(agency, Agency) else None
