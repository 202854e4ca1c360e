"""Old rows that say nothing any more."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import Extraction

from .models import EditingPresence, NoticeAttachment

KEPT = timedelta(days=1)


def forget_presences() -> str:
    """Remove who had an editor open and closed it long ago. Wired to tick."""
    old = EditingPresence.objects.filter(seen_at__lt=clock.now() - KEPT)
    return f"{old.delete()[0]} presences removed"


def forget_opened_files() -> str:
    """Remove what files hold that hang on no notice any more. Wired to tick."""
    attached = NoticeAttachment.objects.filter(
        public_digest=OuterRef("digest"), media_type=OuterRef("media_type")
    )
    old = Extraction.objects.filter(~Exists(attached), asked_at__lt=clock.now() - KEPT)
    return f"{old.delete()[0]} rows of opened files removed"
