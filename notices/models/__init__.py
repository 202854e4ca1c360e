"""Boards, notices and what hangs on them. Parts import in the order listed."""

from __future__ import annotations

from .activities import (
    Activity,
    ActivityFile,
    ActivityFileSort,
    ActivityQuerySet,
    ActivitySort,
)
from .attachments import NoticeAttachment, of_content
from .boards import Board, BoardNature, ColumnType
from .chains import (
    FINANCE_KINDS,
    DeskMail,
    MailMode,
    ReviewChain,
    ReviewChainStep,
    RoundStep,
    StepRole,
    StepRule,
    SubmittedContent,
    Tick,
)
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
from .co_publishers import CoPublisher
from .copies import CopyForm, RevisionCopy
from .corrections import Correction
from .decisions import DecisionRecord, DecisionSort, SubjectKind
from .elsewhere import Posting, PostingForm
from .erasures import ERASING, Erasure
from .fees import ApprovalLevel, FeeLine, FundHandling
from .finances import BudgetLine, Direction, FinanceFacts
from .fulfilments import EndReason, Fulfilment, SentReminder
from .guide_items import GuideItem
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
from .handbooks import Handbook
from .health import AvailabilityDay, DeadLink, HealthFinding, LinkWalk
from .land import LandFacts, LandLine
from .leaks import LeakOverride
from .ledger_figures import LedgerFigure
from .lines import Citing, NoticeFacts, NoticeLine
from .matters import (
    PUBLIC_MATTERS,
    Matter,
    MatterEntry,
    MatterKind,
    MatterMeeting,
    MatterQuerySet,
    MatterStatus,
    MeetingSort,
)
from .notices import WRITING, Notice, NoticeQuerySet
from .origins import NoticeOrigin, WithdrawalRequest
from .personnel import (
    PersonnelAction,
    PersonnelFacts,
    PersonnelLine,
    PersonnelSort,
)
from .postings import (
    PostingAfter,
    PostingPeriod,
    PostingResult,
    PostingUnit,
    ProposedResult,
)
from .presence import EditingPresence
from .programmes import (
    AccessAfter,
    CheckKind,
    CheckLength,
    LineAccess,
    PaidTo,
    Programme,
    ShownName,
    is_long_check,
)
from .projects import ProjectFacts, ProjectStage, ProjectStep
from .reading_points import ReadingPoint, ReadingPointQuerySet, VisitorCount
from .reviews import Decision, ReviewDecision, SheetPhoto
from .revisions import Revision, last_correction
from .search_alerts import AlertMail, AlertRhythm, SearchAlert
from .sheets import HeadingMatch, LineSheet
from .signed_words import SignedWords
from .statuses import (
    GONE,
    OPEN,
    RELEASABLE,
    SIGNATURE,
    UNRELEASED,
    Audience,
    NoticeStatus,
    WithdrawalGround,
)
from .subsidies import LineSet, SubsidyFacts, SubsidyLine, SubsidySum
from .tallies import Tally
from .warnings import WarningFacts, WarningState

__all__ = [
    "LinkWalk",
    "HealthFinding",
    "DeadLink",
    "AvailabilityDay",
    "AlertMail",
    "AlertRhythm",
    "Activity",
    "ActivityFile",
    "ActivityFileSort",
    "ActivityQuerySet",
    "ActivitySort",
    "ReadingPoint",
    "ReadingPointQuerySet",
    "SignedWords",
    "VisitorCount",
    "ERASING",
    "FINANCE_KINDS",
    "DeskMail",
    "MailMode",
    "ReviewChain",
    "ReviewChainStep",
    "RoundStep",
    "StepRule",
    "StepRole",
    "SubmittedContent",
    "Tick",
    "FOR_CITIZENS",
    "FOR_ENTERPRISES",
    "ITEM_CODE",
    "GONE",
    "OPEN",
    "PUBLIC_MATTERS",
    "RELEASABLE",
    "SIGNATURE",
    "UNRELEASED",
    "AccessAfter",
    "ApprovalLevel",
    "WRITING",
    "Audience",
    "Board",
    "BoardNature",
    "BudgetLine",
    "CheckKind",
    "CheckLength",
    "Citing",
    "CoPublisher",
    "ColumnType",
    "Copies",
    "Correction",
    "Decision",
    "Direction",
    "DecisionRecord",
    "DecisionSort",
    "DisclosureAttribute",
    "EditingPresence",
    "Erasure",
    "CopyForm",
    "FeeLine",
    "FinanceFacts",
    "EndReason",
    "Fulfilment",
    "SentReminder",
    "FundHandling",
    "Genre",
    "Handbook",
    "HeadingMatch",
    "Kind",
    "LineSheet",
    "LandFacts",
    "LandLine",
    "LeakOverride",
    "LedgerFigure",
    "LineAccess",
    "LineSet",
    "GuideAudience",
    "GuideEvent",
    "GuideFee",
    "GuideItem",
    "GuideMaterial",
    "GuideStep",
    "HandlingType",
    "ItemKind",
    "ItemType",
    "LifeEvent",
    "MaterialSource",
    "Matter",
    "MatterEntry",
    "MatterKind",
    "MatterMeeting",
    "MatterQuerySet",
    "MatterStatus",
    "MeetingSort",
    "Notice",
    "NoticeAttachment",
    "NoticeFacts",
    "NoticeLine",
    "NoticeOrigin",
    "NoticeQuerySet",
    "NoticeStatus",
    "PersonnelAction",
    "PersonnelFacts",
    "PersonnelLine",
    "PersonnelSort",
    "PaidTo",
    "Posting",
    "PostingAfter",
    "PostingForm",
    "PostingPeriod",
    "PostingResult",
    "PostingUnit",
    "ProjectFacts",
    "ProjectStage",
    "ProjectStep",
    "Programme",
    "ProposedResult",
    "ProcedureGuide",
    "ReviewDecision",
    "Revision",
    "last_correction",
    "RevisionCopy",
    "SearchAlert",
    "ServiceAudience",
    "SheetPhoto",
    "ShownName",
    "Stage",
    "SubjectKind",
    "SubsidyFacts",
    "SubsidyLine",
    "SubsidySum",
    "Tally",
    "Term",
    "Theme",
    "Validity",
    "WarningFacts",
    "WarningState",
    "WithdrawalGround",
    "WithdrawalRequest",
    "is_long_check",
    "of_content",
]
