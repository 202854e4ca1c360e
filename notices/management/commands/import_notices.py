"""Take in the notices of an older site; docs/data-import.md explains it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from disclosure_portal.foundation.report_files import ReportFile
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.workflow import DomainError
from notices.import_mapping import load_mapping
from notices.import_report import COLUMNS, figures, report_line
from notices.importing import NoticeImport

from ..import_command import ImportCommand, lines_read, people_of, reach, units_of


class Command(ImportCommand):
    help = "Import notices of an older site from a CSV, XLSX or JSONL file."

    def handle(self, *, path: Path, report: Path | None, **options: Any) -> None:
        try:
            mapping = load_mapping(options["mapping"])
            rows = open_rows(path, sheet=mapping.sheet)
            people = people_of(options)
            with (
                ReportFile(report, COLUMNS, not_over=path) as report_file,
                lines_read(rows) as bar,
            ):
                notice_import = NoticeImport(
                    rows=rows,
                    mapping=mapping,
                    source=options["source"],
                    people=people,
                    units=units_of(people, options),
                    dry_run=options["dry_run"],
                    report=lambda result: report_file.write(report_line(result)),
                    progress=lambda line: reach(bar, line),
                )
                counts = notice_import.run()
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not counts.was_readable:
            raise CommandError(_("Not one row of “%s” could be read.") % path.name)
        for line in figures(counts, dry_run=options["dry_run"]):
            self.stdout.write(line)
