"""All that is public of a notice: what a revision keeps and a receipt proves."""

from __future__ import annotations

from typing import Any

from .models import Notice, PostingPeriod
from .structures.registry import structure_of

# Columns of a notice that are public as they stand, in canonical order by name.
PUBLIC_COLUMNS = (
    "body",
    "disclosure",
    "disclosure_basis",
    "document_number",
    "effective_from",
    "effective_until",
    "genre",
    "index_number",
    "is_migrated",
    "issued_on",
    "keywords",
    "kind",
    "legacy_index_number",
    "original_url",
    "published_at",
    "recorded_at",
    "responsible_editor",
    "section",
    "service_audience",
    "source",
    "source_url",
    "stage",
    "summary",
    "term",
    "theme",
    "title",
    "validity",
)


def public_content(notice: Notice) -> dict[str, Any]:
    """All that the public sees of a notice, as values for the canonical form."""
    content: dict[str, Any] = {name: getattr(notice, name) for name in PUBLIC_COLUMNS}
    content["agency"] = {"code": notice.agency.code, "name": notice.agency.name}
    content["board"] = notice.board.slug
    content["co_publishers"] = [
        {"code": row.agency.code, "name": row.agency.name}
        for row in notice.co_publishings.select_related("agency")
    ]
    content["interprets"] = notice.interprets_id
    content["attachments"] = list(
        notice.attachments.order_by("position", "pk").values(
            "title", "file_name", "size", "original_digest", "public_digest"
        )
    )
    period = PostingPeriod.objects.filter(notice=notice).values(
        "starts_on",
        "length",
        "unit",
        "ends_on",
        "objection_unit",
        "objection_telephone",
        "objection_form",
        "afterwards",
    )
    content["posting_period"] = period.first()
    content["structure"] = structure_of(notice)
    if notice.override_by:
        content["override"] = {
            "by": notice.override_by,
            "reason": notice.override_reason,
        }
    return content
