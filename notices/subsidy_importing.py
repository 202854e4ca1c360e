"""Taking in a list of subsidies of many units and years: one notice for each unit and
year, by the portal's own deeds.

The file is read once from end to end; then each notice is stored with all its lines,
or not at all, ten in a transaction. A run that broke off is simply started again: every
notice knows whether it was imported before, and with which lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.row_files import Row, RowFile
from disclosure_portal.foundation.turns import Turns
from disclosure_portal.foundation.workflow import DomainError

from .drafting import save_draft
from .import_outcomes import Counts, Outcome, Refusal, Result, Rule
from .import_targets import Boards, People, Units, made_with_notice
from .line_staging import LineStaging, StagedLine
from .mapping_files import BadMapping, check_source, require_columns
from .models import Board, Kind, LineSet, Notice, Programme, SubsidyFacts
from .publication import publish_migrated
from .recipients import TOWNSHIPS, new_line_set, rules_of
from .review import submit
from .subsidy_groups import Group, Groups
from .subsidy_mapping import SubsidyMapping
from .subsidy_rows import BadRow, LineReader, stored_of

TOLD_EVERY = 1000
# Notices of one transaction: few enough that editors hardly wait while it holds the
# database, enough that its end costs little.
BATCH = 10
TITLE_LENGTH = 200


@dataclass(frozen=True)
class _Known:
    """A notice of an earlier run, and what its list was."""

    notice_id: int
    digest: str


@dataclass
class SubsidyImport:
    """One run over one file.

    A notice one of whose rows was refused is held back, because its sums would not be
    whole; with `leaves_out` it is made of the others. `report` is told of each row that
    was not taken and of each notice; `progress` of the line that was reached, `stored`
    of how many notices are done, of how many.
    """

    rows: RowFile
    mapping: SubsidyMapping
    source: str
    programme: Programme
    people: People
    units: Units
    dry_run: bool = False
    leaves_out: bool = False
    report: Callable[[Result], None] = lambda result: None
    progress: Callable[[int], None] = lambda line: None
    stored: Callable[[int, int], None] = lambda done, of: None
    counts: Counts = field(default_factory=Counts)
    notices: int = 0
    amount: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        check_source(self.source)
        require_columns(self.rows, self.mapping.columns.values())
        self._has_units = self.units.only is None
        if self._has_units and "agency" not in self.mapping.columns:
            raise BadMapping(_("The mapping names no column for “%s”.") % "agency")
        self._boards = Boards(self.mapping.boards)
        self.groups = Groups(self.programme.name, self.units)
        self._reader = LineReader(
            self.mapping, rules_of(self.programme), local_day(clock.now())
        )

    def run(self) -> Counts:
        """Raises UnreadableFile where the file breaks off in a way that hides rows:
        then nothing was stored."""
        if self.dry_run:
            for _line in self.lines():
                pass
            self._take_all(None)
            return self.counts
        with LineStaging() as staging:
            staging.fill(self.lines())
            self._take_all(staging)
        if self.counts.outcomes[Outcome.TAKEN]:
            self._record()
        return self.counts

    # --- Reading ----------------------------------------------------------------------

    def lines(self) -> Iterator[StagedLine]:
        """The lines that may be kept, as they are staged."""
        for row in self.rows:
            if row.line % TOLD_EVERY == 0:
                self.progress(row.line)
            try:
                yield self._line(row)
            except BadRow as bad:
                self._tell(
                    Result(row.line, bad.rule, detail=bad.detail, column=bad.columns)
                )

    def _line(self, row: Row) -> StagedLine:
        if row.fault:
            raise BadRow(Rule.UNREADABLE, row.fault)
        try:
            line = self._reader.read(row.cells, has_unit=self._has_units)
        except BadRow as bad:
            if bad.year:
                self.groups.find(bad.unit, bad.year).refused += 1
            raise
        group = self.groups.find(line.unit, line.day.year)
        group.add(line, row.line)
        return (group.number, group.count, *stored_of(line.record))

    def _tell(self, result: Result) -> None:
        self.counts.add(result)
        self.report(result)

    # --- Storing ----------------------------------------------------------------------

    def _take_all(self, staging: LineStaging | None) -> None:
        groups, turns = self.groups.full(), Turns()
        for start in range(0, len(groups), BATCH):
            batch = groups[start : start + BATCH]
            with turns.next() if staging else nullcontext():
                results = self._take_together(batch, staging)
            for group, result in zip(batch, results, strict=True):
                self._count(group, result)
            self.stored(start + len(batch), len(groups))

    def _take_together(
        self, groups: list[Group], staging: LineStaging | None
    ) -> list[Result]:
        with transaction.atomic() if staging else nullcontext():
            if staging:
                SiteState.objects.hold()
            results = [self._take(group, staging) for group in groups]
            if staging and any(map(_is_taken, results)):
                SiteState.objects.bump()
        return results

    def _count(self, group: Group, result: Result) -> None:
        if _is_taken(result):
            self.counts.remarks.update(group.remarks)
            self.notices += 1
            self.amount += group.sums.total().amount
        self._tell(result)

    def _take(self, group: Group, staging: LineStaging | None) -> Result:
        if known := self._known(group):
            return self._seen_before(group, known)
        if group.refused and not self.leaves_out:
            return self._result(group, Rule.HELD_BACK, detail=str(group.refused))
        if 0 < group.blank < group.count:
            told = _("%(rows)s rows, the first is row %(row)s")
            detail = told % {"rows": group.blank, "row": group.first_blank}
            return self._result(group, Rule.NO_TOWNSHIP, detail=detail)
        try:
            agency = self._agency_of(group)
            board, _rule = self._boards.find(self.mapping.board, agency)
        except Refusal as refusal:
            return self._result(group, refusal.rule, detail=refusal.detail)
        if staging is None:
            return self._result(group, self._destination)
        return self._store(group, agency, board, staging)

    def _agency_of(self, group: Group) -> Agency:
        """Raises Refusal, also where the unit's name makes the title too long."""
        unit = group.unit
        if isinstance(unit, Refusal):
            # A column mapped by mistake would put names of people into the report.
            has_detail = unit.rule != Rule.UNKNOWN_UNIT
            raise Refusal(unit.rule, unit.detail if has_detail else "")
        length = len(self.mapping.title_of(unit.name, group.year))
        if length > TITLE_LENGTH:
            raise Refusal(Rule.TITLE_TOO_LONG, str(length))
        return unit

    def _known(self, group: Group) -> _Known | None:
        found = Notice.objects.filter(
            import_source=self.source, source_id=self.groups.source_id(group)
        ).values_list("pk", "subsidy__line_set__digest")
        return next((_Known(pk, digest or "") for pk, digest in found), None)

    def _seen_before(self, group: Group, known: _Known) -> Result:
        is_same = known.digest == group.digest
        rule = Rule.IMPORTED_BEFORE if is_same else Rule.CHANGED_SINCE
        return self._result(group, rule, notice=known.notice_id)

    @property
    def _destination(self) -> Rule:
        return Rule.PUBLISHED if self.people.approved_by else Rule.UNSIGNED

    def _store(
        self, group: Group, agency: Agency, board: Board, staging: LineStaging
    ) -> Result:
        targets = (agency, board, self.programme)
        try:
            with made_with_notice(*targets, by=self.people.by) as made:
                notice = self._publish(group, agency, board, staging)
        except DomainError as error:
            return self._result(group, Rule.REFUSED_BY_DEED, detail=str(error))
        self.counts.units_made += agency in made
        self.counts.boards_made += board in made
        return self._result(group, self._destination, notice=notice.pk)

    def _publish(
        self, group: Group, agency: Agency, board: Board, staging: LineStaging
    ) -> Notice:
        by, approved_by = self.people.by, self.people.approved_by
        draft = Notice(
            agency=agency,
            board=board,
            kind=Kind.SUBSIDY,
            title=self.mapping.title_of(agency.name, group.year),
            import_source=self.source,
            source_id=self.groups.source_id(group),
        )
        notice = save_draft(draft, by=by)
        SubsidyFacts.objects.create(
            notice=notice,
            programme=self.programme,
            line_set=self.store_lines(group, agency, staging),
            for_year=group.year,
        )
        if approved_by is not None:
            submit(notice, by=by, is_import=True)
            day = self.mapping.published_on or group.last_day
            publish_migrated(
                notice,
                original_published_at=day_start(day),
                approved_by=approved_by,
                bump=False,
            )
        return notice

    def store_lines(
        self, group: Group, agency: Agency, staging: LineStaging
    ) -> LineSet:
        """The lines of a list, in their final place; inside a transaction."""
        line_set = new_line_set(
            self.programme,
            group.sums,
            digest_of_lines=group.digest,
            by=self.people.by,
        )
        if offices := _offices_of(agency):
            staging.place(group.number, offices)
        staging.move(group.number, line_set.pk)
        return line_set

    # --- Telling ----------------------------------------------------------------------

    def _result(
        self, group: Group, rule: Rule, *, detail: str = "", notice: int | None = None
    ) -> Result:
        return Result(
            group.first_row,
            rule,
            self._told_title(group),
            notice_id=notice,
            detail=detail,
            rows=group.count,
        )

    def _told_title(self, group: Group) -> str:
        """A unit that is not there yet is told by its row: what the file calls it may
        be somebody's name."""
        unit = group.unit
        if isinstance(unit, Agency) and unit.pk is not None:
            named = unit.name
        else:
            named = str(_("line %s") % group.first_row)
        return self.mapping.title_of(named, group.year)[:TITLE_LENGTH]

    def _record(self) -> None:
        AuditEntry.objects.record(
            "imported",
            None,
            by=self.people.by,
            note=self.source,
            facts={str(rule): count for rule, count in self.counts.rules.items()},
        )


def _is_taken(result: Result) -> bool:
    return result.outcome == Outcome.TAKEN


def _offices_of(agency: Agency) -> dict[str, int]:
    """Township offices below a unit, by what they are called: only of its own branch,
    since half the counties have a 城关镇."""
    offices = Agency.objects.branch(agency.path).filter(kind__in=TOWNSHIPS)
    names = offices.values_list("pk", "name", "short_name")
    return {label: pk for pk, name, short in names for label in (name, short) if label}
