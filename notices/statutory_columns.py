"""What stands in the fixed columns of each unit's disclosure page: its rules and
systems (公开制度) and its annual reports (年报). 国办公开办函〔2019〕61号."""

from __future__ import annotations

from directories import tree
from directories.models import Agency
from disclosure_portal.foundation.models import AuditEntry

from .models import (
    Board,
    BoardNature,
    ColumnType,
    Kind,
    Notice,
    NoticeQuerySet,
    Validity,
)

# The national tags know no column of rules and systems: the board with this address
# is it, a standing one of policy documents.
RULES_BOARD = "disclosure-rules"
LAST_OF_ALL = 900


def load() -> int:
    """Add the board of rules where there is none: the column is fixed by the law, and
    a county names it as it likes. Gives how many rows were added."""
    board, is_new = Board.objects.get_or_create(
        slug=RULES_BOARD,
        defaults={
            "name": "政府信息公开制度",
            "column_type": ColumnType.POLICY,
            "nature": BoardNature.STANDING,
            "default_kind": Kind.POLICY,
            "description": "政府信息公开的法律、法规、规章、制度和规范性文件。",
            "keywords": "公开制度,信息公开",
            "position": LAST_OF_ALL,
        },
    )
    if is_new:
        AuditEntry.objects.record("created", board, by=None)
    return int(is_new)


def disclosure_rules_of(agency: Agency) -> NoticeQuerySet:
    """The unit's own and those of the units above it, which bind it too; newest first.
    What no longer holds is not shown."""
    bound_by = [*tree.ancestors(agency.path), agency.path]
    rules = Notice.objects.public().filter(
        board__slug=RULES_BOARD, board__is_internal=False, agency__path__in=bound_by
    )
    ended = (Validity.EXPIRED, Validity.REPEALED)
    return rules.exclude(validity__in=ended).newest_first()


def annual_reports_of(agency: Agency) -> NoticeQuerySet:
    """Of all years, newest first: they are kept for good."""
    reports = Notice.objects.public().filter(
        board__column_type=ColumnType.ANNUAL_REPORT, agency=agency
    )
    return reports.newest_first()
