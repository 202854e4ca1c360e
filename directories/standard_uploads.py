"""Sheets of standard catalogues that an overseer looks at before they are taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.nameless_files import in_memory
from disclosure_portal.foundation.refusals import RefusedFile

from .models import StandardUpload
from .sheet_uploads import new_upload
from .standard_files import ReadFile, in_words, read_file
from .standard_import import CatalogueImport, Particulars
from .standard_sheet import Told


def keep_upload(
    particulars: Particulars,
    *,
    file_name: str,
    chunks: Iterable[bytes],
    sheet: str = "",
    by: User,
) -> StandardUpload:
    """Keep a sheet for its preview; what has no catalogue in it is not kept.

    Raises RefusedFile.
    """
    upload = new_upload(
        StandardUpload,
        file_name=file_name,
        chunks=chunks,
        sheet=sheet,
        by=by,
        particulars=asdict(particulars),
    )
    found = read_upload(upload)
    for problem in found.read.problems:
        if problem.told is Told.NO_HEADER:
            raise RefusedFile(in_words(problem))
    upload.save()
    return upload


def read_upload(upload: StandardUpload) -> ReadFile:
    with in_memory(bytes(upload.content)) as path:
        return read_file(path, upload.file_name, upload.sheet)


def import_of(upload: StandardUpload, found: ReadFile) -> CatalogueImport:
    return CatalogueImport(Particulars(**upload.particulars), found.read)


@transaction.atomic
def take_upload(upload: StandardUpload, *, by: User) -> CatalogueImport:
    """Raises what CatalogueImport.take raises; the sheet is kept then."""
    done = import_of(upload, read_upload(upload)).take(by=by)
    upload.delete()
    return done
