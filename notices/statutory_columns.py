"""What stands in the fixed columns of each unit's disclosure page: its rules and
systems (公开制度) and its annual reports (年报). 国办公开办函〔2019〕61号."""

from __future__ import annotations

from directories import tree
from directories.models import Agency

from .models import ColumnType, Notice, NoticeQuerySet, Validity

# The national tags know no column of rules and systems: the board with this address
# is it, a standing one of policy documents.
RULES_BOARD = "disclosure-rules"


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
