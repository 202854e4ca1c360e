"""Where notices were shown, and how their postings ended: said by one, public by
another."""

from __future__ import annotations

from datetime import date
from typing import Any

from directories.models import Role
from disclosure_portal.foundation.models import User
from notices.elsewhere import confirm_posting, register_posting
from notices.models import Notice, Posting, PostingResult, ProposedResult
from notices.posting_results import confirm_result, propose_result

from .directories import member


def registered_posting(
    notice: Notice, *, by: User | None = None, **fields: Any
) -> Posting:
    """It waits for a second person."""
    known = {"place": "村务公开栏", "shown_from": date(2026, 3, 2), **fields}
    clerk = by or member(Role.EDITOR, notice.agency)
    return register_posting(notice, Posting(**known), by=clerk)


def shown_elsewhere(
    notice: Notice, *, by: User | None = None, **fields: Any
) -> Posting:
    posting = registered_posting(notice, by=by, **fields)
    confirm_posting(posting, by=member(Role.APPROVER, notice.agency))
    return posting


def proposed(
    notice: Notice, *, result: str = PostingResult.NONE, note: str = ""
) -> ProposedResult:
    clerk = member(Role.EDITOR, notice.agency)
    propose_result(notice, by=clerk, result=result, note=note)
    return ProposedResult.objects.get(notice=notice)


def closed_posting(notice: Notice, **words: str) -> None:
    """Its result is public."""
    proposal = proposed(notice, **words)
    approver = member(Role.APPROVER, notice.agency)
    confirm_result(notice, by=approver, proposal=proposal.pk)
