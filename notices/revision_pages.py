"""The history of a notice: which versions it had, when, why, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.leaving import outward
from disclosure_portal.foundation.linked_data import whole
from disclosure_portal.foundation.rich_text import outbound_links

from .correction_changes import newest_revision, record_in, record_of
from .kind_pages.registry import shown_structure
from .models import Notice, Revision
from .redline_page import changes, may_be_compared
from .reference import Link

MOST = 200


def history_page(notice: Notice) -> dict[str, Any]:
    """Every version, the newest first; one query."""
    rows = Revision.objects.filter(notice=notice).order_by("-number").defer("content")
    return {
        "section": "notices",
        "breadcrumbs": _breadcrumbs(notice, _("History of the notice")),
        "notice": _named(notice),
        "versions": [_version(notice, row) for row in rows[:MOST]],
    }


def revision_page(notice: Notice, number: int) -> dict[str, Any] | None:
    """One version, and what it changed; None where there is no such number. Two
    queries, and what the kind asks for."""
    near = Revision.objects.filter(
        notice=notice, number__gte=number - 1, number__lte=number + 1
    )
    found = {row.number: row for row in near}
    row, former = found.get(number), found.get(number - 1)
    if row is None:
        return None
    title = _("Version %s") % number
    later = found.get(number + 1)
    return {
        "section": "notices",
        "breadcrumbs": [
            *_breadcrumbs(notice, _("History of the notice"), _history(notice)),
            {"title": title, "url": ""},
        ],
        "notice": _named(notice),
        "version": _version(notice, row),
        "former": former and _version(notice, former),
        "later": later and _version(notice, later),
        "text": None if row.is_withheld else _text(notice, row, is_newest=not later),
        "changes": former and _changes(notice, former, row),
        # The way to one's own line stands on the notice's page alone.
        "is_on_paper": True,
    }


def _changes(notice: Notice, former: Revision, row: Revision) -> dict[str, Any] | None:
    """None where either text is read no more."""
    if former.is_withheld or row.is_withheld:
        return None
    return changes(notice.kind, record_in(former), record_in(row))


def draft_changes(correction: Notice) -> dict[str, Any] | None:
    """What a correction would change in its notice as it stands; None once that was
    erased."""
    assert correction.corrects is not None
    public = newest_revision(correction.corrects)
    if not public.content:
        return None
    return changes(correction.kind, record_in(public), record_of(correction))


def _named(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "title": notice.title,
        "url": notice.get_absolute_url(),
        "address": whole(notice.get_absolute_url()),
        "agency": notice.agency.name,
        "index_number": notice.index_number,
        "history": _history(notice),
    }


def _history(notice: Notice) -> str:
    return reverse("notice-revisions", args=[notice.pk])


def _breadcrumbs(notice: Notice, title: str, url: str = "") -> list[Link]:
    return [
        {"title": _("Notices"), "url": reverse("notice-list")},
        {"title": _("Full text"), "url": notice.get_absolute_url()},
        {"title": title, "url": url},
    ]


def _version(notice: Notice, row: Revision) -> dict[str, Any]:
    day = local_day(row.published_at)
    return {
        "number": row.number,
        "url": reverse("notice-revision", args=[notice.pk, row.number]),
        "day": official_date(day),
        "day_iso": day.isoformat(),
        "change_note": row.change_note,
        "reason": row.reason,
        "is_first": row.number == 1,
        "is_withheld": row.is_withheld,
        "override_by": row.override_by,
        "override_reason": row.override_reason,
    }


def _text(notice: Notice, row: Revision, *, is_newest: bool) -> dict[str, Any]:
    """How the version read, by today's rules of what may be told. Former figures of
    programmes that tell nobody apart are not: beside today's they would."""
    record = record_in(row)
    body, structure = record["body"], record["structure"]
    if structure and not is_newest and not may_be_compared(notice.kind, structure):
        structure = None
    return {
        "title": record["title"],
        "document_number": record["document_number"],
        "body": outbound_links(body, outward) if "://" in body else body,
        "structured": structure
        and shown_structure(notice.kind, structure, local_day(row.published_at)),
        "is_without_figures": bool(record["structure"]) and not structure,
        "files": _files(notice, record["attachments"]),
    }


def _files(notice: Notice, files: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """With addresses as far as the same files hang on the notice today."""
    if not files:
        return []
    known = {
        (digest, name): pk
        for pk, digest, name in notice.attachments.values_list(
            "pk", "original_digest", "file_name"
        )
    }
    keys = [known.get((file["original_digest"], file["file_name"])) for file in files]
    return [
        {
            "title": file["title"],
            "url": reverse("notice-attachment", args=[notice.pk, key]) if key else "",
        }
        for file, key in zip(files, keys, strict=True)
    ]
