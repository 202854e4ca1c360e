"""Rows of the floor. Parts import in this order: users, audit, the rest."""

from __future__ import annotations

from .audit import AuditEntry
from .calendar import CalendarOverride, ConfirmedYear
from .counters import Counter
from .extractions import ExtractedPart, Extraction, ExtractionStatus
from .limits import LimitCounter
from .old_addresses import OldAddress
from .outbox import OutgoingMail, QueuedMail
from .receipts import (
    Entry,
    Receipt,
    ReceiptHead,
    ReceiptKey,
    ReceiptKind,
    SignedHead,
)
from .schedule import ScheduledRun
from .sealed import SealedRecord
from .search import SearchEntry, SearchState, SearchTerm, SearchText
from .search_words import (
    AskedWords,
    PromotedAnswer,
    SearchWord,
    SynonymGroup,
    WordSource,
)
from .site_state import LedgerAudience, SiteState, TodayAudience, next_moment
from .unneeded import UnneededFile
from .users import AdministratorPost, User
from .visits import LostPage, PageVisits, VisitDay, VisitorMark

__all__ = [
    "AdministratorPost",
    "AskedWords",
    "AuditEntry",
    "CalendarOverride",
    "ConfirmedYear",
    "Counter",
    "Entry",
    "ExtractedPart",
    "Extraction",
    "ExtractionStatus",
    "LimitCounter",
    "LostPage",
    "OldAddress",
    "OutgoingMail",
    "PageVisits",
    "QueuedMail",
    "PromotedAnswer",
    "Receipt",
    "ReceiptHead",
    "ReceiptKey",
    "ReceiptKind",
    "ScheduledRun",
    "SealedRecord",
    "SearchEntry",
    "SearchState",
    "SearchTerm",
    "SearchText",
    "SearchWord",
    "SignedHead",
    "LedgerAudience",
    "SiteState",
    "SynonymGroup",
    "TodayAudience",
    "UnneededFile",
    "User",
    "VisitDay",
    "VisitorMark",
    "WordSource",
    "next_moment",
]
