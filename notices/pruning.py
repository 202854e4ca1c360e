"""Old rows that say nothing any more."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from disclosure_portal.foundation import clock, unneeded
from disclosure_portal.foundation.models import ExtractedPart, Extraction

from .models import EditingPresence, NoticeAttachment

KEPT = timedelta(days=1)
# Files forgotten in one night.
BATCH = 500


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
    with transaction.atomic():
        keys = list(old.values_list("pk", flat=True)[:BATCH])
        made = ~Q(content_digest=F("extraction__digest"))
        parts = ExtractedPart.objects.filter(made, extraction__in=keys)
        unneeded.give_up(parts.values_list("content_digest", flat=True))
        gone = Extraction.objects.filter(pk__in=keys).delete()[0]
    return f"{gone} rows of opened files removed"
