"""Take in the notices of an older site; docs/data-import.md explains it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disclosure_portal.foundation.row_files import open_rows
from notices.import_mapping import ImportMapping, load_mapping
from notices.importing import NoticeImport

from ..import_command import ImportCommand, ImportOrder, progress_of


class Command(ImportCommand):
    help = "Import notices of an older site from a CSV, XLSX or JSONL file."

    def load_mapping(self, path: Path) -> ImportMapping:
        return load_mapping(path)

    def carry_out(self, order: ImportOrder, options: Mapping[str, Any]) -> NoticeImport:
        rows = open_rows(order.path, sheet=order.mapping.sheet)
        with progress_of(rows) as reach:
            done = NoticeImport(
                rows=rows,
                mapping=order.mapping,
                **order.terms,
                report=order.report,
                progress=reach,
            )
            done.run()
            return done
