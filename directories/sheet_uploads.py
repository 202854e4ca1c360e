"""Sheets that somebody looks at before they are taken: kept for a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any, TypeVar

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.file_types import clean_file_name
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.spreadsheets import books

from .models import ServiceUpload, SheetUpload, StandardUpload

KEPT = timedelta(days=1)
MAX_BYTES = 8 << 20
Upload = TypeVar("Upload", bound=SheetUpload)


def new_upload(
    model: type[Upload],
    *,
    file_name: str,
    chunks: Iterable[bytes],
    sheet: str,
    by: User,
    **own: Any,
) -> Upload:
    """Not saved yet: it is judged first. Raises RefusedFile."""
    return model(
        token=token_urlsafe(16),
        file_name=clean_file_name(file_name),
        content=books.content_of(chunks, most=MAX_BYTES),
        sheet=sheet,
        uploaded_by=by,
        uploaded_at=clock.now(),
        **own,
    )


def forget_uploads() -> str:
    """Wired to tick: sheets that nobody took."""
    oldest = clock.now() - KEPT
    gone = 0
    for model in (StandardUpload, ServiceUpload):
        gone += model._default_manager.filter(uploaded_at__lt=oldest).delete()[0]
    return f"{gone} sheets removed"
