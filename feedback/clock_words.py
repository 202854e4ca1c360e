"""The arithmetic of a clock in words (期限说明), for clerk and writer alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation.days import official_date

from .clocks import Count, Line, LineKind


def clock_lines(count: Count) -> list[str]:
    """One sentence for each step, in the order in which it was counted."""
    return [_WORDS[line.kind](line) for line in count.lines]


def day_words(day: date) -> str:
    """2026年2月13日（星期五）"""
    return f"{official_date(day)}（{_weekday(day)}）"


def _weekday(day: date) -> str:
    names = (
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday")),
        *(_("Friday"), _("Saturday"), _("Sunday")),
    )
    return names[day.weekday()]


def _said(template: str, line: Line) -> str:
    return template % {
        "day": day_words(line.day),
        "last": day_words(line.last or line.day),
        "days": line.days,
    }


def _received(line: Line) -> str:
    return _said(_("Received on %(day)s; this day is not counted."), line)


def _restarted(line: Line) -> str:
    return _said(
        _("Taken up again on %(day)s: the time is counted anew from there."), line
    )


def _first(line: Line) -> str:
    return _said(_("The first counted day is %(day)s."), line)


def _off(line: Line) -> str:
    if line.last in (None, line.day):
        return _said(_("%(day)s is a day off."), line)
    return _said(_("%(day)s to %(last)s are days off."), line)


def _worked(line: Line) -> str:
    return _said(_("%(day)s is worked in exchange for a day off, and counts."), line)


def _paused(line: Line) -> str:
    return _said(
        ngettext(
            "From %(day)s to %(last)s it waited for the writer: %(days)s day is left"
            " out.",
            "From %(day)s to %(last)s it waited for the writer: %(days)s days are left"
            " out.",
            line.days,
        ),
        line,
    )


def _added(line: Line) -> str:
    return _said(
        ngettext(
            "%(days)s more day was granted.",
            "%(days)s more days were granted.",
            line.days,
        ),
        line,
    )


def _rolled(line: Line) -> str:
    return _said(
        _("%(day)s is a day off: the end moves to the next working day, %(last)s."),
        line,
    )


def _due(line: Line) -> str:
    return _said(
        ngettext(
            "The time of %(days)s day ends with %(day)s.",
            "The time of %(days)s days ends with %(day)s.",
            line.days,
        ),
        line,
    )


def _provisional(line: Line) -> str:
    return _said(
        _("The days off of that year are not announced yet: the day may still move."),
        line,
    )


_WORDS: dict[LineKind, Callable[[Line], str]] = {
    LineKind.RECEIVED: _received,
    LineKind.RESTARTED: _restarted,
    LineKind.FIRST: _first,
    LineKind.OFF: _off,
    LineKind.WORKED: _worked,
    LineKind.PAUSED: _paused,
    LineKind.ADDED: _added,
    LineKind.ROLLED: _rolled,
    LineKind.DUE: _due,
    LineKind.PROVISIONAL: _provisional,
}
