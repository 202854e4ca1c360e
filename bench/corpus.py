"""Notices to read, published the way the portal publishes."""

from __future__ import annotations

from directories.models import Role
from notices.drafting import save_draft
from notices.models import Notice
from notices.publication import sign
from notices.review import submit
from tests.factories import agency, board, member

BODY = "<p>" + "为进一步规范政务公开工作，现将有关事项通知如下。" * 30 + "</p>"


def build(size: int) -> None:
    """Publish `size` notices of one unit on one board; bodies of 720 characters."""
    unit, column = agency("清源县财政局"), board("通知公告")
    editor, approver = member(Role.EDITOR, unit), member(Role.APPROVER, unit)
    for number in range(1, size + 1):
        title = f"关于做好第{number}批专项资金使用管理工作的通知"
        draft = Notice(agency=unit, board=column, title=title, body=BODY)
        notice = save_draft(draft, by=editor)
        submit(notice, by=editor)
        sign(notice, by=approver)
