"""Take in the service guides of an older site; docs/data-import.md explains it."""

from __future__ import annotations

from disclosure_portal.foundation.row_files import open_rows
from notices.import_command import ImportCommand, ImportOrder, progress_of
from notices.import_guides import GuideContent, load_guide_mapping
from notices.import_outcomes import Counts
from notices.importing import NoticeImport


class Command(ImportCommand):
    help = "Import service guides from a CSV, XLSX or JSONL file."

    def carry_out(self, order: ImportOrder) -> Counts:
        mapping, events = load_guide_mapping(order.mapping)
        rows = open_rows(order.path, sheet=mapping.sheet)
        with progress_of(rows) as reach:
            return NoticeImport(
                rows=rows,
                mapping=mapping,
                source=order.source,
                people=order.people,
                units=order.units,
                content=GuideContent(mapping, events),
                dry_run=order.dry_run,
                report=order.report,
                progress=reach,
            ).run()
