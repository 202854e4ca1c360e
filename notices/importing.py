"""Taking in the notices of an older site, row by row, through the portal's own deeds.

A batch is stored as a whole or not at all; a run that broke off is simply started
again, since every row knows whether it was imported before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.row_files import Row, RowFile
from disclosure_portal.foundation.turns import Turns
from disclosure_portal.foundation.workflow import DomainError

from .drafting import save_draft
from .import_mapping import ImportMapping
from .import_outcomes import Counts, Outcome, Refusal, Result, Rule
from .import_rows import Entry, read_entry, row_digest, source_id, title_of
from .import_targets import Boards, People, Units, made_with_notice
from .mapping_files import BadMapping, check_source, require_columns
from .models import Board, Notice
from .publication import publish_migrated
from .review import submit

# Rows of one transaction: few enough that editors hardly wait while it holds the
# database (half a second), many enough that its end costs little.
BATCH = 50
TITLE_IN_REPORT = 200


class Content(Protocol):
    """What a kind of its own says beside the text of its notices."""

    @property
    def kind(self) -> str: ...

    @property
    def says_all(self) -> bool:
        """Whether there is enough to read without a text or an address."""

    def read(self, raw: dict[str, Any], entry: Entry) -> None:
        """Put what a row says, and what is to be remarked on it, into the entry."""

    def store(self, notice: Notice, entry: Entry, *, by: User) -> None:
        """Hang it on the new draft."""


@dataclass(frozen=True)
class _Planned:
    """A row that will be taken, and what it is to become."""

    line: int
    source_id: str
    entry: Entry
    agency: Agency
    board: Board
    kind: str
    rule: Rule

    def result(self, notice: Notice | None) -> Result:
        return Result(
            self.line,
            self.rule,
            self.entry.title,
            notice_id=notice.pk if notice else None,
            remarks=tuple(self.entry.remarks),
        )

    def refused(self, error: DomainError) -> Result:
        return Result(
            self.line, Rule.REFUSED_BY_DEED, self.entry.title, detail=str(error)
        )


@dataclass
class NoticeImport:
    """One run over one file.

    `source` names the older site: with it and the row's id (or digest) a notice is
    known again. With dry_run everything is decided and nothing is written. `report`
    is told of every row, in the order of the file, once its batch is stored;
    `progress` of the line that was reached.
    """

    rows: RowFile
    mapping: ImportMapping
    source: str
    people: People
    units: Units
    content: Content | None = None
    dry_run: bool = False
    report: Callable[[Result], None] = lambda result: None
    progress: Callable[[int], None] = lambda line: None
    counts: Counts = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self._check_columns()
        check_source(self.source)
        self._boards = Boards(self.mapping.boards)
        # Digest or given id of each row so far → the line where it first stood.
        self._lines: dict[bytes, int] = {}
        self._now = clock.now()

    def _says_all(self) -> bool:
        return self.content is not None and self.content.says_all

    def _check_columns(self) -> None:
        mapped = self.mapping.columns.keys()
        if not (self._says_all() or mapped & {"body", "url", "attachments"}):
            raise BadMapping(
                _("The mapping names no column for body, url or attachments.")
            )
        needed = {"board"} if self.units.only else {"board", "agency"}
        if lacking := needed - mapped - self.mapping.constants.keys():
            raise BadMapping(
                _("The mapping says nothing of: %s.") % "、".join(sorted(lacking))
            )
        require_columns(self.rows, self.mapping.columns.values())

    def run(self) -> Counts:
        """Raises UnreadableFile where the file breaks off in a way that hides rows;
        what was stored before stays."""
        turns = Turns()
        for batch in _batches(self.rows, BATCH):
            with nullcontext() if self.dry_run else turns.next():
                results = self._take(batch)
            for result in results:
                self.counts.add(result)
                self.report(result)
            self.progress(batch[-1].line)
        if not self.dry_run and self.counts.outcomes[Outcome.TAKEN]:
            self._record()
        return self.counts

    def _take(self, batch: list[Row]) -> list[Result]:
        with nullcontext() if self.dry_run else transaction.atomic():
            if not self.dry_run:
                SiteState.objects.hold()
            decided = self._decide(batch)
            if self.dry_run:
                return [
                    row.result(None) if isinstance(row, _Planned) else row
                    for row in decided
                ]
            results = [
                self._store(row) if isinstance(row, _Planned) else row
                for row in decided
            ]
            if any(result.outcome == Outcome.TAKEN for result in results):
                SiteState.objects.bump()
        return results

    # --- Deciding: reads only -------------------------------------------------------

    def _decide(self, batch: list[Row]) -> list[Result | _Planned]:
        read = [self._identify(row) for row in batch]
        known = self._imported_before(
            identified.source_id
            for identified in read
            if not isinstance(identified, Result)
        )
        return [
            identified
            if isinstance(identified, Result)
            else self._plan(identified, known.get(identified.source_id))
            for identified in read
        ]

    def _identify(self, row: Row) -> Result | _Identified:
        if row.fault:
            return Result(row.line, Rule.UNREADABLE, detail=row.fault)
        raw = self.mapping.raw(row.cells)
        digest = row_digest(raw)
        found = _Identified(row.line, raw, source_id(raw, digest))
        first = self._lines.setdefault(bytes.fromhex(digest), row.line)
        if first != row.line:
            return Result(row.line, Rule.SAME_ROW, title_of(raw), detail=str(first))
        if found.source_id != digest:
            key = b"id:" + found.source_id.encode()
            first = self._lines.setdefault(key, row.line)
            if first != row.line:
                return Result(
                    row.line, Rule.ID_USED_TWICE, title_of(raw), detail=str(first)
                )
        return found

    def _imported_before(self, ids: Iterable[str]) -> dict[str, int]:
        imported = Notice.objects.filter(
            import_source=self.source, source_id__in=list(ids)
        )
        return dict(imported.values_list("source_id", "pk"))

    def _plan(self, row: _Identified, known: int | None) -> Result | _Planned:
        title = title_of(row.raw)
        if known is not None:
            return Result(
                row.line,
                Rule.IMPORTED_BEFORE,
                title[:TITLE_IN_REPORT],
                notice_id=known,
            )
        try:
            entry = read_entry(
                row.raw, self.mapping, now=self._now, needs_text=not self._says_all()
            )
            if self.content:
                self.content.read(row.raw, entry)
            agency = self.units.find(entry.agency)
            board, rule = self._boards.find(entry.board, agency)
        except Refusal as refusal:
            return Result(
                row.line, refusal.rule, title[:TITLE_IN_REPORT], detail=refusal.detail
            )
        return _Planned(
            line=row.line,
            source_id=row.source_id,
            entry=entry,
            agency=agency,
            board=board,
            kind=self.content.kind if self.content else entry.kind or rule.kind,
            rule=self._destination(entry),
        )

    def _destination(self, entry: Entry) -> Rule:
        if entry.published_at is None:
            return Rule.NO_DATE
        if entry.has_gaps:
            return Rule.GAPS
        return Rule.PUBLISHED if self.people.approved_by else Rule.UNSIGNED

    # --- Storing: inside the batch's transaction ------------------------------------

    def _store(self, row: _Planned) -> Result:
        try:
            with made_with_notice(row.agency, row.board, by=self.people.by) as made:
                result = row.result(self._publish(row))
        except DomainError as error:
            return row.refused(error)
        self.counts.units_made += row.agency in made
        self.counts.boards_made += row.board in made
        return result

    def _publish(self, row: _Planned) -> Notice:
        notice = save_draft(
            Notice(
                agency=row.agency,
                board=row.board,
                kind=row.kind,
                import_source=self.source,
                source_id=row.source_id,
                **row.entry.fields,
            ),
            by=self.people.by,
        )
        if self.content:
            self.content.store(notice, row.entry, by=self.people.by)
        if row.rule == Rule.PUBLISHED:
            assert row.entry.published_at is not None
            assert self.people.approved_by is not None
            submit(notice, by=self.people.by, was_public=True)
            publish_migrated(
                notice,
                original_published_at=row.entry.published_at,
                approved_by=self.people.approved_by,
                bump=False,
            )
        return notice

    def _record(self) -> None:
        AuditEntry.objects.record(
            "imported",
            None,
            by=self.people.by,
            note=self.source,
            facts={str(rule): count for rule, count in self.counts.rules.items()},
        )


@dataclass(frozen=True, slots=True)
class _Identified:
    line: int
    raw: dict[str, Any]
    source_id: str


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch
