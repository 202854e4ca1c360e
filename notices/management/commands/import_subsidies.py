"""Take in subsidies by recipient of many units; docs/data-import.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tqdm import tqdm

from disclosure_portal.foundation.row_files import open_rows
from notices.subsidy_importing import SubsidyImport
from notices.subsidy_mapping import SubsidyMapping, load_subsidy_mapping
from notices.subsidy_programme import programme_of
from notices.subsidy_report import COLUMNS, report_line, subsidy_figures

from ..import_command import (
    ImportCommand,
    ImportOrder,
    progress_bar,
    progress_of,
    reach,
)


class Command(ImportCommand):
    help = (
        "Import subsidies by recipient from a CSV, XLSX or JSONL file: one notice for"
        " each unit and year. Names are masked, numbers become keys; neither is kept."
    )

    report_columns = COLUMNS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--leave-out-refused",
            action="store_true",
            help="make a notice of its other rows where some were refused",
        )

    def load_mapping(self, path: Path) -> SubsidyMapping:
        return load_subsidy_mapping(path)

    def carry_out(
        self, order: ImportOrder, options: Mapping[str, Any]
    ) -> SubsidyImport:
        mapping: SubsidyMapping = order.mapping
        rows = open_rows(order.path, sheet=mapping.sheet)
        with progress_of(rows) as read, progress_bar(0, " notices") as bar:
            done = SubsidyImport(
                rows=rows,
                mapping=mapping,
                programme=programme_of(mapping, order.people),
                **order.terms,
                leaves_out=options["leave_out_refused"],
                report=lambda result: order.write(report_line(result)),
                progress=read,
                stored=lambda number, of: _stored(bar, number, of),
            )
            done.run()
        return done

    def figures(self, done: SubsidyImport) -> Iterator[str]:
        return subsidy_figures(done)


def _stored(bar: tqdm[Any], number: int, of: int) -> None:
    bar.total = of
    reach(bar, number)
