"""What the page of a notice shows of its structured content: a partial template for
each kind, and the function that prepares its context from the structure. No query."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When

from ..models import Notice, NoticeQuerySet, Revision
from ..structures.registry import STRUCTURED, signed_structure, structure_of
from .kind_page import KindPage

KIND_PAGES: dict[str, KindPage] = {}


def with_signed_content(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Adds `signed_content`: the newest revision of notices of structured kinds, empty
    for all others and for what has none yet. No query of its own."""
    revisions = Revision.objects.filter(notice=OuterRef("pk")).order_by("-number")
    newest = revisions.values("content")[:1]
    return notices.annotate(
        signed_content=Case(
            When(kind__in=list(STRUCTURED), then=Subquery(newest)),
            default=Value(""),
            output_field=TextField(),
        )
    )


def structured_part(notice: Notice) -> dict[str, Any] | None:
    """The template and its context; what was signed, else (a draft, or a release that
    is not settled yet) what stands in the rows."""
    page = KIND_PAGES.get(notice.kind)
    if page is None:
        return None
    signed = getattr(notice, "signed_content", "")
    structure = signed_structure(signed) if signed else structure_of(notice)
    if structure is None:
        return None
    return {
        "template": page.template,
        "is_before_text": page.is_before_text,
        "part": page.show(structure),
    }
