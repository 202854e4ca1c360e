"""Inside the portal: lines of subsidies taken in by the import, and as plainly as can
be, in turn."""

from __future__ import annotations

import csv
import gzip
import json
import resource
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from directories.models import Agency, AgencyKind, Membership, Role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.row_files import open_rows
from notices.import_targets import People, Units
from notices.line_staging import LineStaging
from notices.models import SubsidyLine
from notices.recipients import STORED
from notices.subsidy_importing import BATCH, SubsidyImport
from notices.subsidy_mapping import load_subsidy_mapping
from notices.subsidy_programme import programme_of

from . import processor

ROUNDS = 3
SHEET_ROWS = 30_000
MAPPING = Path(__file__).parent.parent / "docs/examples/henan-farm-machinery.toml"
NAMES = ", ".join(f'"{name}"' for name in ("line_set_id", "position", *STORED))
TABLE = SubsidyLine._meta.db_table


def import_speed(file: str, answer: str) -> None:
    path, folder = Path(file), Path(answer).parent
    office = _office()
    plain = _stored_lines(path, office, folder / "lines.csv")
    sheet = _as_sheet(path, folder / "lines.xlsx")
    store = _copy if connection.vendor == "postgresql" else _executemany
    ways: dict[str, Callable[[], None]] = {
        "csv_plain": lambda: store(plain),
        "csv": lambda: _take_lines(path, office),
        "xlsx_plain": lambda: _read(_own_rows(sheet)),
        "xlsx": lambda: _read(open_rows(sheet)),
    }
    figures: dict[str, float] = {}
    for _round in range(ROUNDS):
        for name, way in ways.items():
            figures[name] = min(figures.get(name, 1e9), _timed(way))
            _empty()
    figures["notices"] = _timed(lambda: _import(path, office).run())
    figures["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(answer).write_text(json.dumps(figures), encoding="utf-8")


def _office() -> Agency:
    unit = Agency(code="410000", name="河南省", kind=AgencyKind.REGION)
    unit.save()
    user = User.objects.create(username="editor", name="editor")
    for role in (Role.EDITOR, Role.OVERSEER):
        Membership.objects.create(user=user, agency=unit, role=role)
    programme_of(load_subsidy_mapping(MAPPING), People(user, None)).save()
    return unit


def _import(path: Path, office: Agency) -> SubsidyImport:
    mapping = load_subsidy_mapping(MAPPING)
    people = People(User.objects.get(), None)
    return SubsidyImport(
        rows=open_rows(path),
        mapping=mapping,
        source="speed",
        programme=programme_of(mapping, people),
        people=people,
        units=Units(people, parent=office),
    )


def _take_lines(path: Path, office: Agency) -> None:
    """The import without the notices."""
    run = _import(path, office)
    with LineStaging() as staging:
        staging.fill(run.lines())
        groups = run.groups.full()
        for start in range(0, len(groups), BATCH):
            with transaction.atomic():
                for group in groups[start : start + BATCH]:
                    run.store_lines(group, office, staging)


def _stored_lines(path: Path, office: Agency, to: Path) -> Path:
    """What the import stores, as a file for the plain way; its lists stay."""
    _take_lines(path, office)
    rows = SubsidyLine.objects.order_by("pk").values_list(
        "line_set_id", "position", *STORED
    )
    with to.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows.iterator())
    _empty()
    return to


def _copy(file: Path) -> None:
    texts = '("village", "group", "remark", "status", "lookup_key", "township")'
    options = f"(FORMAT csv, FORCE_NOT_NULL {texts})"
    with (
        file.open("rb") as stream,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {TABLE} ({NAMES}) FROM STDIN {options}") as copy,
    ):
        while block := stream.read(1 << 20):
            copy.write(block)


def _executemany(file: Path) -> None:
    places = ", ".join(["%s"] * (2 + len(STORED)))
    statement = f"INSERT INTO {TABLE} ({NAMES}) VALUES ({places})"
    with (
        file.open(encoding="utf-8", newline="") as stream,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        rows: Any = csv.reader(stream)
        cursor.executemany(statement, rows)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM {TABLE}")


def _as_sheet(path: Path, to: Path) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        for row in islice(csv.reader(stream), SHEET_ROWS + 1):
            sheet.append([float(cell) if _is_sum(cell) else cell for cell in row])
    book.save(to)
    return to


def _is_sum(cell: str) -> bool:
    return cell.endswith(".00")


def _own_rows(sheet: Path) -> Iterator[list[Any]]:
    """Calamine's own reading."""
    return iter(CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).iter_rows())


def _read(rows: Iterable[Any]) -> None:
    for _row in rows:
        pass


def _timed(way: Callable[[], Any]) -> float:
    began = processor.spent()
    way()
    return processor.spent() - began
