"""What an import says of itself: a line for each row, and the figures at the end."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .import_outcomes import Counts, Outcome, Remark, Result, Rule, outcome_of

COLUMNS = ("line", "outcome", "rule", "title", "notice", "explanation", "remarks")


def report_line(result: Result) -> tuple[object, ...]:
    return (
        result.line,
        result.outcome.value,
        result.rule.value,
        result.title,
        result.notice_id or "",
        explanation(result),
        "; ".join(
            f"{remark.value}: {about}" if about else remark.value
            for remark, about in result.remarks
        ),
    )


def explanation(result: Result) -> str:
    """Why a row had its outcome, in words."""
    if result.rule == Rule.SAME_ROW:
        return _("Same as line %s") % result.detail
    if result.rule == Rule.ID_USED_TWICE:
        return _("The id stands on line %s already, with other content") % result.detail
    if result.rule == Rule.HELD_BACK:
        return _("%s other rows of the notice were refused") % result.detail
    if result.rule == Rule.IMPORTED_BEFORE:
        return _("Imported before as notice %s") % result.notice_id
    label = str(result.rule.label)
    return f"{label}: {result.detail}" if result.detail else label


def figures(counts: Counts, *, dry_run: bool) -> Iterator[str]:
    """The summary, line by line."""
    if dry_run:
        yield _("Dry run: nothing was written.")
    yield _("Rows: %s") % counts.rows
    for outcome in Outcome:
        yield f"{outcome.label}: {counts.outcomes[outcome]}"
        for rule in Rule:
            if outcome_of(rule) == outcome and counts.rules[rule]:
                yield f"    {rule.label}: {counts.rules[rule]}"
    if counts.remarks:
        yield _("Remarks on rows that were taken:")
        for remark in Remark:
            if counts.remarks[remark]:
                yield f"    {remark.label}: {counts.remarks[remark]}"
    if counts.units_made:
        yield _("Units made: %s") % counts.units_made
    if counts.boards_made:
        yield _("Boards made: %s") % counts.boards_made
