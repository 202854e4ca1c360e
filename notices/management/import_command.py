"""What the commands have in common that take in files of older sites: who writes and
who signs, which units there are, how far it has come."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.row_files import RowFile, open_rows
from notices.import_targets import People, Units, unit_by_code, unit_map


class ImportCommand(BaseCommand):
    """A command whose file, people and units are named in the same words."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument(
            "--source", required=True, help="a short name of the older site"
        )
        parser.add_argument(
            "--mapping", type=Path, required=True, help="what the columns mean (TOML)"
        )
        parser.add_argument(
            "--by", required=True, metavar="USER", help="who writes: an editor"
        )
        parser.add_argument(
            "--approved-by",
            metavar="USER",
            help="who signs: an approver; without, all stay drafts",
        )
        units = parser.add_mutually_exclusive_group()
        units.add_argument("--agency", metavar="CODE", help="the unit of all rows")
        units.add_argument(
            "--map-agency",
            type=Path,
            metavar="FILE",
            help="names of units in the file and their codes here (name, code)",
        )
        parser.add_argument(
            "--create-agencies",
            metavar="PARENT_CODE",
            help="make units that are not known, below this one",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="decide everything, write nothing"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write what became of it (CSV)"
        )


def people_of(options: dict[str, Any]) -> People:
    by, approved_by = options["by"], options["approved_by"]
    return People(_user(by), _user(approved_by) if approved_by else None)


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("There is no user “%s”.") % username)
    if not user.is_active:
        raise CommandError(_("The account of “%s” is closed.") % username)
    return user


def units_of(people: People, options: dict[str, Any]) -> Units:
    only, parent, known = (
        options["agency"],
        options["create_agencies"],
        options["map_agency"],
    )
    if only and parent:
        raise CommandError(_("Use --agency or --create-agencies, not both."))
    return Units(
        people,
        only=unit_by_code(only) if only else None,
        known=unit_map(open_rows(known)) if known else None,
        parent=unit_by_code(parent) if parent else None,
    )


def progress_bar(total: int, unit: str) -> tqdm[Any]:
    # Only on a terminal: a bar in a log file is noise.
    return tqdm(total=total, unit=unit, disable=None, leave=False)


def lines_read(rows: RowFile) -> tqdm[Any]:
    return progress_bar(rows.lines, " lines")


def reach(bar: tqdm[Any], place: int) -> None:
    bar.update(place - bar.n)
