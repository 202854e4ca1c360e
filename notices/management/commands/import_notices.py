"""Take in the notices of an older site; docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.row_files import RowFile, open_rows
from disclosure_portal.foundation.workflow import DomainError
from notices.import_mapping import load_mapping
from notices.import_report import COLUMNS, figures, report_line
from notices.import_targets import People, Units, unit_by_code, unit_map
from notices.importing import NoticeImport


class Command(BaseCommand):
    help = "Import notices of an older site from a CSV, XLSX or JSONL file."

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
            "--report",
            type=Path,
            metavar="FILE",
            help="write a line for each row (CSV)",
        )

    def handle(self, *, path: Path, report: Path | None, **options: Any) -> None:
        try:
            mapping = load_mapping(options["mapping"])
            rows = open_rows(path, sheet=mapping.sheet)
            people = _people(options["by"], options["approved_by"])
            with (
                ReportFile(report, COLUMNS, not_over=path) as report_file,
                _progress(rows) as bar,
            ):
                notice_import = NoticeImport(
                    rows=rows,
                    mapping=mapping,
                    source=options["source"],
                    people=people,
                    units=_units(people, options),
                    dry_run=options["dry_run"],
                    report=lambda result: report_file.write(report_line(result)),
                    progress=lambda line: _reach(bar, line),
                )
                counts = notice_import.run()
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not counts.was_readable:
            raise CommandError(_("Not one row of “%s” could be read.") % path.name)
        for line in figures(counts, dry_run=options["dry_run"]):
            self.stdout.write(line)


def _people(by: str, approved_by: str | None) -> People:
    return People(_user(by), _user(approved_by) if approved_by else None)


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("There is no user “%s”.") % username)
    if not user.is_active:
        raise CommandError(_("The account of “%s” is closed.") % username)
    return user


def _units(people: People, options: dict[str, Any]) -> Units:
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


def _progress(rows: RowFile) -> tqdm[Any]:
    # Only on a terminal: a bar in a log file is noise.
    return tqdm(total=rows.lines, unit=" lines", disable=None, leave=False)


def _reach(bar: tqdm[Any], line: int) -> None:
    bar.update(line - bar.n)
