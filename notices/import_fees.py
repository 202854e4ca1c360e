"""Fee lists of an older site: each becomes one notice, each of its rows one line.

A list is stored whole or not at all. One that lost a row stays a draft: a tariff with
a gap would mislead whoever pays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.row_files import RowFile

from .import_fee_lists import PLACE, FeeList, FeeLists
from .import_mapping import ImportMapping
from .import_outcomes import Counts, Outcome, Refusal, Result, Rule
from .import_rows import Entry
from .import_targets import People, Units
from .importing import NoticeImport
from .models import Kind, Notice
from .structures.fees import FEES
from .structures.replacing import replace_lines

(LINES,) = FEES.tables


@dataclass(frozen=True)
class FeeContent:
    """Hangs the lines of a list on its notice."""

    lists: FeeLists
    source: str
    kind: str = Kind.FEE
    says_all: bool = True

    def read(self, raw: dict[str, Any], entry: Entry) -> None:
        found = self.lists.by_line[int(raw[PLACE])]
        if not found.rows:
            raise Refusal(Rule.NOTHING_TO_READ)
        earlier = Notice.objects.filter(
            import_source=self.source,
            kind=self.kind,
            source_id__startswith=found.name_key,
        )
        if pk := earlier.values_list("pk", flat=True).first():
            raise Refusal(Rule.LIST_CHANGED, str(pk))
        entry.has_gaps = found.has_gaps
        entry.structure = {LINES.code: [row.values for row in found.rows]}

    def store(self, notice: Notice, entry: Entry, *, by: User) -> None:
        replace_lines(notice, LINES, entry.structure[LINES.code], by=by)


@dataclass
class FeeImport:
    """One run over one file; what is said of a list is reported of each of its rows."""

    rows: RowFile
    mapping: ImportMapping
    source: str
    people: People
    units: Units
    dry_run: bool = False
    report: Callable[[Result], None] = lambda result: None
    progress: Callable[[int], None] = lambda line: None
    counts: Counts = field(default_factory=Counts)

    def run(self) -> Counts:
        """Raises UnreadableFile before anything is stored."""
        lists = FeeLists(self.rows, self.mapping)
        for result in lists.results():
            self._count(result)

        def tell(result: Result) -> None:
            for each in _of_rows(lists.by_line[result.line], result):
                self._count(each)

        told = NoticeImport(
            rows=lists,
            mapping=replace(
                self.mapping, columns={name: name for name in lists.columns}
            ),
            source=self.source,
            people=self.people,
            units=self.units,
            content=FeeContent(lists, self.source),
            dry_run=self.dry_run,
            report=tell,
            progress=self.progress,
        ).run()
        self.counts.boards_made, self.counts.units_made = (
            told.boards_made,
            told.units_made,
        )
        return self.counts

    def _count(self, result: Result) -> None:
        self.counts.add(result)
        self.report(result)


def _of_rows(found: FeeList, result: Result) -> Iterator[Result]:
    """What became of a list, told of each row; what is remarked on the list as such
    stands with its first row."""
    is_taken, remarks = result.outcome == Outcome.TAKEN, result.remarks
    for row in found.rows:
        yield replace(
            result,
            line=row.line,
            title=" ".join(filter(None, [row.number, _name(row.values)])),
            remarks=(*remarks, *row.remarks) if is_taken else (),
        )
        remarks = ()


def _name(values: dict[str, Any]) -> str:
    return str(values["sub_item"] or values["item"])
