"""What the log of publications says of notices (存证): one line for each deed.

Each deed calls record_line() in its own transaction: no publication without its line,
no line without its publication. Of internal notices the log knows a salted digest
only: that there was one, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.models import (
    AuditEntry,
    Entry,
    Receipt,
    ReceiptKind,
)
from disclosure_portal.foundation.receipts import moment_text

from .models import Audience, Notice, NoticeStatus, Revision

NOTICE = "notice"
INTERNAL = "internal"
# Lines whose content is a revision; that of the others are the words of the deed.
OF_REVISIONS = (ReceiptKind.PUBLISHED, ReceiptKind.CORRECTED)


def record_line(
    notice: Notice,
    kind: str,
    *,
    revision: Revision | None = None,
    facts: dict[str, str] | None = None,
) -> Receipt:
    """Write the line of a deed on a notice, inside the deed's transaction.

    `revision` is what was published or corrected, and None for the other kinds, which
    are called once the notice's row says what happened. `facts` are texts that anybody
    may read: the number of the order that destroyed it. Three statements.
    """
    return Receipt.objects.append(
        entry_of(notice, kind, revision=revision, facts=facts)
    )


def entry_of(
    notice: Notice,
    kind: str,
    *,
    revision: Revision | None = None,
    facts: dict[str, str] | None = None,
    happened_at: datetime | None = None,
) -> Entry:
    """What the line of a deed says; with `happened_at` it is recorded later (补录)."""
    said = {**facts_of(notice, kind), **(facts or {})}
    if revision is not None:
        said["note"] = note_digest(
            revision.published_at,
            revision.change_note,
            revision.reason,
            revision.override_by,
            revision.override_reason,
        )
    if happened_at is not None:
        said["happened_at"] = moment_text(happened_at)
    content = revision.digest if revision else digest(words_of(notice, kind, said))
    number = revision.number if revision else None
    later = happened_at is not None
    if notice.audience != Audience.PUBLIC:
        return _hidden(notice, kind, content, number, later)
    signed = json.loads(revision.content)["record"] if revision else {}
    return Entry(
        kind=kind,
        subject=NOTICE,
        id=notice.pk,
        content=content,
        revision=number,
        agency=notice.agency.code,
        files=list(files_in(signed)),
        line_sets=list(line_sets_in(signed)),
        facts=said,
        is_later=later,
    )


def _hidden(
    notice: Notice, kind: str, content: str, revision: int | None, is_later: bool
) -> Entry:
    salt = secrets.token_hex(16)
    return Entry(
        kind=kind,
        subject=INTERNAL,
        content=salted(salt, notice.pk, content),
        revision=revision,
        is_later=is_later,
        hidden_id=notice.pk,
        salt=salt,
    )


def salted(salt: str, pk: int, content: str) -> str:
    """What an internal notice's line says of its content: nothing to guess from."""
    return digest({"salt": salt, "id": pk, "content": content})


def note_digest(
    published_at: datetime,
    change_note: str,
    reason: str,
    override_by: str = "",
    override_reason: str = "",
) -> str:
    """Of what a revision says beside its content; of an override only where there was
    one, so that it says nothing new of the others."""
    words = [moment_text(published_at), change_note, reason]
    if override_by or override_reason:
        words += [override_by, override_reason]
    said = "\0".join(words)
    return hashlib.sha256(said.encode()).hexdigest()


def files_in(signed: dict[str, Any]) -> Iterator[str]:
    """The digests of the files that a revision shows; public copies, then originals
    that differ from them."""
    for file in signed.get("attachments", ()):
        yield file["public_digest"]
        if file["original_digest"] != file["public_digest"]:
            yield file["original_digest"]


def line_sets_in(signed: dict[str, Any]) -> Iterator[str]:
    """The digest of the recipient list that a revision stands for, if there is one."""
    structure = signed.get("structure") or {}
    of_list = structure.get("list")
    if isinstance(of_list, dict) and of_list.get("digest"):
        yield of_list["digest"]


def facts_of(notice: Notice, kind: str) -> dict[str, str]:
    """What a line says in plain words beside digests: nothing of the text itself."""
    if kind == ReceiptKind.WITHDRAWN and notice.withdrawn_by is not None:
        return {
            "ground": notice.withdrawal_ground,
            "withdrawn_by": notice.withdrawn_by.code,
        }
    if kind in OF_REVISIONS and notice.posting_until:
        return {"posting_until": notice.posting_until.isoformat()}
    return {}


def words_of(notice: Notice, kind: str, facts: dict[str, str]) -> dict[str, Any]:
    """What the page says of a deed that is no revision, as its row stands now."""
    said: dict[str, Any] = {"kind": kind, "notice": notice.pk}
    if kind == ReceiptKind.WITHDRAWN:
        said["at"] = notice.withdrawn_at
        said["by"] = notice.withdrawn_by and notice.withdrawn_by.code
        said["ground"] = notice.withdrawal_ground
        said["reason"] = notice.withdrawal_reason
    elif kind == ReceiptKind.ARCHIVED:
        entry = archiving_of(notice)
        said["at"] = entry and entry.at
        said["reason"] = entry.note if entry else ""
    else:
        said["facts"] = facts
    return said


def archiving_of(notice: Notice) -> AuditEntry | None:
    """The entry of the trail that says when and why it was archived."""
    moves = AuditEntry.objects.filter(
        target_type=notice._meta.label_lower,
        target_id=notice.pk,
        after=NoticeStatus.ARCHIVED,
    )
    return moves.order_by("-pk").first()
