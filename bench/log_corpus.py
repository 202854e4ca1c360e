"""A log of many lines, made quickly: lines by the log's own code, notices and revisions
as rows that publication would have left."""

from __future__ import annotations

import re
from time import monotonic
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction

from disclosure_portal.foundation.canonical import digest_of
from disclosure_portal.foundation.models import Entry, Receipt, SignedHead
from disclosure_portal.foundation.receipts import moment_text
from notices.models import Notice, Revision
from notices.receipting import note_digest
from tests.factories import published_notice

BATCH = 5_000
# About 750 characters, as the notices of the other corpora have.
BODY = "<p>" + "为进一步规范政务公开工作，现将有关事项通知如下。" * 30 + "</p>"
# Columns in which the copies of a notice differ; their texts stand in revisions only.
OWN = {
    "id": "n.n",
    "index_number": "'bench/' || n.n",
    "body": "''",
}


def main(size: str) -> dict[str, Any]:
    """How long it took, and how large the database is."""
    began = monotonic()
    fill(int(size))
    return {"seconds": monotonic() - began, "bytes": _bytes()}


def fill(size: int) -> None:
    """So many public notices, each with its revision and its line; one signed head."""
    notice = published_notice(body=BODY)
    pattern = Revision.objects.get(notice=notice)
    parts = re.split(re.escape(notice.index_number), pattern.content)
    _copy_notices(notice, size)
    for first in range(notice.pk + 1, notice.pk + size, BATCH):
        numbers = range(first, min(first + BATCH, notice.pk + size))
        with transaction.atomic():
            made = [_revision(pattern, pk, parts) for pk in numbers]
            Revision.objects.bulk_create(made)
            Receipt.objects.append_all([_entry(each, notice) for each in made])
    SignedHead.objects.sign()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy_notices(pattern: Notice, size: int) -> None:
    quote = connection.ops.quote_name
    columns = [str(field.column) for field in Notice._meta.concrete_fields]
    names = ", ".join(map(quote, columns))
    values = ", ".join(OWN.get(name, f"p.{quote(name)}") for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(n) AS (SELECT %s + 1 UNION ALL"
            " SELECT n + 1 FROM n WHERE n < %s)"
            f" INSERT INTO notices_notice ({names})"
            f" SELECT {values} FROM n, notices_notice p WHERE p.id = %s",
            [pattern.pk, pattern.pk + size - 1, pattern.pk],
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), [Notice]):
            cursor.execute(statement)


def _revision(pattern: Revision, pk: int, parts: list[str]) -> Revision:
    content = f"bench/{pk}".join(parts)
    return Revision(
        notice_id=pk,
        number=1,
        content=content,
        digest=digest_of(content.encode()),
        published_at=pattern.published_at,
        by_id=pattern.by_id,
    )


def _entry(revision: Revision, notice: Notice) -> Entry:
    note = note_digest(moment_text(revision.published_at), "", "")
    return Entry(
        kind="published",
        subject="notice",
        id=revision.notice_id,
        revision=1,
        agency=notice.agency.code,
        content=revision.digest,
        facts={"note": note},
    )


def _bytes() -> int:
    question = {
        "sqlite": "SELECT page_count * page_size"
        " FROM pragma_page_count, pragma_page_size",
        "postgresql": "SELECT pg_database_size(current_database())",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        return int(cursor.fetchone()[0])
