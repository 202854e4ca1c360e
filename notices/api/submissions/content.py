"""What a system is told of its own notices: where each stands, and why."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from disclosure_portal.foundation.models import User

from ...chains import round_steps
from ...correcting import open_correction_of
from ...models import (
    Decision,
    LineSet,
    Notice,
    NoticeAttachment,
    NoticeStatus,
    ReviewDecision,
    WithdrawalRequest,
)
from ...review import lacks_of, refusal_of
from ..content import page_address

# Field → column, of a row of the list.
ROW_COLUMNS = {
    "id": "id",
    "source_id": "origin__source_id",
    "title": "title",
    "agency_code": "agency__code",
    "board_slug": "board__slug",
    "kind": "kind",
    "status": "status",
    "step": "step",
    "reviewer": "origin__reviewer",
    "reviewed_at": "origin__reviewed_at",
    "received_at": "origin__received_at",
    "submitted_at": "submitted_at",
    "release_at": "release_at",
    "published_at": "published_at",
    "index_number": "index_number",
}


def rows_of(notices: QuerySet[Notice]) -> QuerySet[Notice, dict[str, Any]]:
    return notices.values(*ROW_COLUMNS.values())


def told(row: dict[str, Any]) -> dict[str, Any]:
    """A row under the names of the API."""
    return {name: row[column] for name, column in ROW_COLUMNS.items()}


def state_of(notice: Notice, *, by: User) -> dict[str, Any]:
    """A notice whole; of a draft also what keeps it from being submitted."""
    row = told(rows_of(Notice.objects.filter(pk=notice.pk)).get())
    return {
        **row,
        "url": page_address("notice-detail", notice.pk) if notice.is_released else None,
        **_progress(notice, by=by),
        "withdrawal_request": _request(notice),
        "withdrawal": _withdrawal(notice),
        "revision": notice.revisions.count(),
        "correction": _correction(notice, by=by),
    }


def _correction(notice: Notice, *, by: User) -> dict[str, Any] | None:
    """The open one, whoever began it."""
    opened = open_correction_of(notice)
    if opened is None:
        return None
    said = opened.correction
    return {
        "status": opened.status,
        "title": opened.title,
        "change_note": said.change_note,
        "reason": said.reason,
        "opened_at": said.opened_at,
        "opened_here": said.opened_by_id == by.pk,
        "submitted_at": opened.submitted_at,
        **_progress(opened, by=by),
    }


def _progress(notice: Notice, *, by: User) -> dict[str, Any]:
    """What keeps a draft from being submitted, and what hangs on it."""
    is_draft = notice.status == NoticeStatus.DRAFT
    refusal = refusal_of(notice, by=by) if is_draft else None
    return {
        "missing": lacks_of(notice) if is_draft else [],
        "refusals": [{"code": refusal.code, "detail": str(refusal)}] if refusal else [],
        "steps": _steps(notice),
        "returns": _returns(notice),
        "attachments": attachments_of(notice),
        "recipients": _recipients(notice),
    }


def attachments_of(notice: Notice) -> list[dict[str, Any]]:
    files = NoticeAttachment.objects.filter(notice=notice).order_by("position", "pk")
    return [attachment_row(file) for file in files]


def attachment_row(file: NoticeAttachment) -> dict[str, Any]:
    """`sha256` is of the file as it was sent."""
    return {
        "id": file.pk,
        "title": file.title,
        "file_name": file.file_name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.original_digest,
    }


def _steps(notice: Notice) -> list[dict[str, Any]]:
    """Of the newest round, in their order."""
    if not notice.round:
        return []
    decided = ReviewDecision.objects.filter(notice=notice, round=notice.round)
    rows = {row.step: row for row in decided.select_related("by")}
    return [
        {
            "code": step.code,
            "name": step.name,
            "role": step.role,
            "decision": rows[step.code].decision if step.code in rows else None,
            "at": rows[step.code].at if step.code in rows else None,
            "is_override": step.code in rows and rows[step.code].is_override,
        }
        for step in round_steps(notice)
    ]


def _returns(notice: Notice) -> list[dict[str, Any]]:
    returned = ReviewDecision.objects.filter(notice=notice, decision=Decision.RETURNED)
    rows = returned.order_by("at", "pk").values("round", "at", "opinion", "by__name")
    return [
        {
            "round": row["round"],
            "at": row["at"],
            "by": row["by__name"],
            "reason": row["opinion"],
        }
        for row in rows
    ]


def _recipients(notice: Notice) -> dict[str, Any] | None:
    """The list that was taken in, in figures; its lines come out nowhere."""
    lists = LineSet.objects.filter(facts__notice=notice)
    figures: Any = lists.values("count", "amount").first()
    return figures


def _request(notice: Notice) -> dict[str, Any] | None:
    columns = ("ground", "reason", "at", "declined_at", "decline_reason")
    asked = WithdrawalRequest.objects.filter(notice=notice)
    return asked.order_by("-pk").values(*columns).first()


def _withdrawal(notice: Notice) -> dict[str, Any] | None:
    if notice.withdrawn_at is None:
        return None
    return {
        "at": notice.withdrawn_at,
        "ground": notice.withdrawal_ground,
        "reason": notice.withdrawal_reason,
    }
