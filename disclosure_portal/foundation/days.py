"""Local days of the county as half-open ranges of UTC, so that indexes serve them."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


def local_day(moment: datetime) -> date:
    """The day that a calendar on the office wall shows at `moment`."""
    return moment.astimezone(LOCAL).date()


def day_start(day: date) -> datetime:
    """Midnight at which a local day begins, in UTC."""
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The last microsecond of a local day, in UTC."""
    return day_start(day + timedelta(days=1)) - timedelta(microseconds=1)


def day_range(first: date, last: date) -> tuple[datetime, datetime]:
    """[start, end) in UTC of the local days `first` to `last`, both included."""
    return day_start(first), day_start(last + timedelta(days=1))


def year_range(year: int) -> tuple[datetime, datetime]:
    """[start, end) in UTC of a local calendar year."""
    return day_start(date(year, 1, 1)), day_start(date(year + 1, 1, 1))


def last_moment_of(year: int) -> datetime:
    """The last microsecond of a local calendar year: a range with one upper bound."""
    return day_end(date(year, 12, 31))


def day_of_month(year: int, month: int, day: int) -> date:
    """The last day of the month when it has no such day."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def months_later(day: date, months: int) -> date:
    """The day of the same number so many months on; where that month lacks it, its
    last day (民法典 art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_of_month(year, month + 1, day.day)


def official_date(day: date) -> str:
    """A day as officials write it: 2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def official_moment(moment: datetime) -> str:
    """A local moment as officials write it: 2026年11月23日8时30分."""
    local = moment.astimezone(LOCAL)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{official_date(local.date())}{local.hour}时{minutes}"
