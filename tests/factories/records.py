"""Reading points and activity days, by their deeds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from directories.models import Agency, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.activities import add_file, store_file
from notices.models import Activity, ActivityFile, ReadingPoint, VisitorCount
from notices.reading_points import count_visitors
from notices.two_hands import Record, sign, write

from .directories import agency, member

_serial = count(1)


def point_draft(*, unit: Agency | None = None, **fields: Any) -> ReadingPoint:
    """A reading point that an editor wrote and nobody signed."""
    words = {
        "name": f"第{next(_serial)}查阅点",
        "place": "县图书馆一楼",
        "office_hours": "周一至周五 9:00—17:00",
        "telephone": "0999-1234567",
        "holdings": "政府公报、公开目录。",
    }
    return _written(ReadingPoint(agency=unit or agency(), **{**words, **fields}))


def reading_point(**fields: Any) -> ReadingPoint:
    return signed(point_draft(**fields))


def activity_draft(*, unit: Agency | None = None, **fields: Any) -> Activity:
    """A day that is over, written down and not signed."""
    words = {
        "title": f"第{next(_serial)}次开放日",
        "held_on": local_day(clock.now()) - timedelta(days=3),
        "place": "县政务服务中心",
        "present": 42,
    }
    return _written(Activity(agency=unit or agency(), **{**words, **fields}))


def activity(**fields: Any) -> Activity:
    return signed(activity_draft(**fields))


def _written(row: Record) -> Record:
    write(row, by=member(Role.EDITOR, row.agency))
    return row


def signed(row: Record) -> Record:
    sign(row, by=member(Role.APPROVER, row.agency))
    return row


def file_of(
    activity: Activity, content: bytes, name: str, sort: str = "material"
) -> ActivityFile:
    """A file that an editor added; public once it is signed."""
    file = store_file([content], file_name=name, sort=sort)
    file.title = name.rpartition(".")[0]
    return add_file(activity, file, by=member(Role.EDITOR, activity.agency))


def visitors_of(
    point: ReadingPoint, first: date, last: date | None = None, visitors: int = 7
) -> VisitorCount:
    row = VisitorCount(
        point=point, first_day=first, last_day=last or first, visitors=visitors
    )
    return count_visitors(row, by=member(Role.EDITOR, point.agency))
