"""Take in the redirect table of an older site; docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from disclosure_portal.foundation.old_address_import import Rule, import_old_addresses
from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.workflow import DomainError


class Command(BaseCommand):
    help = "Import old addresses and where they lead now (columns old, new)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file: CSV, XLSX or JSONL")
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
        columns = ("line", "rule", "explanation")
        try:
            with ReportFile(report, columns, not_over=[path]) as file:

                def tell(line: int, rule: Rule, reason: str) -> None:
                    file.write((line, rule.value, reason))

                counts = import_old_addresses(open_rows(path), tell, dry_run=dry_run)
        except DomainError as error:
            raise CommandError(str(error)) from error
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))
        for rule in Rule:
            self.stdout.write(f"{rule.value}: {counts[rule]}")
