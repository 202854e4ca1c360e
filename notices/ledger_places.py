"""Where a reader of the ledger is: on the public pages, or on the same pages at the
desk, where those for whom the site's setting means them see the states."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from directories.branch_admin import answers_for_the_county
from directories.permissions import INSIDERS, seats
from disclosure_portal.foundation.models import LedgerAudience, SiteState, User


@dataclass(frozen=True)
class Place:
    """`shows` says whether states, what is missing and the heat map are told here."""

    shows: bool
    prefix: str = ""

    def url(self, name: str, *args: object) -> str:
        return reverse(f"{self.prefix}{name}", args=list(args))


def public_place(state: SiteState) -> Place:
    return Place(state.ledger_audience == LedgerAudience.PUBLIC)


def desk_place(state: SiteState, user: User) -> Place:
    return Place(may_see_ledger(state, user), "desk-")


def may_see_ledger(state: SiteState, user: User) -> bool:
    """The office always; people of the units unless the office keeps it to itself."""
    if answers_for_the_county(user):
        return True
    is_insider = any(seat.role in INSIDERS for seat in seats(user))
    return is_insider and state.ledger_audience != LedgerAudience.OFFICE
