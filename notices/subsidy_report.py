"""What an import of subsidies says of itself: a line for each row that was not taken,
one for each notice, and the figures at the end. It names columns, never their content.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .import_outcomes import Result
from .import_report import explanation, figures
from .subsidy_importing import SubsidyImport

COLUMNS = (
    *("line", "rows", "outcome", "rule", "column"),
    *("title", "notice", "explanation"),
)


def report_line(result: Result) -> tuple[object, ...]:
    return (
        result.line,
        result.rows,
        result.outcome.value,
        result.rule.value,
        result.column,
        result.title,
        result.notice_id or "",
        explanation(result),
    )


def subsidy_figures(done: SubsidyImport) -> Iterator[str]:
    yield from figures(done.counts, dry_run=done.dry_run)
    yield _("Notices: %(count)s, in all %(amount)s yuan") % {
        "count": done.notices,
        "amount": f"{done.amount:,.2f}",
    }
