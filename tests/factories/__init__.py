"""Factories that name states and reach them by the portal's own verbs."""

from __future__ import annotations

from .directories import agency, branch_of_agencies, county, member, user
from .notices import (
    approved_notice,
    archived_notice,
    attachment,
    board,
    corrected_notice,
    correction_of,
    draft_notice,
    merged,
    published_notice,
    returned_notice,
    submitted_correction,
    submitted_notice,
    withdrawn_notice,
)

__all__ = [
    "agency",
    "approved_notice",
    "archived_notice",
    "attachment",
    "board",
    "branch_of_agencies",
    "corrected_notice",
    "correction_of",
    "county",
    "draft_notice",
    "member",
    "merged",
    "published_notice",
    "returned_notice",
    "submitted_correction",
    "submitted_notice",
    "user",
    "withdrawn_notice",
]
