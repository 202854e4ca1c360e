"""Ground for the tests of importing subsidies: rows of a list, a run of an import."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from directories.models import Membership, Role
from disclosure_portal.foundation.row_files import open_rows
from notices.import_outcomes import Result
from notices.import_targets import People, Units
from notices.mapping_files import read_mapping
from notices.subsidy_importing import SubsidyImport
from notices.subsidy_mapping import parse_subsidy_mapping
from notices.subsidy_programme import programme_of

from .importing import FIXTURES, Office, office

LISTS = FIXTURES / "subsidies.csv"
MAPPING = FIXTURES / "subsidies.toml"

# A row in order; what a test is about takes the place of its cells.
ROW = {
    "县": "青石县",
    "所在乡(镇)": "石盘镇",
    "购机者姓名": "钟厚朴",
    "机具品目": "旋耕机",
    "购买数量(台)": "1",
    "购机日期": "2025-02-01",
    "单台中央补贴额(元)": "900.00",
    "总补贴额(元)": "900.00",
    "出厂编号": "GN42802713",
    "状态": "资金已兑付",
}


def overseen_office() -> Office:
    """One whose editor may make programmes."""
    here = office()
    Membership.objects.create(user=here.editor, agency=here.unit, role=Role.OVERSEER)
    return here


def row(**cells: str) -> dict[str, str]:
    return {**ROW, **cells}


def numbered(size: int) -> list[dict[str, str]]:
    return [row(出厂编号=f"GN{number:06}") for number in range(size)]


def written(folder: Path, rows: Iterable[dict[str, str]]) -> Path:
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(ROW))
        writer.writeheader()
        writer.writerows(rows)
    return path


def mapping_with(**parts: Any) -> dict[str, Any]:
    """The mapping of the fixture with some of its parts as the test wants them."""
    return {**read_mapping(MAPPING), **parts}


def take(
    office: Office,
    path: Path = LISTS,
    mapping: dict[str, Any] | None = None,
    **options: Any,
) -> tuple[SubsidyImport, list[Result]]:
    found: list[Result] = []
    read = parse_subsidy_mapping(mapping or mapping_with())
    people = People(office.editor, options.pop("approver", office.approver))
    done = SubsidyImport(
        rows=open_rows(path),
        mapping=read,
        source=options.pop("source", "machinery"),
        programme=programme_of(read, people),
        people=people,
        units=Units(people, **options.pop("units", {"parent": office.unit})),
        report=found.append,
        **options,
    )
    done.run()
    return done, found


def rules_of(results: Iterable[Result]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for result in results:
        counts[result.rule.value] = counts.get(result.rule.value, 0) + result.rows
    return counts
