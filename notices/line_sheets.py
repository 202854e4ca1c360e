"""Lines from a clerk's spreadsheet: kept, read, judged, taken or refused as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.file_types import clean_file_name
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.nameless_files import in_memory
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.sealing import box
from disclosure_portal.foundation.spreadsheets import books
from disclosure_portal.foundation.spreadsheets.table import Row, Table, read_table
from disclosure_portal.foundation.workflow import (
    DomainError,
    StaleStatusError,
    TransitionError,
)

from .drafting import hold_draft, require_draft
from .models import HeadingMatch, LineSheet, Notice
from .row_readings import as_read
from .sheet_targets import Fault, SheetTarget
from .structures.line_table import Line

# What is not taken by then is thrown away: it may hold personal data.
KEPT = timedelta(days=1)
ENDINGS = (".xlsx", ".xls", ".et", ".csv")
FOLDER = "sheets"
# No heading has so many digits: what has is somebody's number in a sheet without one.
NUMBER = re.compile(r"\d{6}")
# What nobody is called, and no cell of a person says.
OF_A_PERSON = ("姓名", "身份证号", "身份证号码", "卡号", "账号")
IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
PURPOSE = "line-sheets"
# Opened in memory: fifty thousand rows of twenty columns are half of it.
MAX_BYTES = 16 << 20


class SheetHasFaults(DomainError):
    """Nothing of the sheet was taken; its page says what to mend."""

    code = "sheet_has_faults"


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as it was understood; `token` tells all that this depended on: the
    upload, the chosen sheet, what headings mean, and the draft's version."""

    upload: LineSheet
    table: Table
    faults: tuple[Fault, ...]
    token: str

    @property
    def lines(self) -> list[Line]:
        return [dict(row.values) for row in self.table.rows]

    @property
    def errors(self) -> int:
        return self.table.error_count + sum(fault.is_error for fault in self.faults)

    @property
    def may_be_taken(self) -> bool:
        has_all = not self.table.missing
        return has_all and bool(self.table.rows) and not self.errors


def path_of(upload: LineSheet) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / upload.token


def keep_sheet(
    notice: Notice,
    target: SheetTarget,
    *,
    file_name: str,
    chunks: Iterable[bytes],
    by: User,
) -> LineSheet:
    """Keep a sheet for this table; it takes the place of one that was kept before.

    Raises RefusedFile for a file that is no sheet by its name or too large,
    NotAllowed and TransitionError as for any edit. Nothing is stored then.
    """
    require_role(by, notice.agency, Role.EDITOR)
    require_draft(notice)
    name = clean_file_name(file_name)
    if not name.lower().endswith(ENDINGS):
        raise RefusedFile(
            _("Choose a spreadsheet: %s.") % "、".join(kind[1:] for kind in ENDINGS)
        )
    upload = LineSheet(notice=notice, table=target.code, uploaded_by=by, file_name=name)
    _write(path_of(upload), chunks)
    with transaction.atomic():
        # Two uploads at once take their turns; the later one stays.
        hold_draft(notice)
        drop_sheet(notice, target)
        upload.save()
    return upload


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """Sealed: until its lines are taken the file may hold anybody's numbers."""
    content = books.content_of(chunks, most=MAX_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(box(PURPOSE).encrypt(content))


@contextmanager
def _opened(upload: LineSheet) -> Iterator[Path]:
    """The file as it came, as long as it is read."""
    try:
        sealed = path_of(upload).read_bytes()
    except FileNotFoundError:
        raise RefusedFile(_("The file is no longer kept. Choose it again.")) from None
    with in_memory(box(PURPOSE).decrypt(sealed)) as path:
        yield path


def read_or_drop(upload: LineSheet, target: SheetTarget) -> ReadSheet:
    """A sheet that has just come; what can't be read at all is not kept.

    Raises RefusedFile.
    """
    try:
        return read_sheet(upload, target)
    except RefusedFile:
        with transaction.atomic():
            _drop(upload)
        raise


def kept_sheet(notice: Notice, target: SheetTarget) -> LineSheet | None:
    upload = LineSheet.objects.filter(notice=notice, table=target.code).first()
    if upload is not None:
        upload.notice = notice  # of the version that the person sees
    return upload


def read_sheet(upload: LineSheet, target: SheetTarget) -> ReadSheet:
    """Raises RefusedFile for what can't be read as a sheet at all, and for a sheet
    whose header may be the row of a person."""
    matches = matches_of(upload.notice, target)
    with _opened(upload) as path:
        table = read_table(
            path,
            upload.file_name,
            target.columns_of(upload.notice),
            matches=matches or None,
            sheet=upload.sheet,
        )
    _require_headings(table, target)
    _refuse_households(table, target)
    table = _as_read(table, upload)
    table, arranging = _arranged(table, target)
    judge = target.judge
    headings = {each.code: each.text for each in table.headings if each.code}
    is_whole = judge is not None and not table.missing
    faults = judge(upload.notice, table.rows, headings) if judge and is_whole else []
    token = _token(upload, matches)
    return ReadSheet(upload, table, (*arranging, *faults), token)


def _as_read(table: Table, upload: LineSheet) -> Table:
    kind = upload.notice.kind
    rows = (
        Row(row.number, as_read(kind, upload.table, row.values, table.units))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _arranged(table: Table, target: SheetTarget) -> tuple[Table, list[Fault]]:
    if target.arrange is None or table.missing:
        return table, []
    rows, faults = target.arrange(table.rows)
    return replace(table, rows=tuple(rows)), faults


def _token(upload: LineSheet, matches: Mapping[str, str]) -> str:
    seen = {
        "matches": matches,
        "sheet": upload.sheet,
        "version": upload.notice.content_version,
    }
    return f"{upload.token}-{digest(seen)}"


def _require_headings(table: Table, target: SheetTarget) -> None:
    """Of a sheet without headings a row of the list would be taken for them, shown in
    clear and kept as a match. A cell is repeated of a row of headings only."""
    known = {heading.code for heading in table.headings if heading.code}
    if not target.private or len(known) > 1 or known - target.private:
        return
    if are_surely_headings([heading.text for heading in table.headings]):
        unknown = [each.text for each in table.headings if not each.code]
        raise RefusedFile(
            _(
                "Too few headings of the sheet are known. Not known are: %(headings)s."
                " Call the columns as the template does, and choose the file again."
            )
            % {"headings": "、".join(unknown)}
        )
    raise RefusedFile(
        _(
            "The headings of the sheet are not known, so its first row may be a"
            " person's. Write the names of the columns into one row above the"
            " lines, as the template has them, and choose the file again."
        )
    )


def are_surely_headings(texts: Sequence[str]) -> bool:
    """Does a row say what stands below it, and cannot be of a person? 户主 and 身份证
    may be said of somebody; a second row below the first may be somebody's."""
    bare = [IN_BRACKETS.sub("", text) for text in texts]
    has_other = any("/" in text or any(map(str.isdigit, text)) for text in bare)
    return not has_other and any(text.endswith(OF_A_PERSON) for text in bare)


def _refuse_households(table: Table, target: SheetTarget) -> None:
    """No such heading is repeated: what stands in it may be a person's, too."""
    told = [
        word
        for word in target.refused
        if any(word in heading.text for heading in table.headings)
    ]
    if told:
        raise RefusedFile(
            _(
                "The sheet is by household (%(words)s), and this table is open to all:"
                " add the households up by village or group, or take them in as a"
                " recipient list of a subsidy notice."
            )
            % {"words": "、".join(told)}
        )


def matches_of(notice: Notice, target: SheetTarget) -> dict[str, str]:
    """Heading → column, as this unit's clerks have matched them."""
    rows = HeadingMatch.objects.filter(
        agency=notice.agency_id, table=_table(notice, target)
    )
    return dict(rows.values_list("heading", "column"))


@transaction.atomic
def remember_matches(
    notice: Notice, target: SheetTarget, matches: Mapping[str, str], *, by: User
) -> None:
    """Keep what each heading means for the unit's next sheets; "" leaves it out."""
    require_role(by, notice.agency, Role.EDITOR)
    known = {column.code for column in target.columns_of(notice)} | {""}
    for heading, column in matches.items():
        if column not in known:
            raise SheetHasFaults(_("There is no column “%s”.") % column)
        if NUMBER.search(heading):
            raise SheetHasFaults(
                _("The sheet has no headings: name its columns in one row.")
            )
        HeadingMatch.objects.update_or_create(
            agency=notice.agency,
            table=_table(notice, target),
            heading=heading[:200],
            defaults={"column": column},
        )


def choose_sheet(upload: LineSheet, sheet: str) -> None:
    """Which sheet of the workbook holds the table."""
    upload.sheet = sheet[:100]
    upload.save(update_fields=["sheet"])


def take_sheet(notice: Notice, target: SheetTarget, *, by: User, token: str) -> int:
    """Put the lines of the kept sheet in the place of the table's; all or none.

    Raises SheetHasFaults, TransitionError, and what the table's deed raises.
    """
    sheet = sheet_to_take(notice, target, token=token)
    lines: Sequence[Line] = sheet.lines
    with transaction.atomic():
        drop_taken(sheet.upload)
        target.take(notice, lines, by)
    return len(lines)


def sheet_to_take(notice: Notice, target: SheetTarget, *, token: str) -> ReadSheet:
    """The kept sheet, whole and without faults. `token` is that of the sheet as the
    person had it before them. Raises SheetHasFaults, TransitionError for another
    sheet, StaleStatusError for one that is read otherwise now."""
    upload = kept_sheet(notice, target)
    if upload is None or upload.token != token.partition("-")[0]:
        raise _other_sheet()
    sheet = read_sheet(upload, target)
    if sheet.token != token:
        raise StaleStatusError(
            _(
                "Meanwhile somebody changed the draft, the sheet that was chosen, or"
                " what its headings mean: nothing was taken. Below is how it stands"
                " now; look at it and take it then."
            )
        )
    if not sheet.may_be_taken:
        raise SheetHasFaults(_("The sheet still has faults: nothing was taken."))
    return sheet


def drop_taken(upload: LineSheet) -> None:
    """Raises TransitionError if another sheet took its place while it was read."""
    if not LineSheet.objects.filter(pk=upload.pk).exists():
        raise _other_sheet()
    _drop(upload)


def _other_sheet() -> TransitionError:
    return TransitionError(
        _("Another sheet was uploaded meanwhile. Look at it before you take it.")
    )


def drop_sheet(notice: Notice, target: SheetTarget) -> None:
    """Throw the kept sheet away, its file too once the row is gone for good."""
    for upload in LineSheet.objects.filter(notice=notice, table=target.code):
        _drop(upload)


def drop_sheets(notice: Notice) -> None:
    """All sheets of a notice, with their names and files."""
    for upload in LineSheet.objects.filter(notice=notice):
        _drop(upload)


def _drop(upload: LineSheet) -> None:
    path = path_of(upload)
    upload.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def forget_sheets() -> str:
    """Wired to tick: sheets that nobody took, and files whose row is gone."""
    oldest = clock.now() - KEPT
    for upload in LineSheet.objects.filter(uploaded_at__lt=oldest):
        _drop(upload)
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    tokens = set(LineSheet.objects.values_list("token", flat=True))
    stray = [
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        # A file is written before its row.
        if path.name not in tokens and path.stat().st_mtime < oldest.timestamp()
    ]
    for path in stray:
        path.unlink(missing_ok=True)
    return f"{len(stray)} files removed"


def _table(notice: Notice, target: SheetTarget) -> str:
    return f"{notice.kind}.{target.code}"
