"""What search knows of a notice: title, text, lines of its tables, text of its files.

Of what was signed and may be told now, never of rows: recipients stand in none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from directories.permissions import in_branches
from directories.search import branch_tokens
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import ExtractedPart, SearchEntry
from disclosure_portal.foundation.rich_text import plain_text
from disclosure_portal.foundation.search.sources import Source
from disclosure_portal.foundation.search.writing import OVER, Record, forget, put
from disclosure_portal.foundation.spreadsheets.columns import Column, Kind as ColumnKind

from .models import Audience, Kind, Notice, NoticeAttachment, Revision, Validity
from .structures.registry import STRUCTURED, told_structure

NOTICE = "notice"
IS_NOTICE = "@notice"
# Of the files of a notice, so many characters together.
MOST_OF_FILES = 400_000
BATCH = 200
MOST_NAMES = 5_000
EVERY = Q()

Content = Mapping[str, Any]


def put_notice(notice: Notice, revision: Revision) -> None:
    """Let a notice be found as this revision says it; in the deed's transaction."""
    digests = [
        file["public_digest"]
        for file in json.loads(revision.content)["record"]["attachments"]
    ]
    put(_record(notice, revision.content, texts_of_files(digests)))


def forget_notice(notice: Notice) -> None:
    """Let nobody find it any more."""
    forget(NOTICE, notice.pk)


def put_those_with_file(digest: str) -> int:
    """Let the public notices with a file be found by its text, once that was read."""
    holders = NoticeAttachment.objects.filter(public_digest=digest)
    notices = Notice.objects.released().filter(pk__in=holders.values("notice"))
    records = list(_records(notices.order_by("pk")))
    for record in records:
        put(record)
    return len(records)


def mark_ended() -> str:
    """Let what ended since be found as ended. Wired to tick."""
    today = local_day(clock.now())
    ended = SearchEntry.objects.filter(kind=NOTICE, valid_until__lt=today)
    keys = list(ended.values_list("object_id", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with transaction.atomic():
            for record in _records(Notice.objects.released().filter(pk__in=batch)):
                put(record)
    return f"{len(keys)} ended notices marked"


def records(after: int, of: Q = EVERY) -> Iterator[Record]:
    """All notices that can be found, from behind a number on, in their order."""
    while True:
        rows = Notice.objects.released().filter(of, pk__gt=after).order_by("pk")
        found = list(_records(rows[:BATCH]))
        if not found:
            return
        yield from found
        after = found[-1].object_id


def _in_branch(path: str, after: int) -> Iterator[Record]:
    return records(after, in_branches([path]))


SOURCE = Source(NOTICE, records, lambda: Notice.objects.released().count(), _in_branch)


def texts_of_files(digests: Iterable[str]) -> dict[str, str]:
    """What was read in files, by their digests."""
    texts: dict[str, list[str]] = {}
    parts = ExtractedPart.objects.filter(extraction__digest__in=set(digests))
    rows = parts.order_by("extraction", "number").exclude(text="")
    for digest, text in rows.values_list("extraction__digest", "text"):
        texts.setdefault(digest, []).append(text)
    return {digest: "\n".join(found) for digest, found in texts.items()}


def _records(notices: Iterable[Notice]) -> Iterator[Record]:
    found = list(notices.select_related("agency"))  # type: ignore[attr-defined]
    newest: dict[int, str] = {}
    revisions = Revision.objects.filter(notice__in=found).order_by("number")
    newest.update(revisions.values_list("notice", "content"))
    files = NoticeAttachment.objects.filter(notice__in=found)
    texts = texts_of_files(files.values_list("public_digest", flat=True))
    for notice in found:
        if content := newest.get(notice.pk):
            yield _record(notice, content, texts)


def _record(notice: Notice, content: str, files: Mapping[str, str]) -> Record:
    with translation.override(settings.LANGUAGE_CODE):
        return _told(notice, content, files)


def _told(notice: Notice, content: str, files: Mapping[str, str]) -> Record:
    assert notice.published_at is not None
    signed = json.loads(content)["record"]
    today = local_day(clock.now())
    ends = signed["effective_until"] and date.fromisoformat(signed["effective_until"])
    is_over = signed["validity"] in (Validity.REPEALED, Validity.EXPIRED) or (
        ends is not None and ends < today
    )
    return Record(
        kind=NOTICE,
        object_id=notice.pk,
        title=signed["title"],
        sections=[*_sections(notice.kind, content, signed, files)],
        facets=[*_facets(notice, signed), *([OVER] if is_over else [])],
        published_at=notice.published_at,
        is_public=notice.audience == Audience.PUBLIC,
        valid_until=None if is_over else ends or None,
    )


def _sections(
    kind: str, content: str, signed: Content, files: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    own = [signed["document_number"], signed["keywords"], plain_text(signed["body"])]
    yield "", "\n".join(filter(None, own)) or signed["summary"]
    yield from _lines(kind, told_structure(content) or {})
    left = MOST_OF_FILES
    for file in signed["attachments"]:
        text = files.get(file["public_digest"], "")[:left]
        left -= len(text)
        name = file["title"] or file["file_name"]
        yield name, f"{name}\n{text}" if text else name


def _lines(kind: str, structure: Content) -> Iterator[tuple[str, str]]:
    """The words of the kind's own content: facts, then each table under its name."""
    if kind not in STRUCTURED:
        return
    known = STRUCTURED[kind]
    if facts := _words(known.facts, structure):
        yield "", facts
    for table in known.tables:
        lines = structure.get(table.code) or []
        columns = [each for each in table.columns if each.code not in table.private]
        told = [words for line in lines if (words := _words(columns, line))]
        if told:
            yield str(table.title), "\n".join(told)


def _words(columns: Iterable[Column], line: Content) -> str:
    values = (_word(column, line.get(column.code)) for column in columns)
    return "　".join(filter(None, values))


def _word(column: Column, value: Any) -> str:
    if column.kind is ColumnKind.TEXT and isinstance(value, str):
        return value
    if column.kind is ColumnKind.CHOICE and value in column.choices:
        return str(column.choices[value][0])
    return ""


def _facets(notice: Notice, signed: Content) -> Iterator[str]:
    yield IS_NOTICE
    yield f"@a{notice.agency_id}"
    yield from branch_tokens(notice.agency.path)
    yield f"@b{notice.board_id}"
    yield f"@k{notice.kind}"
    if signed["theme"]:
        yield f"@t{signed['theme'].replace('-', '_')}"
    if notice.published_at:
        yield f"@y{local_day(notice.published_at).year}"
    if signed["validity"]:
        yield f"@v{signed['validity']}"


def guide_names() -> Iterator[str]:
    """The titles of the newest service guides, which search suggests."""
    guides = Notice.objects.public().filter(kind=Kind.PROCEDURE)
    titles = guides.order_by("-published_at").values_list("title", flat=True)
    yield from titles[:MOST_NAMES]
