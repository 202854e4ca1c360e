"""Lines for what was published before there was a log (补录): once, in the order in
which it happened, marked as recorded later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from disclosure_portal.foundation.models import (
    AuditEntry,
    Entry,
    Receipt,
    ReceiptKind,
    SiteState,
)

from .models import Notice, NoticeStatus, Revision
from .receipting import NOTICE, entry_of

BATCH = 500


class Event(NamedTuple):
    """Something that the log lacks; events sort by moment."""

    at: datetime
    notice: int
    revision: int  # 0: no revision
    kind: str

    @property
    def key(self) -> tuple[int, int, str]:
        return self.notice, self.revision, self.kind


def missing_events() -> list[Event]:
    """What happened to notices and stands in no line, oldest first; four queries."""
    logged = _keys(Receipt.objects.all())
    return sorted(event for event in _events() if event.key not in logged)


def record_missing(
    events: Sequence[Event], progress: Callable[[int], Any] = lambda _count: None
) -> int:
    """Write a line for each event that still has none; how many were written.

    A run that broke off is simply started again.
    """
    written = 0
    for start in range(0, len(events), BATCH):
        batch = events[start : start + BATCH]
        written += _record(batch)
        progress(len(batch))
    return written


@transaction.atomic
def _record(events: Sequence[Event]) -> int:
    SiteState.objects.hold()
    ids = {event.notice for event in events}
    about = Q(subject_type=NOTICE, subject_id__in=ids) | Q(hidden_id__in=ids)
    logged = _keys(Receipt.objects.filter(about))
    notices = Notice.objects.select_related("agency", "withdrawn_by").in_bulk(ids)
    revisions = {
        (revision.notice_id, revision.number): revision
        for revision in Revision.objects.filter(notice__in=ids)
    }
    entries: list[Entry] = [
        entry_of(
            notices[event.notice],
            event.kind,
            revision=revisions.get((event.notice, event.revision)),
            happened_at=event.at,
        )
        for event in events
        if event.key not in logged
    ]
    Receipt.objects.append_all(entries)
    if entries:
        SiteState.objects.bump()
    return len(entries)


def _keys(lines: Any) -> set[tuple[int, int, str]]:
    columns = ("subject_type", "subject_id", "hidden_id", "revision", "kind")
    return {
        (pk if subject == NOTICE else hidden, revision or 0, kind)
        for subject, pk, hidden, revision, kind in lines.values_list(
            *columns
        ).iterator()
    }


def _events() -> Iterator[Event]:
    rows = Revision.objects.values_list("published_at", "notice", "number")
    for at, notice, number in rows.iterator():
        first = number == 1
        kind = ReceiptKind.PUBLISHED if first else ReceiptKind.CORRECTED
        yield Event(at, notice, number, kind)
    withdrawn: Any = Notice.objects.filter(status=NoticeStatus.WITHDRAWN)
    for moment, pk in withdrawn.values_list("withdrawn_at", "pk").iterator():
        yield Event(moment, pk, 0, ReceiptKind.WITHDRAWN)
    archived = Notice.objects.filter(status=NoticeStatus.ARCHIVED)
    moves: Any = AuditEntry.objects.filter(
        target_type=Notice._meta.label_lower,
        after=NoticeStatus.ARCHIVED,
        target_id__in=archived.values("pk"),
    )
    for moment, pk in moves.values_list("at", "target_id").iterator():
        yield Event(moment, pk, 0, ReceiptKind.ARCHIVED)
