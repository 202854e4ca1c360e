"""What is said to the editor about a draft that was started from a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User

from .desk_pages import doubles_of, doubles_warning
from .word_drafting import Started


class Message(NamedTuple):
    level: int  # of Django's messages
    text: str


def messages_about(started: Started, user: User) -> list[Message]:
    """First what was filled in; then what was left out and is still to be done."""
    return [
        Message(messages.SUCCESS, _filled(started)),
        *(Message(messages.INFO, text) for text in _missing(started)),
        *(Message(messages.WARNING, text) for text in _to_look_at(started)),
        *(Message(messages.WARNING, text) for text in _doubles(started, user)),
    ]


def _doubles(started: Started, user: User) -> Iterator[str]:
    if doubles := doubles_of(started.notice, user):
        yield doubles_warning(doubles)


def _filled(started: Started) -> str:
    parts = started.parts
    values = [
        (_("document number"), parts.document_number),
        (_("issued on"), parts.issued_on),
        (_("effective from"), parts.effective_from),
        (_("effective until"), parts.effective_until),
    ]
    found = [
        _("%(part)s %(value)s") % {"part": part, "value": _shown(value)}
        for part, value in values
        if value
    ]
    found.insert(0, _("title") if parts.title else _("title from the file's name"))
    found.append(_("text"))
    return _("The draft was filled from “%(file)s”: %(parts)s. Read it over.") % {
        "file": started.file_name,
        "parts": _listed(found),
    }


def _shown(value: str | date) -> str:
    return value if isinstance(value, str) else date_format(value, "Y-m-d")


def _listed(words: list[str]) -> str:
    return _(", ").join(words)


def _missing(started: Started) -> Iterator[str]:
    parts = started.parts
    missing = [
        name
        for name, value in (
            (_("document number"), parts.document_number),
            (_("issued on"), parts.issued_on),
        )
        if not value
    ]
    if missing:
        yield _("Not found in the document: %s.") % _listed(missing)
    if parts.red_head:
        yield _("Left out: the head “%s”.") % parts.red_head


def _to_look_at(started: Started) -> Iterator[str]:
    words = _words()
    noted = [
        words[kind].format(n=number)
        for kind, number in started.noted.items()
        if kind in words
    ]
    if noted:
        yield _("Left out or to be checked: %s.") % _listed(noted)
    if started.parts.named_attachments:
        yield _("The document names attachments; add their files: %s.") % _listed(
            [f"《{name}》" for name in started.parts.named_attachments]
        )
    if started.parts.not_public:
        yield (
            _("The document says “%s”. Check whether it may be published.")
            % started.parts.not_public
        )


def _words() -> dict[str, str]:
    """One phrase for each kind that the reader of documents and the sieve count."""
    return {
        "pictures": _("{n} pictures (add them as attachments)"),
        "images": _("{n} pictures (add them as attachments)"),
        "drawings": _("{n} drawings"),
        "text_boxes": _("{n} text boxes"),
        "objects": _("{n} embedded files"),
        "hidden": _("{n} hidden passages"),
        "deletions": _("{n} tracked deletions (left out)"),
        "insertions": _("{n} tracked insertions (kept)"),
        "comments": _("{n} comments"),
        "symbols": _("{n} signs of a symbol font"),
        "formulas": _("{n} formulas (kept as text)"),
        "links": _("{n} links that can't be kept"),
    }
