"""The table of duties that the portal repeats by itself; apps register in apps.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Duty:
    """A function that may run again at any time and says in a few words what it did."""

    name: str
    interval: timedelta
    function: Callable[[], str]


_duties: dict[str, Duty] = {}


def register(name: str, interval: timedelta, function: Callable[[], str]) -> None:
    """Let `function` run every `interval`. Registering a name again replaces it."""
    _duties[name] = Duty(name, interval, function)


def duties() -> list[Duty]:
    return sorted(_duties.values(), key=lambda duty: duty.name)
