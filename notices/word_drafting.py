"""A draft that starts from a Word document."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Role
from directories.permissions import require_role
from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.file_types import clean_file_name
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.rich_text import clean_with_report
from disclosure_portal.foundation.word.blocks import WordText, joined

from .attaching import attach
from .drafting import check_board, save_draft
from .models import Audience, Board, Notice
from .word_start import Parts, official_parts

if TYPE_CHECKING:
    from disclosure_portal.foundation.word import opening
else:
    opening = lazy.Module("disclosure_portal.foundation.word.opening")

BLOCK = 1 << 20
TITLE_MAX = 200


class Started(NamedTuple):
    """The draft, what was recognised for it, and what was left out: kind → count."""

    notice: Notice
    file_name: str
    parts: Parts
    noted: Mapping[str, int]


def start_from_word(
    *,
    agency: Agency,
    board: Board,
    file_name: str,
    chunks: Iterable[bytes],
    by: User,
    keep_file: bool = False,
) -> Started:
    """Make a draft of a Word document, its parts filled in; the document itself is
    attached only if `keep_file` says so.

    Raises NotAllowed, WrongBoard and UnitClosed as for any draft, RefusedFile for a
    document that can't be read or bears a mark of secrecy. File work is done before
    the transaction.
    """
    require_role(by, agency, Role.EDITOR)
    check_board(_blank(agency, board))
    name = clean_file_name(file_name)
    with tempfile.NamedTemporaryFile() as file:
        _take_in(chunks, file)
        opened = opening.open_word(Path(file.name), file_name=name)
        _refuse_without_text(opened.text)
        parts = official_parts(opened.text.blocks)
        _refuse_secret(parts)
        body, dropped = clean_with_report(joined(parts.body))
        notice = _blank(agency, board)
        stem = name.rpartition(".")[0]
        notice.title = (parts.title or stem)[:TITLE_MAX]
        notice.body = body
        notice.document_number = parts.document_number
        notice.issued_on = parts.issued_on
        notice.effective_from = parts.effective_from
        notice.effective_until = parts.effective_until
        save_draft(notice, by=by)
        if keep_file:
            right_name = f"{stem}.{opened.extension}"
            attach(notice, file_name=right_name, chunks=_content(file), by=by)
    noted = Counter(opened.text.noted) + Counter(dropped)
    return Started(notice, name, parts, dict(noted))


def _blank(agency: Agency, board: Board) -> Notice:
    """Internal boards are for internal notices, public ones for public ones."""
    audience = Audience.STAFF if board.is_internal else Audience.PUBLIC
    return Notice(agency=agency, board=board, audience=audience)


def _take_in(chunks: Iterable[bytes], file: IO[bytes]) -> None:
    limit, size = settings.UPLOAD_MAX_BYTES, 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise RefusedFile(
                _("The file is larger than %(limit)s. Divide it, or make it smaller.")
                % {"limit": filesizeformat(limit)}
            )
        file.write(chunk)
    file.flush()


def _content(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _refuse_without_text(text: WordText) -> None:
    if not text.blocks:
        raise RefusedFile(
            _(
                "No text was found in the document; perhaps it holds pictures only."
                " Write the notice, and attach the document to it."
            )
        )


def _refuse_secret(parts: Parts) -> None:
    """涉密文件 are published by nobody (保守国家秘密法, art. 27; 条例, art. 14)."""
    if parts.secrecy:
        raise RefusedFile(
            _(
                "The document bears a mark of secrecy (%s). It may not be put into"
                " this system: follow the rules for secret documents."
            )
            % parts.secrecy
        )
