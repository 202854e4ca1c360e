"""Take in the log of an availability probe; docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.workflow import DomainError
from notices.availability_import import Outcome, import_availability


class Command(BaseCommand):
    help = "Import the log of a probe (columns time, address, status, milliseconds)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file: CSV, XLSX or JSONL")
        parser.add_argument("--host", help="the site's name in the log, if another")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE",
            help="write a line for each row (CSV)",
        )

    def handle(
        self, *, path: Path, report: Path | None, dry_run: bool, **options: Any
    ) -> None:
        host = options["host"] or urlsplit(settings.SITE_URL).hostname or ""
        columns = ("line", "outcome", "explanation")
        try:
            with ReportFile(report, columns, not_over=[path]) as file:

                def tell(line: int, outcome: Outcome, reason: str) -> None:
                    file.write((line, outcome.value, reason))
                    if reason and report is None:
                        self.stderr.write(f"{line}: {reason}")

                taken = import_availability(
                    open_rows(path), tell, host=host, dry_run=dry_run
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))
        for outcome in Outcome:
            self.stdout.write(f"{outcome.value}: {taken.lines[outcome]}")
        self.stdout.write(f"days: {taken.days}, replaced: {taken.replaced}")
