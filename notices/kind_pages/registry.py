"""What the page of a notice shows of its structured content: a partial template for
each kind, and the function that prepares its context from the structure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Case, OuterRef, Subquery, TextField, Value, When

from directories.bases import repealed_in
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.spreadsheets.columns import Column

from ..models import Audience, Kind, Notice, NoticeQuerySet, Revision
from ..reference import calendar_of
from ..structures.line_table import Line
from ..structures.registry import (
    STRUCTURED,
    structure_of,
    told_structure,
    told_structures,
    typed_lines,
)
from ..structures.structured_kind import Structure
from .decisions import DECISION_PAGE
from .fees import FEE_PAGE
from .finances import FINANCE_PAGE
from .guides import GUIDE_PAGE
from .kind_page import KindPage
from .projects import PROJECT_PAGE
from .subsidies import SUBSIDY_PAGE
from .warnings import WARNING_PAGE

# A workbook is made anew for whoever asks: a thousand lines of fifteen columns take
# half a second, as CSV a twentieth of that.
MOST_IN_WORKBOOK = 1000

KIND_PAGES: dict[str, KindPage] = {
    Kind.FEE: FEE_PAGE,
    Kind.SUBSIDY: SUBSIDY_PAGE,
    Kind.FINANCE: FINANCE_PAGE,
    Kind.LAND: KindPage(template="notices/kinds/land.html"),
    Kind.PROJECT: PROJECT_PAGE,
    Kind.DECISION: DECISION_PAGE,
    Kind.WARNING: WARNING_PAGE,
    Kind.PERSONNEL: KindPage(),
    Kind.PROCEDURE: GUIDE_PAGE,
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


def structured_part(notice: Notice, state: SiteState) -> dict[str, Any] | None:
    """The template and its context; what was signed and is still told, else (a draft,
    or a release that is not settled yet) what stands in the rows. One query where law
    is cited, one for a subsidy."""
    page = KIND_PAGES.get(notice.kind)
    if page is None:
        return None
    signed = getattr(notice, "signed_content", "")
    structure = told_structure(signed) if signed else structure_of(notice)
    if structure is None:
        return None
    kind = STRUCTURED[notice.kind]
    part = page.show(kind, structure, _repealed(structure))
    if page.mark is not None:
        part = page.mark(part, structure, notice, calendar_of(state))
    return {
        "template": page.template,
        "is_before_text": page.is_before_text,
        "stylesheet": page.stylesheet,
        "part": part,
        # Files of its tables are handed out once they are signed.
        "public_key": notice.pk if signed and _is_public(notice) else None,
        "workbooks": [
            code
            for code, lines in structure.items()
            if isinstance(lines, list) and fits_workbook(lines)
        ],
        "most_in_workbook": MOST_IN_WORKBOOK,
    }


def shown_structure(kind: str, signed: Structure, day: date) -> dict[str, Any] | None:
    """The template and its context for a structure of the version of that day, as it
    may be told now; None for a kind without a page. Nothing of it is handed out as
    files."""
    page = KIND_PAGES.get(kind)
    if page is None:
        return None
    (structure,) = told_structures(kind, [signed])
    part = page.show(STRUCTURED[kind], structure, _repealed(structure))
    if page.as_signed is not None:
        part = page.as_signed(part, structure, day)
    return {
        "template": page.template,
        "is_before_text": page.is_before_text,
        "stylesheet": page.stylesheet,
        "part": part,
    }


def fits_workbook(lines: Sequence[object]) -> bool:
    return len(lines) <= MOST_IN_WORKBOOK


def signed_lines(
    notice: Notice, code: str
) -> tuple[Sequence[Column], list[Line]] | None:
    """A table of a notice that has its signed content: its columns, its lines."""
    kind = STRUCTURED.get(notice.kind)
    signed = getattr(notice, "signed_content", "")
    tables = (*kind.tables, *kind.made) if kind else ()
    table = next((each for each in tables if each.code == code), None)
    if table is None or not signed:
        return None
    structure = told_structure(signed) or {}
    return table.columns, typed_lines(table.columns, structure.get(code) or [])


def _is_public(notice: Notice) -> bool:
    return notice.is_released and notice.audience == Audience.PUBLIC


def _repealed(structure: Structure) -> dict[int, str]:
    """The law moves on after a notice was signed: this is asked anew each time, and
    what came into the register since is added to what is cited."""
    citing = list(_citing(structure))
    texts = {str(part["bases"]) for part in citing if part["bases"]}
    known = {key for part in citing for key in part.get("cited", ())}
    if not (texts or known):
        return {}
    by_text, rows = repealed_in(texts, known)
    for part in citing:
        later = [basis.pk for basis in by_text.get(str(part["bases"]), ())]
        part["cited"] = list(dict.fromkeys([*part.get("cited", ()), *later]))
    return {basis.pk: str(basis) for basis in rows}


def _citing(structure: Structure) -> Iterator[dict[str, Any]]:
    """The record itself, its lines and its programme, as far as they cite law."""
    parts: list[Any] = [structure]
    for value in structure.values():
        parts += value if isinstance(value, list) else [value]
    for part in parts:
        if isinstance(part, dict) and "bases" in part:
            yield part
