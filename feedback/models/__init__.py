"""What citizens write and how it is answered. Parts import in the order listed."""

from __future__ import annotations

from .accused import Accusation, AccusedPerson
from .categories import CategoryModel, LetterCategory
from .contacts import LetterContact
from .files import LetterFile
from .letter_kinds import (
    AT_THE_UNIT,
    OPEN_LETTERS,
    REGISTERED,
    TOLD_TO_THE_WRITER,
    Anonymity,
    Channel,
    Complexity,
    LetterKind,
    LetterStatus,
    RefusalGround,
    StepKind,
)
from .letter_traces import LetterOpening, LetterToken
from .letter_warnings import LetterWarning
from .letters import (
    READERS,
    Letter,
    LetterHandler,
    LetterQuerySet,
    accuses,
    is_overdue,
)
from .limits import DayUnit, LetterLimit
from .mailboxes import LONGEST_TEXT, MOST_FILES, Mailbox
from .notifications import LetterNotification, NoticeWay
from .publications import LetterPublication, PublicationState
from .questions import Question, QuestionStatus
from .replies import Finding, Rating, Reply, ReplyState, ReplyTemplate
from .results import LetterResult
from .routing import AccusationDesk, RoutingRule
from .steps import LetterStep
from .supervisors import VolunteerSupervisor
from .work_orders import WorkOrder, WorkOrderStep

__all__ = [
    "AT_THE_UNIT",
    "Accusation",
    "AccusationDesk",
    "AccusedPerson",
    "Anonymity",
    "CategoryModel",
    "Channel",
    "Complexity",
    "DayUnit",
    "Finding",
    "LONGEST_TEXT",
    "Letter",
    "LetterCategory",
    "LetterContact",
    "LetterFile",
    "LetterHandler",
    "LetterKind",
    "LetterLimit",
    "LetterNotification",
    "LetterOpening",
    "LetterPublication",
    "LetterQuerySet",
    "LetterResult",
    "LetterStatus",
    "LetterStep",
    "LetterToken",
    "LetterWarning",
    "MOST_FILES",
    "Mailbox",
    "NoticeWay",
    "OPEN_LETTERS",
    "PublicationState",
    "Question",
    "QuestionStatus",
    "READERS",
    "REGISTERED",
    "Rating",
    "RefusalGround",
    "Reply",
    "ReplyState",
    "ReplyTemplate",
    "RoutingRule",
    "StepKind",
    "TOLD_TO_THE_WRITER",
    "VolunteerSupervisor",
    "WorkOrder",
    "WorkOrderStep",
    "accuses",
    "is_overdue",
]
