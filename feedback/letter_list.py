"""Published letters: the list and a page of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from directories import tree
from disclosure_portal.foundation.days import local_day, official_date, official_moment
from disclosure_portal.foundation.keyset import BadCursor, page_of
from disclosure_portal.foundation.models import SiteState
from notices.facets import with_parameters
from notices.listing import number
from notices.simple_lists import Filter, SimpleList, simple_list

from .models import LetterKind, LetterPublication
from .results import public_results
from .search import found_letters

PAGE_SIZE = 20
# Counting ends here.
CAP = 5_000
FOUND = 60


def letter_list_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Two queries; with words, those of the search."""
    here = reverse("letter-list")
    kinds = {kind.value: str(kind.label) for kind in LetterKind}
    asked = simple_list(
        given,
        state,
        here=here,
        filters=(Filter("kind", _("Kind"), kinds),),
        words=_("Words"),
    )
    context = asked.context() | {
        "section": "letters",
        "breadcrumbs": [{"title": _("Letters"), "url": ""}],
        "q": asked.chosen["q"],
    }
    if asked.chosen["q"]:
        return context | _found(asked)
    return context | _listed(asked, given.get("cursor", ""))


def _found(asked: SimpleList) -> dict[str, Any]:
    found = found_letters(asked.chosen["q"], FOUND)
    rows = [row for row in found.letters if _fits(row, asked)]
    return {
        "rows": [row_of(row) for row in rows],
        "questions": found.questions[:5],
        "count_text": number(len(rows)),
        "page": {},
    }


def _fits(row: LetterPublication, asked: SimpleList) -> bool:
    kind, branch = asked.chosen["kind"], asked.branch
    return kind in ("", row.kind) and (
        branch is None or tree.contains(branch.path, row.agency.path)
    )


def _listed(asked: SimpleList, cursor: str) -> dict[str, Any]:
    rows = _filtered(asked)
    errors = list(asked.errors)
    newest = rows.select_related("letter", "agency")
    try:
        page = page_of(newest, cursor, PAGE_SIZE)
    except BadCursor:
        errors.append(_("The address asks for something that is not known here."))
        page, cursor = page_of(newest, "", PAGE_SIZE), ""
    # In their order, whose index alone then is read.
    count = rows.order_by("-published_at", "-pk")[: CAP + 1].count()

    def place(at: str) -> str:
        return with_parameters(asked.here, {**asked.chosen, "cursor": at}) if at else ""

    return {
        "rows": [row_of(row) for row in page.rows],
        "count_text": number(min(count, CAP)),
        "is_capped": count > CAP,
        "errors": errors,
        "page": {
            "newer_url": place(page.newer),
            "older_url": place(page.older),
            "first_url": with_parameters(asked.here, asked.chosen) if cursor else "",
        },
    }


def _filtered(asked: SimpleList) -> QuerySet[LetterPublication]:
    rows = LetterPublication.objects.public()
    if asked.chosen["kind"]:
        rows = rows.filter(kind=asked.chosen["kind"])
    if asked.branch is not None:
        path = asked.branch.path
        rows = rows.filter(
            agency__path__gte=path, agency__path__lt=tree.successor(path)
        )
    return rows


def row_of(row: LetterPublication) -> dict[str, Any]:
    asked_on, answered_on = local_day(row.asked_at), local_day(row.answered_at)
    return {
        "url": row.get_absolute_url(),
        "title": row.title,
        "number": row.letter.number,
        "kind": LetterKind(row.kind).label,
        "unit": row.agency.label,
        "asked": official_date(asked_on),
        "asked_iso": asked_on.isoformat(),
        "answered": official_date(answered_on),
        "answered_iso": answered_on.isoformat(),
    }


def letter_page(row: LetterPublication) -> dict[str, Any]:
    """One published letter with its answer; one query for notices of its result."""
    return {
        "section": "letters",
        "breadcrumbs": [
            {"title": _("Letters"), "url": reverse("letter-list")},
            {"title": row.title, "url": ""},
        ],
        "row": row_of(row),
        "unit_url": row.agency.get_absolute_url(),
        "text": row.text,
        "answer": row.answer,
        "asked_moment": official_moment(row.asked_at),
        "answered_moment": official_moment(row.answered_at),
        "title": row.title,
        "results": public_results(row.letter),
    }
