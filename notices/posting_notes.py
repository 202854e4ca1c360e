"""The posting period (公示期) of a notice as its page explains it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation.days import official_date

from .models import Notice, PostingPeriod, PostingUnit
from .posting_periods import days_left


def posting_box(
    notice: Notice, today: date, confirmed_year: int
) -> dict[str, Any] | None:
    """What the box says on this day; the last day is provisional where it was
    counted in working days of a year whose days off are not announced."""
    period: PostingPeriod | None = getattr(notice, "posting_period", None)
    if period is None:
        return None
    in_working_days = period.unit == PostingUnit.WORKING
    state, state_text = _state(period, today)
    return {
        "state": state,
        "state_text": state_text,
        "start": official_date(period.starts_on),
        "start_iso": period.starts_on.isoformat(),
        "end": official_date(period.ends_on),
        "end_iso": period.ends_on.isoformat(),
        "length": _length(period.length, in_working_days=in_working_days),
        "unit": period.objection_unit,
        "telephone": period.objection_telephone,
        "how": period.objection_form,
        "result": _result(period),
        "arithmetic": _arithmetic(period, in_working_days=in_working_days),
        "is_provisional": state != "closed" and period.ends_on.year > confirmed_year,
    }


def _state(period: PostingPeriod, today: date) -> tuple[str, str]:
    if today < period.starts_on:
        return "upcoming", _("not begun")
    left = days_left(period.ends_on, today)
    if not left:
        return "closed", _("ended")
    text = ngettext("%(left)s day left", "%(left)s days left", left)
    return "open", text % {"left": left}


def _length(length: int, *, in_working_days: bool) -> str:
    if in_working_days:
        text = ngettext("%(days)s working day", "%(days)s working days", length)
    else:
        text = ngettext("%(days)s calendar day", "%(days)s calendar days", length)
    return text % {"days": length}


def _arithmetic(period: PostingPeriod, *, in_working_days: bool) -> list[str]:
    counted = (
        _("Days off are passed over; swapped working days count.")
        if in_working_days
        else _("Every day counts; an end on a day off moves to the next working day.")
    )
    first = _("The first counted day is the day it starts on: %(day)s.")
    return [first % {"day": official_date(period.starts_on)}, counted]


def _result(period: PostingPeriod) -> str:
    if not period.result:
        return ""
    result = str(period.get_result_display())
    return f"{result}：{period.result_note}" if period.result_note else result
