"""Files with checklists: a sheet as offices have it, or the portal's own JSON; looked
at first, then taken whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from directories.sheet_uploads import KEPT, new_upload
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.nameless_files import in_memory
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets import books
from disclosure_portal.foundation.spreadsheets.cells import Book

from .checklist_document import Document, from_json
from .checklist_drafting import ChecklistUnfit, require_editor, take_in
from .checklist_sheet import (
    ChecklistSheet,
    number_codes,
    read_checklist,
)
from .checklist_sums import misfits
from .checklist_tree import TreeUnfit
from .checklist_words import in_words, problem_words, unfit_words
from .models import Checklist, ChecklistUpload
from .scoring_problems import UnreadableChecklist
from .sheet_headings import SEARCHED, find_header
from .sheet_rows import Problem

MAX_ROWS, MAX_SHEETS = 5_000, 60
MAX_JSON = 4 << 20


@dataclass(frozen=True)
class Particulars:
    """What is said of a checklist beside its sheet; a JSON file says it itself."""

    code: str = ""
    year: int = 0
    title: str = ""
    unit_kind: str = ""
    source: str = ""
    split_parts: bool = False
    with_misfits: bool = False


@dataclass(frozen=True)
class Found:
    """What a file holds; `others` are sheets of the workbook that have a header,
    too."""

    document: Document
    problems: tuple[Problem, ...] = ()
    sheet: str = ""
    others: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Problem]:
        return [each for each in self.problems if each.is_error]

    @property
    def remarks(self) -> list[Problem]:
        return [each for each in self.problems if not each.is_error]

    @property
    def is_whole(self) -> bool:
        """Nothing but sums that don't fit."""
        return all(each.is_misfit for each in self.errors) and bool(
            self.document.branches
        )

    def may_be_taken(self, *, with_misfits: bool) -> bool:
        return self.is_whole and (with_misfits or not self.errors)


def read_file(
    path: Path, file_name: str, particulars: Particulars, sheet: str = ""
) -> Found:
    """Raises RefusedFile for what can't be read as a whole."""
    if file_name.lower().endswith(".json"):
        return _from_json(path)
    with books.opened(path, file_name) as book:
        chosen, others = _choose(book, sheet)
        raw = books.read_whole(book, chosen, most=MAX_ROWS)
    read = read_checklist(raw, split_parts=particulars.split_parts)
    return Found(_document(read, particulars), read.problems, chosen, others)


def _choose(book: Book, sheet: str) -> tuple[str, tuple[str, ...]]:
    names = [each.name for each in book.names if not each.is_hidden][:MAX_SHEETS]
    heads = {name: books.read(book, name, limit=SEARCHED) for name in names}
    filled = [name for name, head in heads.items() if head.rows]
    if not filled or (sheet and sheet not in filled):
        raise RefusedFile(
            _("The file has no visible sheet “%(sheet)s” with rows. It has: %(all)s.")
            % {"sheet": sheet, "all": "、".join(filled)}
        )
    fit = [name for name in filled if find_header(heads[name])]
    chosen = sheet or next(iter(fit), filled[0])
    return chosen, tuple(name for name in fit if name != chosen)


def _document(read: ChecklistSheet, particulars: Particulars) -> Document:
    return Document(
        code=particulars.code,
        year=particulars.year,
        title=particulars.title or read.title,
        unit_kind=particulars.unit_kind,
        source=particulars.source,
        branches=read.branches,
    )


def _from_json(path: Path) -> Found:
    if path.stat().st_size > MAX_JSON:
        raise RefusedFile(_("The file is larger than any checklist."))
    document = document_in(path.read_bytes())
    problems = [
        Problem(each.branch.code if each.branch else "", each.told, each.facts)
        for each in misfits(document.branches)
    ]
    return Found(document, tuple(problems))


def document_in(content: bytes) -> Document:
    """Of the portal's own form. Raises RefusedFile."""
    try:
        document = from_json(orjson.loads(content))
    except orjson.JSONDecodeError as error:
        raise RefusedFile(_("This is no file of a checklist.")) from error
    except TreeUnfit as error:
        raise RefusedFile(unfit_words(error)) from error
    except UnreadableChecklist as error:
        words = "；".join(problem_words(each) for each in error.problems[:10])
        raise RefusedFile(words) from error
    number_codes(document.branches)
    return document


def take_file(found: Found, particulars: Particulars, *, by: User) -> Checklist:
    """All of it, or nothing. Raises ChecklistUnfit, NotAllowed, ValidationError."""
    if not found.may_be_taken(with_misfits=particulars.with_misfits):
        raise ChecklistUnfit(
            _("The sheet has errors: nothing was taken. Mend them and come again.")
        )
    facts = {"misfits": len(found.errors), "remarks": len(found.remarks)}
    document = replace(found.document, is_example=False)
    return take_in(document, by=by, action="imported", facts=facts)


# --- Kept to be looked at -----------------------------------------------------------


def keep_upload(
    particulars: Particulars,
    *,
    file_name: str,
    chunks: Iterable[bytes],
    sheet: str = "",
    by: User,
) -> ChecklistUpload:
    """What has no checklist in it is not kept. Raises RefusedFile, NotAllowed."""
    require_editor(by)
    upload = new_upload(
        ChecklistUpload,
        file_name=file_name,
        chunks=chunks,
        sheet=sheet,
        by=by,
        particulars=asdict(particulars),
    )
    found = read_upload(upload)
    if not found.document.branches and found.problems:
        raise RefusedFile("；".join(in_words(each) for each in found.problems[:3]))
    upload.save()
    return upload


def read_upload(upload: ChecklistUpload) -> Found:
    particulars = Particulars(**upload.particulars)
    with in_memory(bytes(upload.content)) as path:
        return read_file(path, upload.file_name, particulars, upload.sheet)


@transaction.atomic
def take_upload(upload: ChecklistUpload, *, with_misfits: bool, by: User) -> Checklist:
    """Raises what take_file raises; the sheet is kept then."""
    particulars = replace(Particulars(**upload.particulars), with_misfits=with_misfits)
    taken = take_file(read_upload(upload), particulars, by=by)
    upload.delete()
    return taken


def forget_uploads() -> str:
    """Wired to tick: sheets that nobody took."""
    oldest = clock.now() - KEPT
    gone, _kinds = ChecklistUpload.objects.filter(uploaded_at__lt=oldest).delete()
    return f"{gone} checklists removed"
