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

__all__ = [
    "EDITS",
    "PUBLIC_CHECKLISTS",
    "Checklist",
    "ChecklistQuerySet",
    "ChecklistStatus",
    "ChecklistUpload",
    "Indicator",
    "IndicatorKind",
    "Method",
]
