"""What units are scored by, and how they fared."""

from __future__ import annotations

from .checklists import (
    EDITS,
    PUBLIC_CHECKLISTS,
    Checklist,
    ChecklistQuerySet,
    ChecklistStatus,
    ChecklistUpload,
    Indicator,
    IndicatorKind,
    Method,
)
from .ratings import (
    Objection,
    ObjectionEvidence,
    ObjectionQuerySet,
    ObjectionStatus,
    RatingQuerySet,
    UnitRating,
)
from .rounds import (
    ANSWERING,
    OPEN_ROUNDS,
    RUNS,
    InspectionRound,
    RoundQuerySet,
    RoundStatus,
    RoundUnit,
)
from .sheets import (
    FrozenProof,
    Mark,
    MarkEvidence,
    ScoreSheet,
    SheetKind,
    SheetQuerySet,
    SheetStatus,
)

__all__ = [
    "ANSWERING",
    "EDITS",
    "OPEN_ROUNDS",
    "PUBLIC_CHECKLISTS",
    "RUNS",
    "Checklist",
    "ChecklistQuerySet",
    "ChecklistStatus",
    "ChecklistUpload",
    "FrozenProof",
    "Indicator",
    "IndicatorKind",
    "InspectionRound",
    "Mark",
    "MarkEvidence",
    "Method",
    "Objection",
    "ObjectionEvidence",
    "ObjectionQuerySet",
    "ObjectionStatus",
    "RatingQuerySet",
    "RoundQuerySet",
    "RoundStatus",
    "RoundUnit",
    "ScoreSheet",
    "SheetKind",
    "SheetQuerySet",
    "SheetStatus",
    "UnitRating",
]
