"""Take in the units of the county from a file; docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from directories.agency_import import AgencyImport, Phase
from directories.agency_rows import Rule
from directories.models import Agency
from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.workflow import DomainError

COLUMNS = ("line", "rule", "code", "name", "explanation")


class Command(BaseCommand):
    help = "Import units (code, name, parent_code, kind or level) from a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file: CSV, XLSX or JSONL")
        top = parser.add_mutually_exclusive_group()
        top.add_argument(
            "--under", metavar="CODE", help="where rows without a superior unit stand"
        )
        top.add_argument(
            "--root-code",
            default="",
            metavar="CODE",
            help="… below this root, made if new",
        )
        parser.add_argument("--root-name", default="", help="the name of a new root")
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
            rows = open_rows(path)
            with (
                ReportFile(report, COLUMNS, not_over=[path]) as report_file,
                # Only on a terminal: a bar in a log file is noise.
                tqdm(unit=" rows", disable=None, leave=False) as bar,
            ):

                def tell(line: int, rule: Rule, code: str, name: str) -> None:
                    report_file.write((line, rule.value, code, name, rule.label))

                counts = AgencyImport(
                    rows=rows,
                    under=_unit(options["under"]) if options["under"] else None,
                    root_code=options["root_code"],
                    root_name=options["root_name"],
                    dry_run=options["dry_run"],
                    report=tell,
                    progress=_PhaseBar(bar).reach,
                ).run()
        except DomainError as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        if counts.total() == counts[Rule.UNREADABLE]:
            raise CommandError(_("Not one row of “%s” could be read.") % path.name)
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
        self.stdout.write(_("Rows: %s") % counts.total())
        for rule in Rule:
            if counts[rule]:
                self.stdout.write(f"    {rule.label}: {counts[rule]}")


class _PhaseBar:
    """A bar that begins anew with each phase and says its name."""

    def __init__(self, bar: tqdm[Any]) -> None:
        self._bar = bar
        self._phase: Phase | None = None

    def reach(self, phase: Phase, done: int, total: int) -> None:
        if phase != self._phase:
            self._phase = phase
            self._bar.reset(total)
            self._bar.set_description(str(phase.label))
        self._bar.update(done - self._bar.n)


def _unit(code: str) -> Agency:
    unit = Agency.objects.filter(slug=code.lower()).first()
    if unit is None:
        raise CommandError(_("There is no unit with the code “%s”.") % code)
    return unit
