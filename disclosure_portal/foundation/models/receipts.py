from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connections, models, router, transaction
from django.utils.translation import gettext_lazy as _

from .. import clock
from ..canonical import CANONICAL_VERSION
from ..receipts import (
    ALGORITHMS,
    START,
    Head,
    line_digest,
    moment_text,
    public_key,
    sign,
)


class ReceiptKind(models.TextChoices):
    """What happened to what a line is about."""

    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ARCHIVED = "archived", _("Archived")
    DESTROYED = "destroyed", _("Destroyed")
    AUDIT_ANCHOR = "audit_anchor", _("Trail anchored")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a line will say; the log adds its number, its time and its digests.

    `subject` is the kind of record ("notice"), `content` a SHA-256. `hidden_id` and
    `salt` are kept beside the line and are in no digest of it: for what the public may
    know to exist only.
    """

    kind: str
    subject: str
    content: str
    id: int | None = None
    revision: int | None = None
    agency: str = ""
    files: Sequence[str] = ()
    line_sets: Sequence[str] = ()
    facts: dict[str, str] = field(default_factory=dict)
    is_later: bool = False
    hidden_id: int | None = None
    salt: str = ""


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def append(self, entry: Entry) -> Receipt:
        """Write one line at the end of the log, in the transaction of the deed."""
        return self.append_all([entry])[0]

    @transaction.atomic(savepoint=False)
    def append_all(self, entries: Sequence[Entry]) -> list[Receipt]:
        """Write lines at the end of the log; three statements however many.

        Nobody else writes any until the caller's transaction ends: its head is one
        row, held by its update.
        """
        if not entries:
            return []
        first, digest = _take(len(entries))
        lines: list[Any] = []
        for seq, entry in enumerate(entries, start=first):
            line = _line_of(entry, seq, digest)
            digest = line.digest
            lines.append(line)
        self.bulk_create(lines)
        ReceiptHead.objects.filter(pk=ReceiptHead.ONLY).update(digest=digest)
        return lines

    def about(self, subject: str, pk: int) -> models.QuerySet[Receipt]:
        return self.filter(subject_type=subject, subject_id=pk).order_by("seq")


def _take(count: int) -> tuple[int, str]:
    """So many numbers, of which the first is given, and the digest before them."""
    connection = connections[router.db_for_write(ReceiptHead)]
    table = connection.ops.quote_name(ReceiptHead._meta.db_table)
    statement = f"UPDATE {table} SET seq = seq + %s WHERE id = %s RETURNING seq, digest"
    while True:
        with connection.cursor() as cursor:
            cursor.execute(statement, [count, ReceiptHead.ONLY])
            row = cursor.fetchone()
        if row:
            return row[0] - count + 1, row[1]
        ReceiptHead.objects.get_or_create(pk=ReceiptHead.ONLY)


def _line_of(entry: Entry, seq: int, previous: str) -> Receipt:
    line = Receipt(
        seq=seq,
        previous=previous,
        kind=entry.kind,
        subject_type=entry.subject,
        subject_id=entry.id,
        revision=entry.revision,
        agency_code=entry.agency,
        content_digest=entry.content,
        file_digests=list(entry.files),
        line_set_digests=list(entry.line_sets),
        facts=entry.facts,
        at=clock.now(),
        is_later=entry.is_later,
        hidden_id=entry.hidden_id,
        salt=entry.salt,
    )
    line.digest = line_digest(line.record())
    return line


class Receipt(models.Model):
    """存证: one line of the log of publications; append-only by trigger on both
    databases. What it says is public, apart from `hidden_id` and `salt`."""

    seq = models.BigIntegerField(_("number"), primary_key=True)
    previous = models.CharField(_("digest before"), max_length=64)
    kind = models.CharField(_("what happened"), max_length=20, choices=ReceiptKind)
    subject_type = models.CharField(_("kind of record"), max_length=20)
    subject_id = models.BigIntegerField(_("record"), null=True)
    revision = models.PositiveIntegerField(_("revision"), null=True)
    agency_code = models.CharField(_("code of the unit"), max_length=40, blank=True)
    content_digest = models.CharField(_("digest of the content"), max_length=64)
    file_digests = models.JSONField(_("digests of the files"), default=list)
    line_set_digests = models.JSONField(_("digests of the lists"), default=list)
    facts = models.JSONField(_("facts"), default=dict)
    at = models.DateTimeField(_("time"))
    is_later = models.BooleanField(_("recorded later"), default=False)
    form = models.PositiveSmallIntegerField(_("form"), default=CANONICAL_VERSION)
    algorithms = models.CharField(_("algorithms"), max_length=40, default=ALGORITHMS)
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    hidden_id = models.BigIntegerField(null=True, editable=False)
    salt = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the log")
        verbose_name_plural = _("log of publications")
        ordering = ["seq"]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "seq"], name="receipt_subject"
            ),
            models.Index(
                fields=["hidden_id"],
                condition=models.Q(hidden_id__isnull=False),
                name="receipt_hidden",
            ),
            models.Index(fields=["content_digest"], name="receipt_content"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.get_kind_display()}"

    def record(self) -> dict[str, Any]:
        """The line as it is given out, and as its digest is made of."""
        return {
            "seq": self.seq,
            "previous": self.previous,
            "kind": self.kind,
            "subject": self.subject_type,
            "id": self.subject_id,
            "revision": self.revision,
            "agency": self.agency_code,
            "content": self.content_digest,
            "files": self.file_digests,
            "line_sets": self.line_set_digests,
            "facts": self.facts,
            "at": moment_text(self.at),
            "later": self.is_later,
            "algorithms": self.algorithms,
        }

    def given_out(self) -> dict[str, Any]:
        """The record with its own digest and the version of its form."""
        return {**self.record(), "form": self.form, "digest": self.digest}


class ReceiptHead(models.Model):
    """The one row that whoever writes a line must take first."""

    ONLY = 1

    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=START)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="receipt_head_one_row", condition=models.Q(pk=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.digest}"


class SignedHeadManager(models.Manager["SignedHead"]):
    @transaction.atomic
    def sign(self) -> SignedHead | None:
        """Sign the log as it stands; None while it has no line. Raises
        ValueError without a RECEIPT_KEY."""
        if not settings.RECEIPT_KEY:
            raise ValueError("RECEIPT_KEY is empty")
        head = (
            ReceiptHead.objects.select_for_update().filter(pk=ReceiptHead.ONLY).first()
        )
        if head is None or not head.seq:
            return None
        key = public_key(settings.RECEIPT_KEY)
        now = clock.now()
        signed = sign(
            Head(
                site=settings.SITE_URL,
                seq=head.seq,
                digest=head.digest,
                at=moment_text(now),
                key=key,
            ),
            settings.RECEIPT_KEY,
        )
        ReceiptKey.objects.get_or_create(public=key, defaults={"first_used_at": now})
        return self.create(
            seq=head.seq,
            digest=head.digest,
            at=now,
            key=key,
            signature=signed.signature,
            text=signed.text(),
        )

    def newest(self) -> SignedHead | None:
        return self.order_by("-pk").first()


class SignedHead(models.Model):
    """The log up to a line, signed; append-only by trigger on both databases."""

    seq = models.BigIntegerField(_("number"))
    digest = models.CharField(_("digest"), max_length=64)
    at = models.DateTimeField(_("time"))
    key = models.CharField(_("public key"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)
    text = models.TextField(_("as a text"))

    objects = SignedHeadManager()

    class Meta:
        verbose_name = _("signed head")
        verbose_name_plural = _("signed heads")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.seq} {self.at}"


class ReceiptKey(models.Model):
    """A public key with which heads were signed once; never forgotten."""

    public = models.CharField(_("public key"), max_length=64, unique=True)
    first_used_at = models.DateTimeField(_("first used at"))

    class Meta:
        verbose_name = _("public key of the log")
        verbose_name_plural = _("public keys of the log")
        ordering = ["first_used_at", "pk"]

    def __str__(self) -> str:
        return self.public
