"""The arithmetic of a clock in words (期限说明), for clerk and writer alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation.days import official_date

from .clocks import Count, Line, LineKind

# Why a clock was counted anew, where it was not by a deed.
CALENDAR = "calendar"


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


def recounted_words(facts: Mapping[str, Any]) -> str:
    """What a count anew moved, and why: both days stay on record."""
    before = date.fromisoformat(facts["before"])
    after = date.fromisoformat(facts["after"])
    if facts.get("reason") == CALENDAR:
        words = _(
            "Days off were announced or changed: the last day was %(before)s and is"
            " now %(after)s."
        )
    else:
        words = _("The last day was %(before)s and is now %(after)s.")
    return words % {"before": day_words(before), "after": day_words(after)}


def _number(line: Line) -> str:
    if line.is_working:
        words = ngettext("%s working day", "%s working days", line.days)
    else:
        words = ngettext("%s calendar day", "%s calendar days", line.days)
    return words % line.days


def _said(template: str, line: Line) -> str:
    return template % {
        "day": day_words(line.day),
        "last": day_words(line.last or line.day),
        "number": _number(line),
        # A festival has a Chinese name only.
        "festival": "、".join(line.names),
    }


def _received(line: Line) -> str:
    return _said(_("Received on %(day)s; this day is not counted."), line)


def _restarted(line: Line) -> str:
    return _said(
        _("Taken up again on %(day)s: the time is counted anew from there."), line
    )


def _first(line: Line) -> str:
    return _said(_("The first counted day is %(day)s."), line)


def _counted(line: Line) -> str:
    if line.last in (None, line.day):
        return _said(_("%(day)s: %(number)s."), line)
    return _said(_("%(day)s to %(last)s: %(number)s."), line)


def _off(line: Line) -> str:
    is_one = line.last in (None, line.day)
    if line.names and is_one:
        words = _("%(day)s is off for %(festival)s.")
    elif line.names:
        words = _("%(day)s to %(last)s are off for %(festival)s.")
    elif is_one:
        words = _("%(day)s is a day off.")
    else:
        words = _("%(day)s to %(last)s are days off.")
    return _said(words, line)


def _worked(line: Line) -> str:
    return _said(_("%(day)s is worked in exchange for a day off, and counts."), line)


def _paused(line: Line) -> str:
    return _said(
        _(
            "After %(day)s, up to %(last)s, it waited for the writer: %(number)s left"
            " out."
        ),
        line,
    )


def _waiting(line: Line) -> str:
    return _said(
        _(
            "Since %(day)s it waits for the writer: the time stands still, with"
            " %(number)s left."
        ),
        line,
    )


def _added(line: Line) -> str:
    return _said(_("More time was granted, and is counted in: %(number)s."), line)


def _rolled(line: Line) -> str:
    return _said(
        _("%(day)s is a day off: the end moves to the next working day, %(last)s."),
        line,
    )


def _due(line: Line) -> str:
    return _said(_("The time of %(number)s runs out at the end of %(day)s."), line)


def _if_today(line: Line) -> str:
    return _said(
        _(
            "If the writer answered today, the time of %(number)s would run out at the"
            " end of %(day)s."
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
    LineKind.COUNTED: _counted,
    LineKind.OFF: _off,
    LineKind.WORKED: _worked,
    LineKind.PAUSED: _paused,
    LineKind.WAITING: _waiting,
    LineKind.ADDED: _added,
    LineKind.ROLLED: _rolled,
    LineKind.DUE: _due,
    LineKind.IF_TODAY: _if_today,
    LineKind.PROVISIONAL: _provisional,
}
