"""Does the log of publications hold, and does what is stored fit it?

Lines hang together, heads are signed, revisions are those that the lines name; on
request also rows (row_checking.py) and files. Every fault is named with its line.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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

from .models import GONE, Notice, NoticeStatus, Revision
from .receipting import NOTICE, OF_REVISIONS, note_digest, salted
from .row_checking import content_faults, faults_of, record_in

# What a revision says beside its content, in the order of note_digest().
NOTED = ("change_note", "reason", "override_by", "override_reason")
# Lines that are read at once: memory stays flat however long the log is.
CHUNK = 2_000
# Notices without a line that are named one by one.
NAMED = 20
LOGGED = (NoticeStatus.PUBLISHED, *GONE)

COLUMNS = (
    "seq",
    "previous",
    "kind",
    "subject_type",
    "subject_id",
    "revision",
    "agency_code",
    "content_digest",
    "file_digests",
    "line_set_digests",
    "facts",
    "at",
    "is_later",
    "form",
    "algorithms",
    "digest",
    "hidden_id",
    "salt",
)

Progress = Callable[[int], Any]


class Finding(NamedTuple):
    """One fault: the line of the log that it concerns, if any, and plain words."""

    seq: int | None
    words: str

    def __str__(self) -> str:
        if self.seq is None:
            return self.words
        return _("Line %(seq)s: %(words)s") % {"seq": self.seq, "words": self.words}


class _Row(NamedTuple):
    """A line as the database gives it, in the order of COLUMNS."""

    seq: int
    previous: str
    kind: str
    subject: str
    id: int | None
    revision: int | None
    agency: str
    content: str
    files: list[str]
    line_sets: list[str]
    facts: Any
    at: Any
    later: bool
    form: int
    algorithms: str
    digest: str
    hidden_id: int | None
    salt: str

    def record(self) -> dict[str, Any]:
        return {**self._asdict(), "at": moment_text(self.at)}

    @property
    def notice(self) -> int | None:
        return self.id if self.subject == NOTICE else self.hidden_id


@dataclass
class LogCheck:
    """One walk along the log; `outside` is a head that a witness kept."""

    outside: Head | None = None
    progress: Progress = lambda _lines: None

    def findings(self) -> Iterator[Finding]:
        """Everything that does not fit, in the order of the lines."""
        chain, heads = Chain(), self._heads()
        destroyed = _destroyed()
        for rows in _chunks():
            contents = _contents(rows)
            for row in rows:
                wrong = chain.follow(row.record(), row.digest)
                if wrong or row.form != CANONICAL_VERSION:
                    yield Finding(row.seq, _link_words(wrong or "changed"))
                for name, digest in heads.pop(row.seq, ()):
                    if digest != row.digest:
                        yield Finding(row.seq, _not_of_head(name))
                if row.kind in OF_REVISIONS and row.notice not in destroyed:
                    yield from _content_findings(row, contents)
            self.progress(len(rows))
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
                (_("the head signed at %s") % moment_text(signed.at), signed.digest)
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
    for notice in _logged_notices().iterator(chunk_size=CHUNK):
        progress(1)
        yield from findings_of(notice)


def findings_of(notice: Notice) -> Iterator[Finding]:
    """What does not fit in the rows of one notice."""
    lines = list(lines_of(notice))
    if not lines:
        return
    newest = Revision.objects.filter(notice=notice).order_by("-number").first()
    for words in faults_of(notice, lines, newest.content if newest else ""):
        told = _("notice %(pk)s, %(words)s") % {"pk": notice.pk, "words": words}
        yield Finding(lines[-1].seq, told)


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


def _chunks() -> Iterator[list[_Row]]:
    last = -(2**63)
    while True:
        found = Receipt.objects.filter(seq__gt=last).order_by("seq")
        rows = [_Row(*row) for row in found.values_list(*COLUMNS)[:CHUNK]]
        if not rows:
            return
        yield rows
        last = rows[-1].seq


Contents = dict[tuple[int, int], tuple[Any, ...]]


def _contents(rows: Sequence[_Row]) -> Contents:
    """The revisions that the lines name."""
    notices = {row.notice for row in rows if row.kind in OF_REVISIONS}
    found = Revision.objects.filter(notice__in=notices - {None})
    columns = ("notice", "number", "content", "digest", "published_at")
    return {(row[0], row[1]): row for row in found.values_list(*columns, *NOTED)}


def _content_findings(row: _Row, contents: Contents) -> Iterator[Finding]:
    if row.notice is None or row.revision is None:
        return  # the line was changed, and that is said already
    stored = contents.get((row.notice, row.revision))
    name = {"pk": row.notice, "number": row.revision}
    if stored is None:
        words = _("revision %(number)s of notice %(pk)s is missing") % name
        yield Finding(row.seq, words)
        return
    _notice, _number, content, digest, *note = stored
    found = hashlib.sha256(content.encode()).hexdigest()
    if row.content != (salted(row.salt, row.notice, found) if row.hidden_id else found):
        words = _("revision %(number)s of notice %(pk)s was changed") % name
        yield Finding(row.seq, "；".join([words, *_changed(row.notice, content)]))
    elif digest != found:
        words = _("the digest of revision %(number)s of notice %(pk)s was changed")
        yield Finding(row.seq, words % name)
    noted = row.facts.get("note") if isinstance(row.facts, dict) else None
    if not row.hidden_id and noted != note_digest(*note):
        words = _("the time or the note of revision %(number)s of notice %(pk)s")
        yield Finding(row.seq, _("%s was changed") % (words % name))


def _changed(pk: int, content: str) -> Iterator[str]:
    """What the stored content says otherwise than the notice's own rows."""
    notice = Notice.objects.select_related("agency", "board").filter(pk=pk).first()
    signed = record_in(content)
    if notice is not None and signed is not None:
        yield from content_faults(notice, signed)


def _destroyed() -> set[int]:
    """Notices whose content was destroyed by order: their digests alone are left."""
    lines = Receipt.objects.filter(kind=ReceiptKind.DESTROYED)
    found = lines.values_list("subject_id", "hidden_id")
    return {pk for pair in found for pk in pair if pk is not None}


def _is_whole(signed: SignedHead) -> bool:
    try:
        head = Head.parse(signed.text)
    except BadHead:
        return False
    columns = (signed.seq, signed.digest, moment_text(signed.at), signed.key)
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
