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
from .fees import ApprovalLevel, FeeLine, FundHandling
from .lines import Citing, NoticeFacts, NoticeLine
from .notices import CoPublisher, Notice, NoticeQuerySet
from .postings import PostingAfter, PostingPeriod, PostingResult, PostingUnit
from .presence import EditingPresence
from .programmes import (
    AccessAfter,
    CheckKind,
    CheckLength,
    LineAccess,
    PaidTo,
    Programme,
    ShownName,
)
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
from .subsidies import LineSet, SubsidyFacts, SubsidyLine, SubsidySum
from .tallies import Tally

__all__ = [
    "GONE",
    "RELEASABLE",
    "SIGNATURE",
    "UNRELEASED",
    "AccessAfter",
    "ApprovalLevel",
    "Audience",
    "Board",
    "BoardNature",
    "CheckKind",
    "CheckLength",
    "Citing",
    "CoPublisher",
    "ColumnType",
    "Decision",
    "DisclosureAttribute",
    "EditingPresence",
    "FeeLine",
    "FundHandling",
    "Genre",
    "Kind",
    "LineAccess",
    "LineSet",
    "Notice",
    "NoticeAttachment",
    "NoticeFacts",
    "NoticeLine",
    "NoticeQuerySet",
    "NoticeStatus",
    "PaidTo",
    "PostingAfter",
    "PostingPeriod",
    "PostingResult",
    "PostingUnit",
    "Programme",
    "ReviewDecision",
    "Revision",
    "ServiceAudience",
    "ShownName",
    "Stage",
    "SubsidyFacts",
    "SubsidyLine",
    "SubsidySum",
    "Tally",
    "Term",
    "Theme",
    "Validity",
    "WithdrawalGround",
]
