"""Take in a standard catalogue (标准目录); docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directories.models import IssueLevel
from directories.standard_files import ReadFile, in_words, read_file
from directories.standard_import import CatalogueImport, Outcome, Particulars
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.workflow import DomainError

COLUMNS = ("place", "outcome", "rule", "item", "explanation")


class Command(BaseCommand):
    help = "Import a standard catalogue from an XLSX, XLS, ET or CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument("--name", required=True, help="its name, known again by")
        parser.add_argument("--domain", required=True, help="the domain (领域)")
        parser.add_argument(
            "--level",
            default=IssueLevel.COUNTY.value,
            choices=IssueLevel.values,
            help="who gave it out",
        )
        parser.add_argument("--number", default="", help="its document number")
        parser.add_argument("--issued-by", default="", help="the body that issued it")
        parser.add_argument("--sheet", default="", help="the sheet of a workbook")
        parser.add_argument(
            "--by",
            required=True,
            metavar="USER",
            help="an overseer of the whole county",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="decide everything, write nothing"
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write a line for each item and each remark (CSV)",
        )

    def handle(self, *, path: Path, report: Path | None, **options: Any) -> None:
        try:
            with ReportFile(report, COLUMNS, not_over=[path]) as report_file:
                found = read_file(path, path.name, options["sheet"])
                run, by = (
                    CatalogueImport(_particulars(options), found.read),
                    _by(options),
                )
                for line in _lines(found, run.look(by=by)):
                    report_file.write(line)
            self._tell(found, run)
            if options["dry_run"]:
                self.stdout.write(_("Dry run: nothing was written."))
            else:
                run.take(by=by)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _tell(self, found: ReadFile, run: CatalogueImport) -> None:
        for problem in found.read.problems:
            if problem.is_error:
                self.stderr.write(f"{problem.place}: {in_words(problem)}")
        self.stdout.write(_("Sheet: %s") % found.sheet)
        for outcome in Outcome:
            self.stdout.write(f"    {outcome.label}: {run.counts[outcome]}")
        errors = found.read.errors
        self.stdout.write(
            _("Errors: %(errors)s, remarks: %(remarks)s")
            % {"errors": errors, "remarks": len(found.read.problems) - errors}
        )


def _particulars(options: dict[str, Any]) -> Particulars:
    return Particulars(
        name=options["name"],
        domain=options["domain"],
        issue_level=options["level"],
        number=options["number"],
        issued_by=options["issued_by"],
    )


def _by(options: dict[str, Any]) -> User:
    person = User.objects.filter(username=options["by"], is_active=True).first()
    if person is None:
        raise CommandError(_("There is no active account “%s”.") % options["by"])
    return person


def _lines(found: ReadFile, run: CatalogueImport) -> list[tuple[object, ...]]:
    items = [
        (line.row or "", line.outcome.value, "、".join(line.changed), line.item, "")
        for line in run.lines
    ]
    problems = [
        (
            problem.place,
            "refused" if problem.is_error else "remark",
            problem.told.value,
            "",
            in_words(problem),
        )
        for problem in found.read.problems
    ]
    return [*items, *problems]
