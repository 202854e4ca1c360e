"""Take in a list of powers or services; docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directories.models import Agency
from directories.service_import import ServiceImport, read_services
from directories.service_rules import REFUSED, WITHOUT_ROW, Rule
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.workflow import DomainError

COLUMNS = ("place", "rule", "code", "name", "explanation", "found")


class Command(BaseCommand):
    help = "Import service items (权责清单, 政务服务事项) from XLSX, XLS, ET or CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument(
            "--agency", metavar="CODE", help="the unit of rows that name none"
        )
        parser.add_argument("--sheet", default="", help="the sheet of a workbook")
        parser.add_argument(
            "--by", required=True, metavar="USER", help="a clerk of the units"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="decide everything, write nothing"
        )
        parser.add_argument(
            "--complete",
            action="store_true",
            help="the sheet is the whole list of each unit that it names: take off"
            " what it lacks",
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write a line for each row (CSV)",
        )

    def handle(self, *, path: Path, report: Path | None, **options: Any) -> None:
        try:
            with ReportFile(report, COLUMNS, not_over=[path]) as report_file:

                def tell(
                    place: object, rule: Rule, code: str, name: str, found: str
                ) -> None:
                    row = (place, rule.value, code, name, rule.label, found)
                    report_file.write(row)
                    if rule in REFUSED or rule is Rule.REMOVED:
                        what = " ".join(filter(None, [code, name, found]))
                        self.stderr.write(f"{place}: {rule.label} {what}".strip())

                counts = ServiceImport(
                    table=read_services(path, path.name, options["sheet"]),
                    by=_by(options["by"]),
                    agency=_unit(options["agency"]) if options["agency"] else None,
                    dry_run=options["dry_run"],
                    is_complete=options["complete"],
                    report=tell,
                ).run()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
        rows = counts.total() - sum(counts[rule] for rule in WITHOUT_ROW)
        self.stdout.write(_("Rows: %s") % rows)
        for rule in Rule:
            if counts[rule]:
                self.stdout.write(f"    {rule.label}: {counts[rule]}")


def _by(name: str) -> User:
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None:
        raise CommandError(_("There is no active account “%s”.") % name)
    return person


def _unit(code: str) -> Agency:
    unit = Agency.objects.filter(slug=code.lower()).first()
    if unit is None:
        raise CommandError(_("There is no unit with the code “%s”.") % code)
    return unit
