"""What the desk tells of corrections: on the page of one, and of what it corrects."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from .correcting import open_correction_of
from .models import OPEN, Notice, NoticeStatus
from .revision_pages import draft_changes


def correction_panel(notice: Notice) -> dict[str, Any] | None:
    """What is decided on: which notice it corrects, what it says of itself, and the
    changes, for whoever signs. None for any other notice."""
    if notice.corrects is None:
        return None
    said = notice.correction
    return {
        "title": notice.corrects.title,
        "url": reverse("desk-notice", args=[notice.corrects_id]),
        "change_note": said.change_note,
        "reason": said.reason,
        "withholds_earlier": said.withholds_earlier,
        # What was taken in says nothing of its own any more.
        "changes": draft_changes(notice) if notice.status in OPEN else None,
    }


def correction_beside(notice: Notice) -> dict[str, Any] | None:
    """The correction of a public notice that is being written or reviewed; one
    query."""
    if notice.status != NoticeStatus.PUBLISHED:
        return None
    found = open_correction_of(notice)
    if found is None:
        return None
    return {
        "url": reverse("desk-notice", args=[found.pk]),
        "who": str(found.correction.opened_by),
        "since": found.correction.opened_at,
        "status": found.get_status_display(),
    }
