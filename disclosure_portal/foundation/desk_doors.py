"""What apps add to the desk: ways from it and from single records, and lists on its
first page. Each registers its own in apps.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.functional import Promise

from .models import User


class DeskDoor(NamedTuple):
    title: str | Promise
    url: str


class DeskRow(NamedTuple):
    title: str
    url: str
    meta: str = ""
    is_urgent: bool = False


class DeskList(NamedTuple):
    """What waits: its first rows, how many there are in all, and where the rest is."""

    title: str | Promise
    rows: Sequence[DeskRow]
    total: int
    url: str


_doors: dict[str, Callable[[User], DeskDoor | None]] = {}
_lists: dict[str, Callable[[User], DeskList | None]] = {}
# By the kind of record that they lead from.
_record_doors: dict[str, Callable[[User, object], DeskDoor | None]] = {}


def register(code: str, door: Callable[[User], DeskDoor | None]) -> None:
    """`door` answers None for a person whom it does not concern. Registering a code
    again replaces it."""
    _doors[code] = door


def register_list(code: str, made: Callable[[User], DeskList | None]) -> None:
    """`made` answers None where nothing waits."""
    _lists[code] = made


def register_record(kind: str, door: Callable[[User, object], DeskDoor | None]) -> None:
    """A way from the page of one record (`slot`, `letter`) to something made of it."""
    _record_doors[kind] = door


def doors_of(user: object) -> list[DeskDoor]:
    """In the order of their codes; none for who is not signed in."""
    if not isinstance(user, User):
        return []
    found = (_doors[code](user) for code in sorted(_doors))
    return [door for door in found if door is not None]


def lists_of(user: object) -> list[DeskList]:
    """In the order of their codes."""
    if not isinstance(user, User):
        return []
    found = (_lists[code](user) for code in sorted(_lists))
    return [made for made in found if made is not None]


def door_from(kind: str, user: User, record: object) -> DeskDoor | None:
    door = _record_doors.get(kind)
    return door(user, record) if door else None
