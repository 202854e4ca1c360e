"""Does the log of publications hold, and does what is stored fit it?

Lines hang together, heads are signed, revisions are those that the lines name; on
request also rows (row_checking.py) and files. Every fault is named with its line.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from disclosure_portal.foundation.canonical import CANONICAL_VERSION
from disclosure_portal.foundation.models import (
    Receipt,
    ReceiptHead,
    ReceiptKey,
    ReceiptKind,
    SignedHead,
)
from disclosure_portal.foundation.receipts import (
    BadHead,
    Chain,
    Head,
    moment_text,
)

from .erased_checking import erased_faults
from .garbled import GARBLED, cannot_be_read, said_of, stored
from .log_rows import CHUNK, Line, Stored, chunks, moment_in, revisions_of
from .models import GONE, Notice, NoticeStatus, Revision
from .receipting import NOTICE, OF_REVISIONS, note_digest, salted
from .row_checking import content_faults, faults_of, record_in

# Notices without a line that are named one by one.
NAMED = 20
LOGGED = (NoticeStatus.PUBLISHED, *GONE)

Progress = Callable[[int], Any]


class Finding(NamedTuple):
    """One fault: the line of the log that it concerns, if any, and plain words."""

    seq: int | None
    words: str

    def __str__(self) -> str:
        if self.seq is None:
            return self.words
        return _("Line %(seq)s: %(words)s") % {"seq": self.seq, "words": self.words}


@dataclass
class LogCheck:
    """One walk along the log; `outside` is a head that a witness kept."""

    outside: Head | None = None
    progress: Progress = lambda _lines: None

    def findings(self) -> Iterator[Finding]:
        """Everything that does not fit, in the order of the lines."""
        chain, heads = Chain(), self._heads()
        destroyed = _destroyed()
        for lines in chunks():
            revisions = revisions_of(lines)
            for line in lines:
                record = line.record()
                wrong = chain.follow(record, line.digest)
                if wrong or line.form != CANONICAL_VERSION:
                    yield Finding(line.seq, _link_words(wrong or "changed"))
                for name, digest in heads.pop(line.seq, ()):
                    if digest != line.digest:
                        yield Finding(line.seq, _not_of_head(name))
                if line.kind in OF_REVISIONS and line.notice not in destroyed:
                    yield from _content_findings(line, record["facts"], revisions)
            self.progress(len(lines))
        for seq in sorted(heads):
            for name, _digest in heads[seq]:
                yield Finding(seq, _("it is missing, though %s knows it") % name)
        yield from self._signatures()
        yield from _unlogged()

    def _heads(self) -> dict[int, list[tuple[str, str]]]:
        """The number of a line → what must be its digest, and who says so."""
        heads = defaultdict(list)
        for last in ReceiptHead.objects.exclude(seq=0):
            heads[last.seq].append((_("the head of the log"), last.digest))
        for signed in SignedHead.objects.order_by("pk").iterator():
            heads[signed.seq].append(
                (_("the head signed at %s") % _moment(signed.at), signed.digest)
            )
        if self.outside:
            kept = (_("the head that was kept outside"), self.outside.digest)
            heads[self.outside.seq].append(kept)
        return heads

    def _signatures(self) -> Iterator[Finding]:
        known = set(ReceiptKey.objects.values_list("public", flat=True))
        for signed in SignedHead.objects.order_by("pk").iterator():
            if not (_is_whole(signed) and signed.key in known):
                yield Finding(signed.seq, _("the head signed for it was changed"))
        if self.outside is None:
            return
        if not self.outside.is_signed:
            words = _("the signature kept outside is not valid")
            yield Finding(self.outside.seq, words)
        elif self.outside.key not in known:
            words = _("the head kept outside bears a key that is not published here")
            yield Finding(self.outside.seq, words)


def row_findings(progress: Progress) -> Iterator[Finding]:
    """Public rows that are not what was signed; a few queries for each notice."""
    keys = list(_logged_notices().values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        rows, garbled = stored(_logged_notices(), chunk)
        for pk in chunk:
            progress(1)
            if pk in garbled:
                yield Finding(None, _of_notice(pk, cannot_be_read()))
            elif pk in rows:
                yield from findings_of(rows[pk])


def findings_of(notice: Notice) -> Iterator[Finding]:
    """What does not fit in the rows of one notice."""
    try:
        lines = list(lines_of(notice))
    except GARBLED:
        return  # the walk along the log names its line
    if not lines:
        return
    newest = Revision.objects.filter(notice=notice).order_by("-number").first()
    if any(line.kind == ReceiptKind.DESTROYED for line in lines):
        faults = erased_faults(notice, lines)
    else:
        faults = faults_of(notice, lines, newest.content if newest else "")
    for words in said_of(faults):
        yield Finding(lines[-1].seq, _of_notice(notice.pk, words))


def _of_notice(pk: int, words: str) -> str:
    return _("notice %(pk)s, %(words)s") % {"pk": pk, "words": words}


def count_of_notices() -> int:
    return _logged_notices().count()


def lines_of(notice: Notice) -> QuerySet[Receipt]:
    """All lines about a notice, internal ones included, oldest first."""
    about = Q(subject_type=NOTICE, subject_id=notice.pk) | Q(hidden_id=notice.pk)
    return Receipt.objects.filter(about).order_by("seq")


def _logged_notices() -> QuerySet[Notice]:
    notices = Notice.objects.filter(status__in=LOGGED)
    missing = Receipt.objects.filter(
        Q(subject_type=NOTICE, subject_id=OuterRef("pk")) | Q(hidden_id=OuterRef("pk"))
    )
    # A status that was typed back to draft hides nothing.
    return (
        (notices | Notice.objects.filter(Exists(missing)))
        .select_related("agency", "board", "withdrawn_by")
        .order_by("pk")
    )


def _content_findings(
    line: Line, facts: Any, revisions: Mapping[tuple[int, int], Stored]
) -> Iterator[Finding]:
    if line.notice is None or line.revision is None:
        return  # the line was changed, and that is said already
    revision = revisions.get((line.notice, line.revision))
    name = {"pk": line.notice, "number": line.revision}
    if revision is None:
        words = _("revision %(number)s of notice %(pk)s is missing") % name
        yield Finding(line.seq, words)
        return
    found = hashlib.sha256(revision.content.encode()).hexdigest()
    said = salted(line.salt, line.notice, found) if line.hidden_id else found
    if line.content != said:
        words = _("revision %(number)s of notice %(pk)s was changed") % name
        told = [words, *_changed(line.notice, revision.content)]
        yield Finding(line.seq, "；".join(told))
    elif revision.digest != found:
        words = _("the digest of revision %(number)s of notice %(pk)s was changed")
        yield Finding(line.seq, words % name)
    if not line.hidden_id and _note_in(facts) != _note_of(revision):
        words = _("the time or the note of revision %(number)s of notice %(pk)s")
        yield Finding(line.seq, _("%s was changed") % (words % name))


def _note_in(facts: Any) -> Any:
    return facts.get("note") if isinstance(facts, dict) else None


def _note_of(revision: Stored) -> str:
    at = moment_in(revision.published_at)
    said = (revision.change_note, revision.reason)
    override = (revision.override_by, revision.override_reason)
    return note_digest(at, *said, *override)


def _changed(pk: int, content: str) -> Iterator[str]:
    """What the stored content says otherwise than the notice's own rows."""
    notice = Notice.objects.select_related("agency", "board").filter(pk=pk).first()
    signed = record_in(content)
    if notice is not None and signed is not None:
        yield from said_of(content_faults(notice, signed))


def _destroyed() -> set[int]:
    """Notices whose content was destroyed by order: their digests alone are left."""
    lines = Receipt.objects.filter(kind=ReceiptKind.DESTROYED)
    found = lines.values_list("subject_id", "hidden_id")
    return {pk for pair in found for pk in pair if pk is not None}


def _moment(at: datetime | None) -> str:
    """Of a text that is no moment the database gives none."""
    return moment_text(at) if at else "?"


def _is_whole(signed: SignedHead) -> bool:
    try:
        head = Head.parse(signed.text)
    except BadHead:
        return False
    columns = (signed.seq, signed.digest, _moment(signed.at), signed.key)
    return (
        head.text() == signed.text
        and (head.seq, head.digest, head.at, head.key) == columns
        and head.signature == signed.signature
        and head.is_signed
    )


def _link_words(wrong: str) -> str:
    return {
        "gap": _("the lines before it are missing"),
        "previous": _("it does not follow on the line before it"),
        "changed": _("the line itself was changed"),
    }[wrong]


def _not_of_head(name: str) -> str:
    return _("it is not the line that %s knows") % name


def _unlogged() -> Iterator[Finding]:
    """What is public and stands in no line."""
    in_log = Receipt.objects.filter(subject_type=NOTICE, subject_id=OuterRef("pk"))
    hidden = Receipt.objects.filter(hidden_id=OuterRef("pk"))
    notices = Notice.objects.filter(
        ~Exists(in_log), ~Exists(hidden), status__in=LOGGED
    ).order_by("pk")
    if count := notices.count():
        named = "、".join(map(str, notices.values_list("pk", flat=True)[:NAMED]))
        words = _(
            "%(count)s public notices stand in no line (%(named)s). Those published"
            " before there was a log get theirs from record_receipts."
        )
        yield Finding(None, words % {"count": count, "named": named})
    own = {"revision": OuterRef("number"), "kind__in": OF_REVISIONS}
    in_log = Receipt.objects.filter(
        subject_type=NOTICE, subject_id=OuterRef("notice"), **own
    )
    hidden = Receipt.objects.filter(hidden_id=OuterRef("notice"), **own)
    logged = Receipt.objects.filter(
        Q(subject_type=NOTICE, subject_id=OuterRef("notice"))
        | Q(hidden_id=OuterRef("notice"))
    )
    revisions = Revision.objects.filter(
        ~Exists(in_log), ~Exists(hidden), Exists(logged)
    ).order_by("pk")
    for revision in revisions[:NAMED]:
        words = _("revision %(number)s of notice %(pk)s stands in no line")
        name = {"pk": revision.notice_id, "number": revision.number}
        yield Finding(None, words % name)
