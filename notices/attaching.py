"""Files on a draft: judged by their content, stored once under their digest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock, lazy, store
from disclosure_portal.foundation.file_types import clean_file_name, judge
from disclosure_portal.foundation.models import User

from .drafting import require_draft
from .extracting import open_later
from .models import Notice, NoticeAttachment
from .recipient_submission import refuse_workbook

if TYPE_CHECKING:
    from disclosure_portal.foundation import pictures
else:
    pictures = lazy.Module("disclosure_portal.foundation.pictures")


def attach(
    notice: Notice,
    *,
    file_name: str,
    chunks: Iterable[bytes],
    by: User,
    title: str = "",
) -> NoticeAttachment:
    """Put a file on a draft.

    Raises RefusedFile for a file that is not what its name says, or not of the
    allowed kinds, or too large; NotAllowed and TransitionError as for any edit.
    File work is done before the transaction: a crash leaves at most an unnamed file.
    """
    require_role(by, notice.agency, Role.EDITOR)
    require_draft(notice)
    name = clean_file_name(file_name)
    refuse_workbook(notice, name)
    original = store.put(chunks, max_bytes=settings.UPLOAD_MAX_BYTES)
    judged = judge(store.path_of(original.digest), file_name=name)
    public = original
    if judged.is_image:
        drawn = pictures.redraw(store.path_of(original.digest))
        public = store.put([drawn], max_bytes=settings.UPLOAD_MAX_BYTES)
    with transaction.atomic():
        notice.lock_content(by=by)
        file = NoticeAttachment.objects.create(
            notice=notice,
            title=title or name.rpartition(".")[0],
            file_name=name,
            media_type=judged.media_type,
            size=public.size,
            original_digest=original.digest,
            public_digest=public.digest,
            position=_next_position(notice),
            uploaded_by=by,
            uploaded_at=clock.now(),
        )
        open_later(file)
        return file


def _next_position(notice: Notice) -> int:
    last = notice.attachments.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def detach(attachment: NoticeAttachment, *, by: User) -> None:
    """Take a file off a draft; what was public is never removed this way."""
    notice = attachment.notice
    require_role(by, notice.agency, Role.EDITOR)
    require_draft(notice)
    notice.lock_content(by=by)
    attachment.delete()
