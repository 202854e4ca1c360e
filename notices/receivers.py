"""What notices do when the tree of units changes, inside the same transaction."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from directories.models import Agency
from directories.signals import agency_closed, agency_merged, agency_moved
from disclosure_portal.foundation.models import AuditEntry, User

from .branch_months import KEY as BRANCH_MONTH, YEAR_KEY as BRANCH_YEAR
from .models import Board, Notice, NoticeStatus
from .tallying import recount

UNDECIDED = (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW)


def connect() -> None:
    """Called once, when the apps are ready."""
    agency_merged.connect(_hand_over_work)
    agency_closed.connect(_close_boards)
    agency_moved.connect(_recount_branches)


def _hand_over_work(agency: Agency, successor: Agency, by: User, **_more: Any) -> None:
    """Open boards and what is not decided yet go to the successor; what was
    published or signed keeps its unit, and so do corrections of it. A decision read
    before is refused."""
    boards = Board.objects.filter(agency=agency, is_open=True)
    _change(boards, by=by, agency_id=successor.pk)
    undecided = Notice.objects.filter(agency=agency, status__in=UNDECIDED)
    undecided.filter(corrects=None).update(
        agency=successor, content_version=F("content_version") + 1
    )
    Notice.objects.filter(audience_branch=agency).update(audience_branch=successor)


def _close_boards(agency: Agency, by: User, **_more: Any) -> None:
    boards = Board.objects.filter(agency=agency, is_open=True)
    _change(boards, by=by, is_open=False)


def _change(boards: QuerySet[Board], *, by: User, **words: Any) -> None:
    """A line of the trail for each, with digests of what it reads now."""
    for board in list(boards.order_by("pk")):
        Board.objects.filter(pk=board.pk).update(**words)
        facts = {"changes": words}
        AuditEntry.objects.record("edited", board, by=by, facts=facts)


def _recount_branches(**_more: Any) -> None:
    recount("branch", BRANCH_MONTH, BRANCH_YEAR)
