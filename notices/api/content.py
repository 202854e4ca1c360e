"""What the API says of notices: the columns of rows, the whole of one notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Exists, F, OuterRef, Value, When
from django.urls import reverse

from disclosure_portal.foundation import clock

from ..fulfilled_duties import fulfilled_duties
from ..ledger_places import Place
from ..listing import standing_is
from ..models import (
    CoPublisher,
    Fulfilment,
    Kind,
    Notice,
    NoticeAttachment,
    PostingPeriod,
    Revision,
    Validity,
    WarningFacts,
    of_content,
)
from ..structures.registry import (
    is_structured,
    structure_of,
    told_structure,
)
from ..structures.structured_kind import Structure


def validity_now() -> Case:
    """The validity of a row as it stands today, computed by the database."""
    expired = When(standing_is(Validity.EXPIRED), then=Value(Validity.EXPIRED.value))
    return Case(expired, default=F("validity"), output_field=CharField())


# Field → column, function that makes an expression, or None: added to the answer.
NOTICE_COLUMNS: dict[str, str | Callable[[], Any] | None] = {
    "id": "id",
    "url": None,
    "title": "title",
    "summary": "summary",
    "index_number": "index_number",
    "document_number": "document_number",
    "agency_code": "agency__code",
    "agency_name": "agency__name",
    "board_slug": "board__slug",
    "kind": "kind",
    "theme": "theme",
    "genre": "genre",
    "stage": "stage",
    "keywords": "keywords",
    "issued_on": "issued_on",
    "published_at": "published_at",
    "recorded_at": "recorded_at",
    "effective_from": "effective_from",
    "effective_until": "effective_until",
    "validity": "validity",
    "validity_now": validity_now,
    "is_migrated": "is_migrated",
    "interprets": "interprets",
    "body": "body",
}
# What a single notice says beyond its row.
DETAIL_COLUMNS = (
    "service_audience",
    "disclosure",
    "disclosure_basis",
    "term",
    "source",
    "source_url",
    "responsible_editor",
    "section",
    "original_url",
    "legacy_index_number",
)
OVERRIDE_COLUMNS = ("override_by", "override_reason")
PERIOD_COLUMNS = (
    "starts_on",
    "ends_on",
    "length",
    "unit",
    "objection_unit",
    "objection_telephone",
    "objection_form",
    "result",
    "result_note",
    "afterwards",
)


# Files whose pages or sheets are counted.
COUNTED = {"pages", "tables"}


def page_address(name: str, *keys: int) -> str:
    """The whole address of a page or file, under the site's own name."""
    return f"{settings.SITE_URL}{reverse(name, args=keys)}"


def add_addresses(rows: list[dict[str, Any]], ids: list[int]) -> None:
    before, after = reverse("notice-detail", args=[0]).split("0")
    for row, pk in zip(rows, ids, strict=True):
        row["url"] = f"{settings.SITE_URL}{before}{pk}{after}"


def whole_notice(pk: int, place: Place) -> dict[str, Any] | None:
    """All that is public of one notice, or None; five queries, six for a kind with
    structured content, seven for a warning or a subsidy, and one more for what
    fulfils a duty."""
    plain = [name for name, column in NOTICE_COLUMNS.items() if column == name]
    row: dict[str, Any] | None = (
        Notice.objects.public()
        .filter(pk=pk)
        .values(
            *plain,
            *DETAIL_COLUMNS,
            *OVERRIDE_COLUMNS,
            agency_code=F("agency__code"),
            agency_name=F("agency__name"),
            board_slug=F("board__slug"),
            validity_now=validity_now(),
            is_owed=Exists(Fulfilment.objects.standing().filter(notice=OuterRef("pk"))),
        )
        .first()
    )
    if row is None:
        return None
    by, reason = (row.pop(name) for name in OVERRIDE_COLUMNS)
    is_owed = row.pop("is_owed")
    return row | {
        "override": {"by": by, "reason": reason} if by else None,
        "url": page_address("notice-detail", pk),
        "attachments": _attachments(pk),
        "co_publishers": _co_publishers(pk),
        "posting_period": PostingPeriod.objects.filter(notice=pk)
        .values(*PERIOD_COLUMNS)
        .first(),
        "interpretations": _interpretations(pk),
        "structure": _structure(pk, row["kind"]),
        "warning_state": _warning_state(pk, row["kind"]),
        "duties": _duties(pk, place) if is_owed else [],
    }


def _structure(pk: int, kind: str) -> Structure | None:
    """As it was signed, less what is no longer told; of a release that is not settled
    yet, as it will be."""
    if not is_structured(kind):
        return None
    contents = Revision.objects.filter(notice=pk).order_by("-number")
    content = contents.values_list("content", flat=True).first()
    if content is None:
        return structure_of(Notice.objects.get(pk=pk))
    return told_structure(content)


def _warning_state(pk: int, kind: str) -> dict[str, Any] | None:
    """Whether a warning holds, which nobody signs: its structure stays as it was."""
    if kind != Kind.WARNING:
        return None
    facts = WarningFacts.objects.filter(notice=pk).first()
    if facts is None:
        return None
    return {
        "state": facts.state_at(clock.now()),
        "ended_at": facts.ended_at,
        "end_note": facts.end_note,
    }


def _duties(pk: int, place: Place) -> list[dict[str, Any]]:
    return [
        {
            "id": duty.item,
            "url": page_address("directory-duty", duty.item),
            "code": duty.code,
            "title": duty.title,
            "period": duty.period,
            "first_day": duty.first_day,
            "last_day": duty.last_day,
            "due_on": duty.due_on,
            "state": duty.state.value if duty.state else None,
        }
        for duty in fulfilled_duties(pk, place)
    ]


def _attachments(pk: int) -> list[dict[str, Any]]:
    files = NoticeAttachment.objects.filter(notice=pk).annotate(
        shape=of_content("shape"),
        total=of_content("total"),
        has_text=of_content("has_text"),
    )
    return [
        {
            "title": file.title,
            "file_name": file.file_name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.public_digest,
            "url": page_address("attachment", file.pk),
            "page_url": page_address("notice-attachment", pk, file.pk),
            "pages": file.total if file.shape in COUNTED else None,
            "has_text": file.has_text,
        }
        for file in files
    ]


def _co_publishers(pk: int) -> list[dict[str, Any]]:
    units = CoPublisher.objects.filter(notice=pk).values_list(
        "agency__code", "agency__name"
    )
    return [
        {"agency_code": code, "agency_name": name, "is_lead": number == 0}
        for number, (code, name) in enumerate(units)
    ]


def _interpretations(pk: int) -> list[dict[str, Any]]:
    texts = Notice.objects.public().filter(interprets=pk).newest_first()
    return [
        {
            "id": text_pk,
            "title": title,
            "published_at": published_at,
            "url": page_address("notice-detail", text_pk),
        }
        for text_pk, title, published_at in texts.values_list(
            "pk", "title", "published_at"
        )
    ]
