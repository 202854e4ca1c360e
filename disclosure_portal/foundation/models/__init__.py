"""Rows of the floor. Parts import in this order: users, audit, the rest."""

from __future__ import annotations

from .audit import AuditEntry
from .calendar import CalendarOverride, ConfirmedYear
from .counters import Counter
from .extractions import ExtractedPart, Extraction, ExtractionStatus
from .limits import LimitCounter
from .outbox import OutgoingMail
from .schedule import ScheduledRun
from .site_state import SiteState, next_moment
from .users import User

__all__ = [
    "AuditEntry",
    "CalendarOverride",
    "ConfirmedYear",
    "Counter",
    "ExtractedPart",
    "Extraction",
    "ExtractionStatus",
    "LimitCounter",
    "OutgoingMail",
    "ScheduledRun",
    "SiteState",
    "User",
    "next_moment",
]
