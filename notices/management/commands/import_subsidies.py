"""Take in subsidies by recipient of many units; docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.workflow import DomainError
from notices.subsidy_importing import SubsidyImport
from notices.subsidy_mapping import load_subsidy_mapping
from notices.subsidy_programme import programme_of
from notices.subsidy_report import COLUMNS, report_line, subsidy_figures

from ..import_command import (
    ImportCommand,
    lines_read,
    people_of,
    progress_bar,
    reach,
    units_of,
)


class Command(ImportCommand):
    help = (
        "Import subsidies by recipient from a CSV, XLSX or JSONL file: one notice for"
        " each unit and year. Names are masked, numbers become keys; neither is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--leave-out-refused",
            action="store_true",
            help="make a notice of its other rows where some were refused",
        )

    def handle(self, *, path: Path, report: Path | None, **options: Any) -> None:
        try:
            with ExitStack() as stack:
                report_file = stack.enter_context(
                    ReportFile(report, COLUMNS, not_over=path)
                )
                done = self._import(path, report_file, stack, options)
                done.run()
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not done.counts.was_readable:
            raise CommandError(_("Not one row of “%s” could be read.") % path.name)
        for line in subsidy_figures(done):
            self.stdout.write(line)

    def _import(
        self, path: Path, report: ReportFile, stack: ExitStack, options: dict[str, Any]
    ) -> SubsidyImport:
        mapping = load_subsidy_mapping(options["mapping"])
        rows = open_rows(path, sheet=mapping.sheet)
        people = people_of(options)
        reading = stack.enter_context(lines_read(rows))
        storing = stack.enter_context(progress_bar(0, " notices"))

        def stored(done: int, of: int) -> None:
            storing.total = of
            reach(storing, done)

        return SubsidyImport(
            rows=rows,
            mapping=mapping,
            source=options["source"],
            programme=programme_of(mapping),
            people=people,
            units=units_of(people, options),
            dry_run=options["dry_run"],
            leaves_out=options["leave_out_refused"],
            report=lambda result: report.write(report_line(result)),
            progress=lambda line: reach(reading, line),
            stored=stored,
        )
