from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from directories.models import Agency, Role
from disclosure_portal.foundation import clock
from notices.attaching import attach
from notices.correcting import explain_correction, open_correction
from notices.drafting import save_draft
from notices.models import (
    Board,
    ColumnType,
    Kind,
    Notice,
    NoticeAttachment,
    Tick,
    WithdrawalGround,
)
from notices.publication import archive, sign, withdraw
from notices.review import send_back, submit

from .directories import agency, member

_serial = count(1)


def board(name: str = "", **fields: Any) -> Board:
    """An open public board of all units."""
    number = next(_serial)
    return Board.objects.create(
        name=name or f"栏目{number}",
        slug=fields.pop("slug", f"board-{number}"),
        column_type=fields.pop("column_type", ColumnType.POLICY),
        **fields,
    )


def draft_notice(*, unit: Agency | None = None, **fields: Any) -> Notice:
    """A draft by an editor of its unit."""
    number = next(_serial)
    unit = unit or agency()
    is_internal = fields.get("audience") == "staff"
    notice = Notice(
        agency=unit,
        board=fields.pop("board", None) or board(is_internal=is_internal),
        title=fields.pop("title", f"关于第{number}号事项的通知"),
        body=fields.pop("body", "<p>现将有关事项通知如下。</p>"),
        kind=fields.pop("kind", Kind.GENERAL),
        **fields,
    )
    return save_draft(notice, by=member(Role.EDITOR, unit))


def submitted_notice(**fields: Any) -> Notice:
    notice = draft_notice(**fields)
    submit(notice, by=notice.author)
    return notice


def returned_notice(reason: str = "请补充依据。", **fields: Any) -> Notice:
    notice = submitted_notice(**fields)
    send_back(notice, by=member(Role.APPROVER, notice.agency), reason=reason)
    return notice


def approved_notice(**fields: Any) -> Notice:
    """Signed, with a release tomorrow unless `release_at` says otherwise."""
    fields.setdefault("release_at", clock.now() + timedelta(days=1))
    notice = submitted_notice(**fields)
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    return notice


def published_notice(**fields: Any) -> Notice:
    notice = submitted_notice(**fields)
    sign(notice, by=member(Role.APPROVER, notice.agency), ticks=Tick.values)
    return notice


def withdrawn_notice(
    ground: str = WithdrawalGround.WRONG, reason: str = "内容有误。", **fields: Any
) -> Notice:
    notice = published_notice(**fields)
    approver = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground=ground, reason=reason)
    return notice


def archived_notice(reason: str = "机构撤销。", **fields: Any) -> Notice:
    notice = published_notice(**fields)
    archive(notice, by=member(Role.APPROVER, notice.agency), reason=reason)
    return notice


def attachment(
    notice: Notice, *, name: str = "附件.txt", content: bytes = "内容".encode()
) -> NoticeAttachment:
    """A file put on a draft by its author."""
    return attach(notice, file_name=name, chunks=[content], by=notice.author)


def correction_of(
    notice: Notice,
    *,
    change_note: str = "更正文字。",
    reason: str = "",
    withholds_earlier: bool = False,
    **changes: Any,
) -> Notice:
    """An open correction of a public notice, with its change note; `changes` are
    columns that it changes."""
    editor = member(Role.EDITOR, notice.agency)
    correction = open_correction(notice, by=editor)
    for name, value in changes.items():
        setattr(correction, name, value)
    if changes:
        save_draft(correction, by=editor)
    explain_correction(
        correction,
        by=editor,
        change_note=change_note,
        reason=reason,
        withholds_earlier=withholds_earlier,
    )
    return correction


def submitted_correction(notice: Notice, **fields: Any) -> Notice:
    fields.setdefault("title", f"{notice.title}（更正）")
    correction = correction_of(notice, **fields)
    submit(correction, by=correction.author)
    return correction


def corrected_notice(notice: Notice, **fields: Any) -> Notice:
    """Correct a public notice; the correction, which was taken in."""
    fields.setdefault("title", f"{notice.title}（更正）")
    return merged(correction_of(notice, **fields))


def merged(correction: Notice) -> Notice:
    """An open correction that says what it changes, submitted and signed."""
    submit(correction, by=correction.author)
    sign(correction, by=member(Role.APPROVER, correction.agency), ticks=Tick.values)
    return correction
