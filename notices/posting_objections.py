"""Objections to a posting that came by this site. The app that takes them in says how
many, so that a posting's result can count them; notices themselves know no letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from .models import Notice


class Objections(NamedTuple):
    """How many came in; of these, how many still wait for an answer, how many were
    upheld at least in part, how many were not taken on."""

    received: int = 0
    waiting: int = 0
    upheld: int = 0
    refused: int = 0


_NONE = Objections()
_counts: list[Callable[[Notice], Objections]] = []


def register(count: Callable[[Notice], Objections]) -> None:
    """The one who counts; registering again replaces it."""
    _counts[:] = [count]


def objections_to(notice: Notice) -> Objections:
    return _counts[0](notice) if _counts else _NONE


def objection_words(objections: Objections) -> str:
    """The sentence that the portal adds to the remark on the result; none came, no
    words."""
    if not objections.received:
        return ""
    denied = objections.received - objections.upheld - objections.refused
    return _(
        "%(received)s objections came by this site: %(upheld)s upheld, %(denied)s not"
        " upheld, %(refused)s not taken on."
    ) % {
        "received": objections.received,
        "upheld": objections.upheld,
        "denied": denied,
        "refused": objections.refused,
    }
