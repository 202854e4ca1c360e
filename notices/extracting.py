"""Files of notices opened for readers: by a job, once for each content."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef
from django_tasks import task

from disclosure_portal.foundation.extraction import keeping
from disclosure_portal.foundation.extraction.running import ENDINGS, can_be_shown
from disclosure_portal.foundation.models import (
    Extraction,
    ExtractionStatus,
    SiteState,
)

from .models import Notice, NoticeAttachment
from .search import put_those_with_file

# Mail goes first: it takes a second, and somebody waits for a password.
PRIORITY = -10


def open_later(file: NoticeAttachment) -> None:
    """Enqueue the job with the deed that takes the file in: both or neither."""
    if row := keeping.ask_for(file.public_digest, file.media_type):
        _enqueue(row.pk)


@task()
def open_file(pk: int) -> str:
    """Open one file, unless that has been done."""
    row = keeping.fill(pk)
    if row is None:
        return "nothing to do"
    announce(row)
    return str(row.status)


def announce(*rows: Extraction) -> None:
    """Pages of public files have changed, if there are any among these."""
    public = NoticeAttachment.objects.filter(
        notice__in=Notice.objects.public(),
        public_digest__in=[row.digest for row in rows],
    )
    if public.exists():
        for row in rows:
            put_those_with_file(row.digest)
        SiteState.objects.bump()


def resume_lost() -> str:
    """Enqueue again what was lost with a worker. Wired to tick."""
    lost = keeping.take_overdue()
    for pk in lost:
        _enqueue(pk)
    return f"{len(lost)} files enqueued again"


def unopened(*, again: bool = False) -> Iterator[Extraction]:
    """Rows for the attachments that have none or wait for one; with `again` for those
    that could not be shown, too."""
    if again:
        keeping.ask_again(Extraction.objects.filter(status=ExtractionStatus.FAILED))
    ended = Extraction.objects.of(
        OuterRef("public_digest"), OuterRef("media_type")
    ).exclude(status=ExtractionStatus.WAITING)
    files = (
        NoticeAttachment.objects.filter(~Exists(ended), media_type__in=_shown_types())
        .order_by("public_digest", "media_type")
        .values_list("public_digest", "media_type")
        .distinct()
    )
    for digest, media_type in list(files):
        keeping.ask_for(digest, media_type)
        yield Extraction.objects.get(digest=digest, media_type=media_type)


def _shown_types() -> list[str]:
    return [media_type for media_type in ENDINGS if can_be_shown(media_type)]


def _enqueue(pk: int) -> None:
    job = open_file.using(priority=PRIORITY, backend=settings.FILES_BACKEND)
    job.enqueue(pk)
