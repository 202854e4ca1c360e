"""Take in the service guides of an older site; docs/data-import.md explains it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disclosure_portal.foundation.row_files import open_rows
from notices.import_guides import GuideContent, Words, load_guide_mapping
from notices.import_mapping import ImportMapping
from notices.importing import NoticeImport

from ..import_command import ImportCommand, ImportOrder, progress_of


class Command(ImportCommand):
    help = "Import service guides from a CSV, XLSX or JSONL file."

    def load_mapping(self, path: Path) -> tuple[ImportMapping, Words]:
        return load_guide_mapping(path)

    def carry_out(self, order: ImportOrder, options: Mapping[str, Any]) -> NoticeImport:
        mapping, events = order.mapping
        rows = open_rows(order.path, sheet=mapping.sheet)
        with progress_of(rows) as reach:
            done = NoticeImport(
                rows=rows,
                mapping=mapping,
                **order.terms,
                content=GuideContent(mapping, events),
                report=order.report,
                progress=reach,
            )
            done.run()
            return done
