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
from .guides import (
    FOR_CITIZENS,
    FOR_ENTERPRISES,
    ITEM_CODE,
    Copies,
    GuideAudience,
    GuideEvent,
    GuideFee,
    GuideMaterial,
    GuideStep,
    HandlingType,
    ItemKind,
    ItemType,
    LifeEvent,
    MaterialSource,
    ProcedureGuide,
)
from .lines import Citing, NoticeFacts, NoticeLine
from .notices import CoPublisher, Notice, NoticeQuerySet
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
    "FOR_CITIZENS",
    "FOR_ENTERPRISES",
    "ITEM_CODE",
    "GONE",
    "RELEASABLE",
    "SIGNATURE",
    "UNRELEASED",
    "ApprovalLevel",
    "Audience",
    "Board",
    "BoardNature",
    "Citing",
    "CoPublisher",
    "ColumnType",
    "Copies",
    "Decision",
    "DisclosureAttribute",
    "EditingPresence",
    "FeeLine",
    "FundHandling",
    "Genre",
    "GuideAudience",
    "GuideEvent",
    "GuideFee",
    "GuideMaterial",
    "GuideStep",
    "HandlingType",
    "ItemKind",
    "ItemType",
    "Kind",
    "LifeEvent",
    "MaterialSource",
    "Notice",
    "NoticeAttachment",
    "NoticeFacts",
    "NoticeLine",
    "NoticeQuerySet",
    "NoticeStatus",
    "PostingAfter",
    "PostingPeriod",
    "PostingResult",
    "PostingUnit",
    "ProcedureGuide",
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
