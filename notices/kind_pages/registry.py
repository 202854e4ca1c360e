"""What the page of a notice shows of its structured content: a partial template for
each kind, and the function that prepares its context from the structure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When

from directories.models import BasisValidity, LegalBasis

from ..models import Kind, Notice, NoticeQuerySet, Revision
from ..structures.registry import STRUCTURED, signed_structure, structure_of
from ..structures.structured_kind import Structure
from .guide_fees import fees_today
from .guides import show_guide
from .kind_page import KindPage

KIND_PAGES: dict[str, KindPage] = {
    Kind.FEE: KindPage(),
    Kind.PROCEDURE: KindPage(
        template="notices/kinds/procedure.html",
        show=show_guide,
        refresh=fees_today,
        stylesheet="css/guide.css",
        leads=True,
    ),
}


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
    is not settled yet) what stands in the rows. One query where law is cited."""
    page = KIND_PAGES.get(notice.kind)
    if page is None:
        return None
    signed = getattr(notice, "signed_content", "")
    structure = signed_structure(signed) if signed else structure_of(notice)
    if structure is None:
        return None
    kind = STRUCTURED[notice.kind]
    return {
        "template": page.template,
        "is_before_text": page.is_before_text,
        "stylesheet": page.stylesheet,
        "leads": page.leads,
        "part": page.show(kind, structure, _repealed(structure))
        | page.refresh(structure),
    }


def _repealed(structure: Structure) -> dict[int, str]:
    """The law moves on after a notice was signed: this is asked anew each time."""
    keys = set(_cited(structure))
    if not keys:
        return {}
    gone = LegalBasis.objects.filter(pk__in=keys, validity=BasisValidity.REPEALED)
    return {basis.pk: str(basis) for basis in gone}


def _cited(structure: Structure) -> Iterator[int]:
    yield from structure.get("cited", ())
    for part in structure.values():
        if isinstance(part, list):
            for line in part:
                yield from line.get("cited", ()) if isinstance(line, dict) else ()
