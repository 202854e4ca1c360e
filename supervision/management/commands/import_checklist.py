"""Take in a checklist (考核指标体系) as a draft; docs/checklists.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.workflow import DomainError
from supervision.checklist_document import base_points
from supervision.checklist_drafting import require_editor
from supervision.checklist_import import Found, Particulars, read_file, take_file
from supervision.checklist_tree import leaves, walk, written
from supervision.checklist_words import in_words

COLUMNS = ("place", "outcome", "rule", "explanation")


class Command(BaseCommand):
    help = "Import a checklist from an XLSX, XLS, ET, CSV or JSON file, as a draft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument("--code", default="", help="the same in all years")
        parser.add_argument("--year", type=int, default=0, help="the year it is for")
        parser.add_argument("--title", default="", help="its title")
        parser.add_argument("--units", default="", help="the units scored by it")
        parser.add_argument("--source", default="", help="where it comes from")
        parser.add_argument("--sheet", default="", help="the sheet of a workbook")
        parser.add_argument(
            "--split-parts",
            action="store_true",
            help="parts with points of their own become indicators",
        )
        parser.add_argument(
            "--with-misfits",
            action="store_true",
            help="take sums that don't fit, to be mended at the desk",
        )
        parser.add_argument(
            "--by", required=True, metavar="USER", help="an overseer of the county"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="decide everything, write nothing"
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write a line for each error and each remark (CSV)",
        )

    def handle(self, *, path: Path, report: Path | None, **options: Any) -> None:
        try:
            with ReportFile(report, COLUMNS, not_over=[path]) as report_file:
                by, particulars = _by(options), _particulars(options, path)
                require_editor(by)
                found = read_file(path, path.name, particulars, options["sheet"])
                for line in _lines(found):
                    report_file.write(line)
            self._tell(found)
            if options["dry_run"]:
                self.stdout.write(_("Dry run: nothing was written."))
            else:
                self.stdout.write(str(take_file(found, particulars, by=by)))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _tell(self, found: Found) -> None:
        branches = found.document.branches
        for problem in found.problems:
            stream = self.stderr if problem.is_error else self.stdout
            stream.write(f"{problem.place}: {in_words(problem)}")
        for branch in branches:
            points = written(branch.points) or "-"
            self.stdout.write(f"    {branch.code} {branch.title}: {points}")
        self.stdout.write(
            _("Rows: %(rows)s, indicators: %(leaves)s, points: %(points)s")
            % {
                "rows": sum(1 for _each in walk(branches)),
                "leaves": sum(1 for _each in leaves(branches)),
                "points": written(base_points(found.document)),
            }
        )
        self.stdout.write(
            _("Errors: %(errors)s, remarks: %(remarks)s")
            % {"errors": len(found.errors), "remarks": len(found.remarks)}
        )


def _particulars(options: dict[str, Any], path: Path) -> Particulars:
    is_sheet = path.suffix.lower() != ".json"
    if is_sheet and not (options["code"] and options["year"]):
        raise CommandError(_("Say --code and --year: a sheet does not."))
    return Particulars(
        code=options["code"],
        year=options["year"],
        title=options["title"],
        unit_kind=options["units"],
        source=options["source"],
        split_parts=options["split_parts"],
        with_misfits=options["with_misfits"],
    )


def _by(options: dict[str, Any]) -> User:
    person = User.objects.filter(username=options["by"], is_active=True).first()
    if person is None:
        raise CommandError(_("There is no active account “%s”.") % options["by"])
    return person


def _lines(found: Found) -> list[tuple[object, ...]]:
    return [
        (
            problem.place,
            "refused" if problem.is_error else "remark",
            problem.told.value,
            in_words(problem),
        )
        for problem in found.problems
    ]
