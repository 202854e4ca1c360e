"""Are the files still what their digests say? Attachments as the log knows them, and
what was made of them or of signed text: copies, books, pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation import store
from disclosure_portal.foundation.models import ExtractedPart, Receipt, ReceiptKind

from .log_checking import Finding
from .models import ActivityFile, Handbook, Posting, RevisionCopy
from .receipting import NOTICE

BLOCK = 1 << 20


def file_findings(progress: Callable[[int], Any]) -> Iterator[Finding]:
    """Each file once, by the first line that names it."""
    seen: set[str] = set()
    for seq, digest, name in _files():
        progress(1)
        if digest not in seen:
            seen.add(digest)
            if wrong := _wrong(digest):
                yield Finding(seq, f"{name}：{wrong}")


def count_of_files() -> int:
    """About how many there are to look at."""
    lines = Receipt.objects.exclude(file_digests=[]).count()
    return lines + sum(rows.count() for rows, _column, _name in _made())


def _files() -> Iterator[tuple[int | None, str, str]]:
    destroyed = set(
        Receipt.objects.filter(kind=ReceiptKind.DESTROYED).values_list(
            "subject_id", flat=True
        )
    )
    lines = Receipt.objects.exclude(file_digests=[]).order_by("seq")
    columns = lines.values_list("seq", "subject_type", "subject_id", "file_digests")
    for seq, subject, pk, digests in columns.iterator():
        if subject == NOTICE and pk in destroyed:
            continue
        for digest in map(str, digests):
            yield seq, digest, _("file %s") % digest[:16]
    for rows, column, name in _made():
        for digest in rows.values_list(column, flat=True).iterator():
            yield None, digest, f"{name} {digest[:16]}"


def _made() -> Iterator[tuple[Any, str, str]]:
    """Files that the portal made or that stand beside notices, given out under their
    digest; the digests of the latter are compared by --rows."""
    yield RevisionCopy.objects.order_by("pk"), "digest", _("copy")
    yield Handbook.objects.exclude(digest="").order_by("pk"), "digest", _("handbook")
    pages = ExtractedPart.objects.exclude(content_digest="").order_by("pk")
    yield pages, "content_digest", _("page of an attachment")
    shown = ActivityFile.objects.filter(signed_at__isnull=False).order_by("pk")
    yield shown, "public_digest", _("file of an activity")
    proofs = Posting.objects.public().exclude(photo_digest="").order_by("pk")
    yield proofs, "photo_digest", _("photograph of a posting")


def _wrong(digest: str) -> str:
    try:
        with store.open_stored(digest) as file:
            found = hashlib.sha256()
            while block := file.read(BLOCK):
                found.update(block)
    except FileNotFoundError:
        return _("the file is missing")
    except (OSError, ValueError):
        return _("the file can't be read")
    return (
        "" if found.hexdigest() == digest else _("the content of the file was changed")
    )
