"""Who is told of what a unit must do: the people of a role nearest above it."""

from __future__ import annotations

from collections.abc import Collection

from disclosure_portal.foundation.models import User

from .models import Membership
from .tree import contains


class NearestSeats:
    """Who holds a role nearest above a unit: its own people, else those of the unit
    above, so that nobody is told of a whole county by the branch rule. Those whom a
    mail reaches; one query."""

    def __init__(self, roles: Collection[str]) -> None:
        rows = Membership.objects.of_active_users().filter(role__in=roles)
        self.seats = [
            (seat.agency.path, seat.role, seat.user)
            for seat in rows.select_related("agency", "user").exclude(user__email="")
            if not seat.user.is_service
        ]
        self.known: dict[tuple[str, str], list[User]] = {}

    def of(self, path: str, role: str) -> list[User]:
        key = path, role
        if key not in self.known:
            self.known[key] = self._nearest(path, role)
        return self.known[key]

    def _nearest(self, path: str, role: str) -> list[User]:
        reaching = [
            (len(seat), user)
            for seat, held, user in self.seats
            if held == role and contains(seat, path)
        ]
        nearest = max((length for length, _user in reaching), default=0)
        return [user for length, user in reaching if length == nearest]
