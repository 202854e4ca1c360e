"""Many notices, made quickly: rows as publication leaves them, without its deeds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from disclosure_portal.foundation.models import SiteState
from notices.models import FeeLine, Notice, Revision
from notices.structures.fees import COLUMNS
from tests.factories.structures import FEE, fee_draft, publish

BATCH = 2000
START = datetime(2010, 1, 1, tzinfo=UTC)
# One in so many is a fee list, of so many lines.
ONE_IN, LINES = 5, 10
BODY = "<p>" + "为进一步规范政务公开工作，现将有关事项通知如下。" * 30 + "</p>"


def fill(size: int) -> None:
    lines = [{**FEE, "sub_item": f"第{n}类", "amount": 80} for n in range(LINES)]
    pattern = publish(fee_draft(*lines))
    pattern.refresh_from_db()
    structure = Revision.objects.get(notice=pattern)
    rows = list(FeeLine.objects.filter(notice=pattern))
    for first in range(0, size, BATCH):
        numbers = range(first, min(first + BATCH, size))
        made = Notice.objects.bulk_create(_notice(pattern, n) for n in numbers)
        fees = [each for each in made if each.kind == "fee"]
        Revision.objects.bulk_create(_revision(structure, each) for each in fees)
        FeeLine.objects.bulk_create(
            _copy(FeeLine, row, notice=each) for each in fees for row in rows
        )
    SiteState.objects.bump()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _notice(pattern: Notice, number: int) -> Notice:
    return _copy(
        Notice,
        pattern,
        published_at=START + timedelta(minutes=number * 7),
        index_number=f"bench/{number}",
        title=f"关于做好第{number}批专项资金使用管理工作的通知",
        kind="general" if number % ONE_IN else "fee",
        body=BODY,
    )


def _copy(model: Any, pattern: Any, **changes: Any) -> Any:
    names = [
        field.attname for field in model._meta.concrete_fields if field.name != "id"
    ]
    same = {name: getattr(pattern, name) for name in names}
    for name in changes:
        same.pop(f"{name}_id", None)
    return model(**same | changes)


def _revision(pattern: Revision, notice: Notice) -> Revision:
    return _copy(Revision, pattern, notice=notice)


def reference_sql(name: str) -> str:
    """The columns of a set, in its order, from the tables where they stand."""
    public = (
        "n.status IN ('published', 'approved') AND n.audience = 'public'"
        " AND n.published_at <= CURRENT_TIMESTAMP"
    )
    joins = "JOIN directories_agency a ON a.id = n.agency_id"
    if name == "notices":
        return (
            f"SELECT {NOTICE} FROM notices_notice n {joins}"
            " JOIN notices_board b ON b.id = n.board_id"
            f" WHERE {public} ORDER BY n.published_at, n.id"
        )
    codes = ", ".join(f"l.{column.code}" for column in COLUMNS)
    return (
        "SELECT n.id, n.index_number, a.code, a.name, n.published_at, l.position,"
        f" {codes} FROM notices_notice n {joins}"
        " JOIN notices_feeline l ON l.notice_id = n.id"
        f" WHERE {public} ORDER BY n.published_at, n.id, l.position"
    )


NOTICE = """n.id, n.title, n.summary, n.index_number, n.document_number, a.code, a.name,
b.slug, n.kind, n.theme, n.genre, n.stage, n.service_audience, n.keywords, n.issued_on,
n.published_at, n.recorded_at, n.effective_from, n.effective_until, n.validity,
n.disclosure, n.disclosure_basis, n.term, n.source, n.source_url, n.responsible_editor,
n.section, n.is_migrated, n.original_url, n.legacy_index_number, n.interprets_id,
n.body"""
