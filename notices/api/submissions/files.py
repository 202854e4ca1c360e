"""Files that a system sends: the same file twice is one file."""

from __future__ import annotations

import hashlib
from typing import Any

from disclosure_portal.foundation.file_types import clean_file_name
from disclosure_portal.foundation.models import User

from ...attaching import attach
from ...models import Notice, NoticeAttachment


def attach_once(
    notice: Notice, file: Any, title: str, *, by: User
) -> tuple[NoticeAttachment, bool]:
    """The attachment, and whether it is new. Raises what attach raises."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    known = NoticeAttachment.objects.filter(
        notice=notice,
        original_digest=digest.hexdigest(),
        file_name=clean_file_name(file.name),
    ).first()
    if known is not None:
        return known, False
    made = attach(notice, file_name=file.name, chunks=file.chunks(), by=by, title=title)
    return made, True
