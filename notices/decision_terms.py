"""By when a decision must be public (双公示: 7 working days), and by when a penalty
that was revoked must be taken back. Pure."""

from __future__ import annotations

from datetime import date

from disclosure_portal.foundation.workdays import (
    WorkCalendar,
    due_on,
    working_days_between,
)

# 国家发展改革委办公厅, 发改办财金〔2018〕424号.
WORKING_DAYS = 7
# 行政处罚法 art. 48: within three days; by its art. 85 these are working days.
DAYS_TO_TAKE_BACK = 3


def publish_by(decided_on: date, calendar: WorkCalendar) -> date:
    """The last day on which the decision is public in time."""
    return due_on(decided_on, WORKING_DAYS, calendar)


def take_back_by(revoked_on: date, calendar: WorkCalendar) -> date:
    """The last day on which taking down a penalty revoked that day is in time."""
    return due_on(revoked_on, DAYS_TO_TAKE_BACK, calendar)


def is_late(decided_on: date, published_on: date, calendar: WorkCalendar) -> bool:
    return published_on > publish_by(decided_on, calendar)


def working_days_left(decided_on: date, today: date, calendar: WorkCalendar) -> int:
    """Working days after today that remain; 0 on the last day, below it when the
    time is over."""
    due = publish_by(decided_on, calendar)
    if today <= due:
        return working_days_between(today, due, calendar)
    return -working_days_between(due, today, calendar)
