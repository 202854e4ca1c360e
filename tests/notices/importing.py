"""Ground for the tests of importing: a unit, two people, an import run from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from directories.models import Agency, AgencyKind, Role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.row_files import open_rows
from notices.import_mapping import load_mapping, parse_mapping
from notices.import_outcomes import Counts, Result
from notices.import_targets import People, Units
from notices.importing import NoticeImport
from tests.factories import agency, member

FIXTURES = Path(__file__).parent.parent / "fixtures"
OLD_SITE = FIXTURES / "old-site.jsonl"
OLD_SITE_MAPPING = FIXTURES / "old-site.toml"

# A file of one unit and one board: only what a row says changes from test to test.
PLAIN: dict[str, Any] = {
    "fields": {
        "title": "标题",
        "date": "日期",
        "body": "正文",
        "url": "网址",
        "attachments": "附件",
    },
    "constants": {"board": "政策文件"},
    "boards": {"create": True},
}


@dataclass
class Office:
    """A branch of units, its editor and its approver."""

    unit: Agency
    editor: User
    approver: User

    def take(
        self,
        path: Path,
        mapping: Path | dict[str, Any] = OLD_SITE_MAPPING,
        **options: Any,
    ) -> tuple[Counts, list[Result]]:
        """Import a file; units that are not known are made below the branch unless
        `only` is set."""
        people = People(self.editor, options.pop("approver", self.approver))
        found: list[Result] = []
        units = options.pop("units", None) or {"parent": self.unit}
        counts = NoticeImport(
            rows=open_rows(path),
            mapping=load_mapping(mapping)
            if isinstance(mapping, Path)
            else parse_mapping(mapping),
            source=options.pop("source", "old"),
            people=people,
            units=Units(people, **units),
            report=found.append,
            **options,
        ).run()
        return counts, found

    def take_rows(
        self, folder: Path, rows: Iterable[dict[str, Any]], **options: Any
    ) -> tuple[Counts, list[Result]]:
        """Import rows by the plain mapping, all into the one unit."""
        path = folder / "rows.jsonl"
        path.write_bytes(b"\n".join(map(orjson.dumps, rows)) + b"\n")
        options.setdefault("units", {"only": self.unit})
        return self.take(path, options.pop("mapping", PLAIN), **options)


def office() -> Office:
    unit = agency("直属单位", kind=AgencyKind.OTHER, code="990000-01")
    return Office(unit, member(Role.EDITOR, unit), member(Role.APPROVER, unit))
