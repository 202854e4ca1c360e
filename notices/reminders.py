"""What a clerk is told before submission though nothing is wrong yet."""

from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day, official_date

from .decision_terms import publish_by, working_days_left
from .models import DecisionRecord, Kind, Notice, NoticeStatus


def reminder_of(notice: Notice) -> str:
    """How many days are left for decisions that must be public in time; empty for all
    else. One query, two more for the calendar."""
    is_open = notice.status in (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW)
    if notice.kind != Kind.DECISION or not is_open:
        return ""
    rows = DecisionRecord.objects.filter(notice=notice)
    days = list(rows.order_by("decided_on").values_list("decided_on", flat=True))
    if not days:
        return ""
    today, calendar = local_day(clock.now()), work_calendar.current()
    late = sum(working_days_left(day, today, calendar) < 0 for day in days)
    if late:
        text = ngettext(
            "%(late)s decision is past its 7 working days: its line will be marked"
            " as published late.",
            "%(late)s decisions are past their 7 working days: their lines will be"
            " marked as published late.",
            late,
        )
        return text % {"late": late}
    due = official_date(publish_by(days[0], calendar))
    left = working_days_left(days[0], today, calendar)
    if not left:
        return _("The oldest of these decisions must be public today (%(due)s).") % {
            "due": due
        }
    text = ngettext(
        "The oldest of these decisions must be public by %(due)s: %(left)s working"
        " day left.",
        "The oldest of these decisions must be public by %(due)s: %(left)s working"
        " days left.",
        left,
    )
    return text % {"due": due, "left": left}
