"""The trail, anchored in the log of publications: once a day the digest of what was
added to it. A signed head then fixes both: who alters an entry, takes one out or puts
one in would have to alter a line that witnesses outside hold the digest of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import orjson
from django.db import OperationalError, connection, transaction
from django.db.models import Max, Min

from . import clock
from .canonical import ListDigest
from .models import AuditEntry, Entry, Receipt, ReceiptKind, SiteState
from .receipts import moment_text

TRAIL = "trail"
# A deed of this length may still add an entry before those of shorter ones.
SETTLED = timedelta(hours=6)
CHUNK = 2_000
# Milliseconds for which writers of the trail may be waited for.
PATIENCE = 3_000
COLUMNS = (
    "pk",
    "at",
    "action",
    "actor",
    "actor_name",
    "target_type",
    "target_id",
    "target_name",
    "before",
    "after",
    "note",
    "facts",
)


class Stretch(NamedTuple):
    """The entries of the trail behind one number, up to and with another."""

    after: int
    up_to: int


class Loose(NamedTuple):
    """What no anchor fixes yet: how many entries, and since when."""

    entries: int
    since: datetime


def anchor_trail(*, whole: bool = False) -> str:
    """For tick, in a few words. Nothing new: no line. `whole` takes in what was written
    a moment ago, too, and lets writers wait for as long as it takes to look."""
    after = _last_anchored()
    up_to = (_last_written() if whole else None) or _last_settled(after)
    new = Stretch(after, up_to) if up_to and up_to > after else None
    if new is None:
        return "nothing to anchor"
    # Settled entries stay as they are: nobody has to wait while they are read.
    digest, count = digest_of_entries(new)
    facts = {"after": new.after, "up_to": new.up_to, "entries": count}
    entry = Entry(
        kind=ReceiptKind.AUDIT_ANCHOR,
        subject=TRAIL,
        content=digest,
        facts={key: str(value) for key, value in facts.items()},
    )
    with transaction.atomic():
        SiteState.objects.hold()
        if _last_anchored() != new.after:
            return "anchored by another meanwhile"
        Receipt.objects.append(entry)
        SiteState.objects.bump()
    return f"{count} entries anchored"


def stretch_of(facts: object) -> Stretch:
    """The entries that an anchor is about. Raises ValueError if it does not say."""
    if not isinstance(facts, dict):
        raise ValueError(facts)
    try:
        return Stretch(int(facts["after"]), int(facts["up_to"]))
    except (KeyError, TypeError) as error:
        raise ValueError(facts) from error


def digest_of_entries(stretch: Stretch) -> tuple[str, int]:
    """SHA-256 of the entries as they stand, and how many there are."""
    found, count = ListDigest("entries"), 0
    for record in _records(stretch):
        found.add(record)
        count += 1
    return found.hexdigest(), count


def _records(stretch: Stretch) -> Iterator[dict[str, str | None]]:
    entries = AuditEntry.objects.filter(pk__gt=stretch.after, pk__lte=stretch.up_to)
    rows = entries.order_by("pk").values(*COLUMNS)
    for row in rows.iterator(chunk_size=CHUNK):
        facts = orjson.dumps(row.pop("facts"), option=orjson.OPT_SORT_KEYS).decode()
        yield {
            **{
                name: None if value is None else str(value)
                for name, value in row.items()
            },
            "at": moment_text(row["at"]),
            "facts": facts,
        }


def _last_anchored() -> int:
    anchors = Receipt.objects.filter(kind=ReceiptKind.AUDIT_ANCHOR).order_by("-seq")
    last = anchors.values_list("facts", flat=True).first()
    return stretch_of(last).up_to if last else 0


def loose_entries() -> Loose | None:
    """None where all of the trail is anchored."""
    new = AuditEntry.objects.filter(pk__gt=_last_anchored())
    count, since = new.count(), new.aggregate(first=Min("at"))["first"]
    return Loose(count, since) if since else None


def _last_settled(after: int) -> int | None:
    settled = AuditEntry.objects.filter(pk__gt=after, at__lt=clock.now() - SETTLED)
    return settled.order_by("-pk").values_list("pk", flat=True).first()


def _last_written() -> int | None:
    """The newest entry, with nobody left who could still put one before it; None where
    somebody is at it for longer than anybody should wait."""
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _wait_for_writers()
            last: int | None = AuditEntry.objects.aggregate(last=Max("pk"))["last"]
    except OperationalError:
        return None
    return last


def _wait_for_writers() -> None:
    table = connection.ops.quote_name(AuditEntry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
