"""The rows of what files hold: asked for with a deed, filled by a job."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q

from .. import clock
from ..models import ExtractedPart, Extraction, ExtractionStatus
from .results import Failure
from .running import Outcome, can_be_shown, extract

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
# Who opens a file has ended by then, or was ended.
LONGEST = timedelta(minutes=10)
# A job that has not come up by then is taken for lost.
LOST = timedelta(hours=1)
BATCH = 200


def ask_for(digest: str, media_type: str) -> Extraction | None:
    """The row of a file that somebody has just taken in, if nobody has asked for it
    before; the caller enqueues the job for it in the same transaction."""
    if not can_be_shown(media_type):
        return None
    row, is_new = Extraction.objects.get_or_create(
        digest=digest, media_type=media_type, defaults={"asked_at": clock.now()}
    )
    return row if is_new else None


def fill(pk: int) -> Extraction | None:
    """Open the file of a waiting row and keep what it holds; None where another has
    done so, or does. No transaction is open while the file is read."""
    row = Extraction.objects.waiting().filter(pk=pk).first()
    if row is None or not _taken(row):
        return None
    if row.attempts >= MAX_ATTEMPTS:
        return _ended(row, failure=Failure.TOO_SLOW.value)
    try:
        outcome = extract(row.digest, row.media_type)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        logger.warning("Extraction %s failed", pk, exc_info=error)
        return _ended(row, failure=Failure.DAMAGED.value)
    return _keep(row, outcome)


def ask_again(failed: models.QuerySet[Extraction]) -> None:
    failed.update(
        status=ExtractionStatus.WAITING,
        attempts=0,
        asked_at=clock.now(),
        tried_at=None,
    )


def take_overdue() -> list[int]:
    """Rows whose job was lost with its worker; the caller enqueues new ones. A job
    that only waits its turn gets a second one an hour, which then finds its work
    done."""
    now = clock.now()
    lost = Extraction.objects.waiting().filter(_is_free(now), asked_at__lt=now - LOST)
    keys = list(lost.order_by("asked_at").values_list("pk", flat=True)[:BATCH])
    Extraction.objects.filter(pk__in=keys).update(asked_at=now)
    return keys


def _taken(row: Extraction) -> bool:
    """Of two workers only one opens a file, as long as it may take."""
    now = clock.now()
    mine = Extraction.objects.filter(_is_free(now), pk=row.pk, attempts=row.attempts)
    return bool(mine.update(attempts=F("attempts") + 1, tried_at=now))


def _is_free(now: datetime) -> Q:
    return Q(tried_at__isnull=True) | Q(tried_at__lt=now - LONGEST)


@transaction.atomic
def _keep(row: Extraction, outcome: Outcome) -> Extraction:
    row.parts.all().delete()
    ExtractedPart.objects.bulk_create(
        [
            ExtractedPart(
                extraction=row,
                number=number,
                leaf=part.leaf,
                title=part.title,
                content_digest=digest,
                width=part.width,
                height=part.height,
                text=part.text,
            )
            for number, (part, digest) in enumerate(outcome.parts, start=1)
        ],
        batch_size=100,
    )
    return _ended(
        row,
        failure=outcome.failure.value if outcome.failure else "",
        shape=outcome.shape.value,
        total=outcome.summary.total,
        is_whole=outcome.summary.is_whole,
        has_text=outcome.has_text,
        omitted=outcome.summary.omitted,
    )


def _ended(row: Extraction, *, failure: str, **columns: object) -> Extraction:
    status = ExtractionStatus.FAILED if failure else ExtractionStatus.DONE
    changes = {
        **columns,
        "failure": failure,
        "status": status,
        "finished_at": clock.now(),
    }
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    return row
