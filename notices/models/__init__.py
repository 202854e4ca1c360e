"""Boards, notices and what hangs on them. Parts import in the order listed."""

from __future__ import annotations

from .attachments import NoticeAttachment
from .boards import Board, BoardNature, ColumnType
from .classification import (
    DisclosureAttribute,
    Genre,
    Kind,
    ServiceAudience,
    Stage,
    Term,
    Theme,
    Validity,
)
from .leaks import LeakOverride
from .notices import WRITING, CoPublisher, Notice, NoticeQuerySet
from .postings import PostingAfter, PostingPeriod, PostingResult, PostingUnit
from .presence import EditingPresence
from .reviews import Decision, ReviewDecision
from .revisions import Revision
from .statuses import (
    GONE,
    RELEASABLE,
    SIGNATURE,
    UNRELEASED,
    Audience,
    NoticeStatus,
    WithdrawalGround,
)
from .tallies import Tally

__all__ = [
    "GONE",
    "RELEASABLE",
    "SIGNATURE",
    "UNRELEASED",
    "WRITING",
    "Audience",
    "Board",
    "BoardNature",
    "CoPublisher",
    "ColumnType",
    "Decision",
    "DisclosureAttribute",
    "EditingPresence",
    "Genre",
    "Kind",
    "LeakOverride",
    "Notice",
    "NoticeAttachment",
    "NoticeQuerySet",
    "NoticeStatus",
    "PostingAfter",
    "PostingPeriod",
    "PostingResult",
    "PostingUnit",
    "ReviewDecision",
    "Revision",
    "ServiceAudience",
    "Stage",
    "Tally",
    "Term",
    "Theme",
    "Validity",
    "WithdrawalGround",
]
