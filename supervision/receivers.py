"""What orders do when the tree of units changes, inside the same transaction."""

from __future__ import annotations

from typing import Any

from directories.models import Agency
from directories.signals import agency_merged
from disclosure_portal.foundation.models import User

from .ordering import hand_over


def connect() -> None:
    """Called once, when the apps are ready."""
    agency_merged.connect(_hand_over)


def _hand_over(agency: Agency, successor: Agency, by: User, **_more: Any) -> None:
    hand_over(agency, successor, by=by)
