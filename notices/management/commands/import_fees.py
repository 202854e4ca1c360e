"""Take in the fee lists of an older site; docs/data-import.md explains it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disclosure_portal.foundation.row_files import open_rows
from notices.import_fee_lists import load_fee_mapping
from notices.import_fees import FeeImport
from notices.import_mapping import ImportMapping

from ..import_command import ImportCommand, ImportOrder, progress_of


class Command(ImportCommand):
    help = "Import fee lists from a CSV, XLSX or JSONL file."

    def load_mapping(self, path: Path) -> ImportMapping:
        return load_fee_mapping(path)

    def carry_out(self, order: ImportOrder, options: Mapping[str, Any]) -> FeeImport:
        rows = open_rows(order.path, sheet=order.mapping.sheet)
        with progress_of(rows) as reach:
            done = FeeImport(
                rows=rows,
                mapping=order.mapping,
                **order.terms,
                report=order.report,
                progress=reach,
            )
            done.run()
            return done
