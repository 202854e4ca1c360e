"""Who is told of an order: of a unit the people nearest to it, so that nobody is told
of a whole county by the rule of branches; of the office the overseers above it."""

from __future__ import annotations

from collections.abc import Iterable

from directories import tree
from directories.catalogue_reminders import Reader
from directories.models import Agency, Membership, Role
from disclosure_portal.foundation.models import User

ROLES = {
    Reader.CLERK: (Role.EDITOR, Role.MAILBOX_CLERK),
    Reader.HEAD: (Role.APPROVER,),
    Reader.OFFICE: (Role.OVERSEER,),
}


class Readers:
    """Asked once for each unit and reader."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Reader], list[User]] = {}

    def of(self, agency: Agency, reader: Reader) -> list[User]:
        key = agency.path, reader
        if key not in self._known:
            self._known[key] = _nearest(agency.path, reader)
        return self._known[key]


def _nearest(path: str, reader: Reader) -> list[User]:
    above = tree.ancestors(path)
    paths = above if reader is Reader.OFFICE else [*above, path]
    rows = Membership.objects.of_active_users().filter(
        role__in=ROLES[reader], agency__path__in=paths
    )
    seats = [
        (len(seat.agency.path), seat.user)
        for seat in rows.select_related("agency", "user").exclude(user__email="")
        if not seat.user.is_service
    ]
    nearest = max((length for length, _user in seats), default=0)
    return list({user.pk: user for length, user in seats if length == nearest}.values())


def addresses(people: Iterable[User]) -> list[str]:
    return sorted({person.email for person in people if person.email})
