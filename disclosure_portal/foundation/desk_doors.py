"""What apps add to the desk; each registers its door in apps.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise

from .models import User


class DeskDoor(NamedTuple):
    title: str | Promise
    url: str


_doors: dict[str, Callable[[User], DeskDoor | None]] = {}


def register(code: str, door: Callable[[User], DeskDoor | None]) -> None:
    """`door` answers None for a person whom it does not concern. Registering a code
    again replaces it."""
    _doors[code] = door


def doors_of(user: object) -> list[DeskDoor]:
    """In the order of their codes; none for who is not signed in."""
    if not isinstance(user, User):
        return []
    found = (_doors[code](user) for code in sorted(_doors))
    return [door for door in found if door is not None]
