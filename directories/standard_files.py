"""Files with standard catalogues: which sheet is read, and what is told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets import books
from disclosure_portal.foundation.spreadsheets.cells import RawSheet

from .standard_headings import SEARCHED, Column, find_header
from .standard_sheet import Problem, StandardSheet, Told, read_standard
from .standard_ticks import Group

# The longest of the 26 national catalogues has some two hundred rows.
MAX_ROWS = 10_000
MAX_SHEETS = 60

WORDS: Mapping[Told, str | Promise] = {
    Told.NO_HEADER: _(
        "No header was found that names the items. Write 一级事项 (or 公开事项),"
        " 公开内容, 公开时限, 公开主体 … over the columns. Found: %(text)s"
    ),
    Told.NO_ITEM: _("The row has no item, and no row above has one: %(text)s"),
    Told.CODE_TWICE: _("Another item has the code %(text)s, with other content."),
    Told.TOO_LONG: _("The text is too long for its column: %(text)s…"),
    Told.NO_VALUE: _("The cell holds a formula without a value: type the text in."),
    Told.HIDDEN_ROW: _("The row is hidden: show it or delete it. It says: %(text)s"),
    Told.HIDDEN_COLUMN: _("The column “%(text)s” is hidden: show it or delete it."),
    Told.NOT_UNDERSTOOD: _("Not understood, kept as the item's remark: %(text)s"),
    Told.LIMIT_UNREAD: _("The time limit is to be settled by hand: %(text)s"),
    Told.SAME_AS_ABOVE: _("同上 was taken as: %(text)s"),
    Told.CARRIED_DOWN: _("The item was carried down from above: %(text)s"),
    Told.SAME_ROW: _("The same as row %(text)s; taken once."),
    Told.SAME_NAME: _("Called as row %(text)s, with other content; both are kept."),
    Told.HEADER_AGAIN: _("The header again; passed over."),
    Told.LONE_TEXT: _("A title or note, no item; left out: %(text)s"),
    Told.ONLY_NUMBER: _("Only a serial number; left out: %(text)s"),
    Told.OTHER_COLUMN: _(
        "The column “%(text)s” is not known; its cells are kept as remarks."
    ),
    Told.DOUBLE_COLUMN: _(
        "The column “%(text)s” says what another one says; its cells are kept as"
        " remarks."
    ),
    Told.MISSING_COLUMN: _("The sheet has no column for: %(text)s"),
    Told.NO_BOXES: _("No box is ticked; all that is named was taken: %(text)s"),
}
NAMES: Mapping[str, str | Promise] = {
    Column.CONTENT: _("content to be disclosed"),
    Column.BASIS: _("basis as written"),
    Column.LIMIT: _("time limit"),
    Column.SUBJECT: _("who discloses"),
    Group.CHANNELS: _("channels"),
    Group.AUDIENCE: _("audience"),
    Group.MANNER: _("manner of disclosure"),
    Group.LEVELS: _("levels"),
}


@dataclass(frozen=True)
class ReadFile:
    """`others` are sheets of the workbook that have a header, too."""

    sheet: str
    others: tuple[str, ...]
    read: StandardSheet


def read_file(path: Path, file_name: str, sheet: str = "") -> ReadFile:
    """The catalogue in a file; a workbook of several gives one, by its sheet's name.

    Raises RefusedFile for what can't be read as a whole.
    """
    with books.opened(path, file_name) as book:
        names = [each.name for each in book.names if not each.is_hidden][:MAX_SHEETS]
        heads = {name: books.read(book, name, limit=SEARCHED) for name in names}
        filled = [name for name, head in heads.items() if head.rows]
        if not filled or (sheet and sheet not in filled):
            raise RefusedFile(
                _(
                    "The file has no visible sheet “%(sheet)s” with rows. It has:"
                    " %(all)s."
                )
                % {"sheet": sheet, "all": "、".join(filled)}
            )
        fit = [name for name in filled if _is_catalogue(heads[name])]
        chosen = sheet or next(iter(fit), filled[0])
        raw = books.read_whole(book, chosen, most=MAX_ROWS)
    others = tuple(name for name in fit if name != chosen)
    return ReadFile(chosen, others, read_standard(raw))


def _is_catalogue(head: RawSheet) -> bool:
    header = find_header(head)
    return header is not None and header.is_whole


def in_words(problem: Problem) -> str:
    text = str(NAMES.get(problem.text, problem.text))
    return str(WORDS[problem.told]) % {"text": text}
