"""Lists of powers and services that a clerk looks at before they are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.nameless_files import in_memory
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets.table import Table

from .models import Agency, ServiceUpload
from .service_import import ServiceImport, read_services
from .service_rules import Rule
from .sheet_uploads import new_upload

# What a page looks at and takes within two seconds; the command takes more.
MOST_ROWS = 1_000


def keep_list(
    *,
    file_name: str,
    chunks: Iterable[bytes],
    sheet: str = "",
    agency: Agency | None = None,
    is_complete: bool = False,
    by: User,
) -> ServiceUpload:
    """Keep a list for its preview; what no run can begin with is not kept.

    Raises RefusedFile, NotAllowed.
    """
    upload = new_upload(
        ServiceUpload,
        file_name=file_name,
        chunks=chunks,
        sheet=sheet,
        by=by,
        agency=agency,
        is_complete=is_complete,
    )
    table = read_list(upload)
    run_of(upload, table, by=by, dry_run=True).run()
    if not table.rows:
        raise RefusedFile(_("The sheet has a header and no rows."))
    upload.save()
    return upload


def read_list(upload: ServiceUpload) -> Table:
    with in_memory(bytes(upload.content)) as path:
        return read_services(path, upload.file_name, upload.sheet, most=MOST_ROWS)


def run_of(
    upload: ServiceUpload,
    table: Table,
    *,
    by: User,
    dry_run: bool = False,
    expected: str = "",
    report: Callable[[object, Rule, str, str, str], None] = lambda *row: None,
) -> ServiceImport:
    return ServiceImport(
        table=table,
        by=by,
        agency=upload.agency,
        dry_run=dry_run,
        is_complete=upload.is_complete,
        expected=expected,
        report=report,
    )


@transaction.atomic
def take_list(upload: ServiceUpload, *, expected: str, by: User) -> ServiceImport:
    """`expected` is the fingerprint of the preview. Raises what ServiceImport.run
    raises; the sheet is kept then."""
    if not expected:
        raise RefusedFile(_("Look at the list before you take it."))
    done = run_of(upload, read_list(upload), by=by, expected=expected)
    done.run()
    upload.delete()
    return done
