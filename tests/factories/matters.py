"""Matters and their files, by their deeds."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from directories.models import Agency, Role
from notices.matters import finish_matter, keep_meeting, sign_matter
from notices.models import Matter, MatterMeeting, MeetingSort
from notices.two_hands import write

from .directories import agency, member

_serial = count(1)


def matter_draft(*, unit: Agency | None = None, **fields: Any) -> Matter:
    """A matter that an editor wrote and nobody signed."""
    fields.setdefault("title", f"第{next(_serial)}号事项")
    fields.setdefault("person_in_charge", "项目办")
    matter = Matter(agency=unit or agency(), **fields)
    write(matter, by=member(Role.EDITOR, matter.agency))
    return matter


def signed_matter(**fields: Any) -> Matter:
    matter = matter_draft(**fields)
    sign_matter(matter, by=member(Role.APPROVER, matter.agency))
    return matter


def finished_matter(**fields: Any) -> Matter:
    fields.setdefault("result", "已按期完成。")
    matter = signed_matter(**fields)
    finish_matter(matter, by=member(Role.APPROVER, matter.agency))
    return matter


def meeting_of(matter: Matter, **fields: Any) -> MatterMeeting:
    """A meeting that an editor wrote down; public once it is signed."""
    row = MatterMeeting(
        matter=matter,
        **{
            "sort": MeetingSort.HEARING,
            "held_on": date(2026, 3, 2),
            "present": 34,
            "decision": "一致同意。",
            **fields,
        },
    )
    keep_meeting(row, by=member(Role.EDITOR, matter.agency))
    return row
