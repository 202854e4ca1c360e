"""Taking in a tree of units from a file: checked as a whole, loaded level by level.

The rules, each counted: a code once, a superior unit that is there, no circle, at most
9,999 units below one, ten levels. A unit that is there already keeps its place: its
name, kind and particulars are refreshed, a move is refused (moving a unit is a deed of
its own, with history).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.db.models import Max, TextChoices
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.row_files import RowFile
from disclosure_portal.foundation.text_files import UnreadableFile
from disclosure_portal.foundation.workflow import DomainError

from . import agency_loading, branch_sizes, search, tree
from .agency_rows import Line, Rule, read_line
from .models import Agency, AgencyAlias, AgencyChange, AgencyKind, ChangeKind

T = TypeVar("T")

# Units held as objects at a time; codes in one question to the database.
BATCH, CODES = 2_000, 900
LEVELS = 10
REQUIRED = {"code", "name", "parent_code"}


class Phase(TextChoices):
    """What a run of minutes is about at the moment."""

    READING = "reading", _("reading")
    CHECKING = "checking", _("checking")
    WRITING = "writing", _("writing")
    COUNTING = "counting", _("counting units below each")
    FINDING = "finding", _("entering units into search")


class BadTree(DomainError):
    """The file and the tree don't go together; nothing was written."""

    code = "bad_tree"


@dataclass(slots=True)
class _Place:
    """Where a unit stands under which others are to be put. No key in a dry run."""

    pk: int | None
    path: str
    last_child: int | None = None  # None: not asked yet


@dataclass
class AgencyImport:
    """One run, in one transaction.

    Rows without a superior unit stand below `under`; or below the root named by
    `root_code` and `root_name`, which is made if the tree is empty; without either,
    the file must hold one such row, the root. `report` is told of each row (line,
    rule, code, name), `progress` of the phase, how far it is, of how much
    (0: not known).
    """

    rows: RowFile
    under: Agency | None = None
    root_code: str = ""
    root_name: str = ""
    dry_run: bool = False
    report: Callable[[int, Rule, str, str], None] = lambda *row: None
    progress: Callable[[Phase, int, int], None] = lambda *reached: None
    counts: Counter[Rule] = field(default_factory=Counter)

    def run(self) -> Counter[Rule]:
        """Raises UnreadableFile, BadTree; then nothing was written."""
        if missing := self.rows.missing(REQUIRED):
            raise UnreadableFile(
                _("The file needs the columns code, name and parent_code; missing: %s.")
                % "、".join(missing)
            )
        self._places: dict[str, _Place] = {}
        self._refused: set[str] = set()
        self._lines = self._read()
        with nullcontext() if self.dry_run else transaction.atomic():
            if not self.dry_run:
                SiteState.objects.hold()
            last_known = search.highest()
            top = self._top()
            for line in self._lines.values():
                line.parent = line.parent or (top if line.slug != top else "")
            self._parents = {line.parent for line in self._lines.values()}
            self._meet_known_units()
            self._refuse_old_addresses()
            self._check_root()
            self._load()
            self._refuse_what_is_left()
            if not self.dry_run and (
                self.counts[Rule.ADDED] or self.counts[Rule.RENEWED]
            ):
                self.progress(Phase.COUNTING, 0, 0)
                branch_sizes.recount()
                agency_loading.refresh_statistics()
                self._let_be_found(last_known)
                self._record()
        return self.counts

    # --- Reading --------------------------------------------------------------------

    def _read(self) -> dict[str, Line]:
        lines: dict[str, Line] = {}
        for number, row in enumerate(self.rows):
            if number % BATCH == 0:
                self.progress(Phase.READING, number, self.rows.lines)
            if row.fault:
                self._tell(row.line, Rule.UNREADABLE, "", row.fault)
                continue
            line = read_line(row.line, row.cells)
            if isinstance(line, Rule):
                code, name = row.cells.get("code"), row.cells.get("name")
                self._tell(row.line, line, str(code), str(name))
                self._refused.add(str(code).lower())
            elif line.slug in lines:
                self._tell(row.line, Rule.DUPLICATE, line.code, line.name)
            else:
                lines[line.slug] = line
        return lines

    def _tell(self, number: int, rule: Rule, code: str, name: str) -> None:
        self.counts[rule] += 1
        self.report(number, rule, code, name)

    def _settle(self, line: Line, rule: Rule) -> None:
        """The line has found its rule and is held no longer."""
        if rule not in (Rule.ADDED, Rule.RENEWED, Rule.UNCHANGED):
            self._refused.add(line.slug)
        self._lines.pop(line.slug, None)
        self._tell(line.number, rule, line.code, line.name)

    # --- What is there already ------------------------------------------------------

    def _top(self) -> str:
        """The address of the unit below which rows without a superior unit stand."""
        if self.under is not None:
            return self.under.slug
        if not self.root_code:
            return ""
        root = Agency.objects.filter(parent=None).first()
        if root is None and self.root_code.lower() in self._lines:
            return self.root_code.lower()
        if root is None:
            root = Agency(
                code=self.root_code,
                slug=self.root_code.lower(),
                name=self.root_name or self.root_code,
                kind=AgencyKind.REGION,
                path=tree.child_path("", 1),
            )
            root.clean_fields(exclude=["parent"])
            if not self.dry_run:
                root.save()
            self._places[root.slug] = _Place(root.pk, root.path, 0)
        elif root.slug != self.root_code.lower():
            raise BadTree(
                _("The tree has a root already: “%(name)s” (%(code)s).")
                % {"name": root.name, "code": root.code}
            )
        return root.slug

    def _meet_known_units(self) -> None:
        asked = list({*self._lines, *self._parents})
        for number, codes in enumerate(_batches(asked, CODES)):
            self.progress(Phase.CHECKING, number * CODES, len(asked))
            renewed: list[_Renewed] = []
            units = Agency.objects.filter(slug__in=codes).select_related("parent")
            for unit in units.order_by("path"):
                if unit.slug in self._parents:
                    self._places.setdefault(unit.slug, _Place(unit.pk, unit.path))
                if line := self._lines.get(unit.slug):
                    self._settle(line, _refresh(unit, line, renewed))
            if not self.dry_run:
                _store(renewed)

    def _refuse_old_addresses(self) -> None:
        aliases = AgencyAlias.objects.values_list("slug", flat=True)
        for slug in aliases:
            if line := self._lines.get(slug):
                self._settle(line, Rule.OLD_ADDRESS)

    # --- Loading --------------------------------------------------------------------

    def _check_root(self) -> None:
        roots = [line for line in self._lines.values() if not line.parent]
        if not roots:
            return
        if len(roots) > 1 or Agency.objects.exists():
            raise BadTree(
                _(
                    "%(count)s rows name no superior unit, the first in line %(line)s;"
                    " say below which unit they stand (--under, or --root-code for a"
                    " new root)."
                )
                % {"count": len(roots), "line": roots[0].number}
            )
        self._places[""] = _Place(None, "", 0)

    def _load(self) -> None:
        """Each round takes the units whose superior was there before it."""
        phase = Phase.CHECKING if self.dry_run else Phase.WRITING
        total = len(self._lines)
        for _level in range(LEVELS + 1):
            if not self._lines:
                return
            ready = [
                line for line in self._lines.values() if line.parent in self._places
            ]
            for lines in _batches(ready, BATCH):
                self.progress(phase, total - len(self._lines), total)
                self._add(lines)

    def _add(self, lines: list[Line]) -> None:
        placed = []
        for line in lines:
            place = self._places[line.parent]
            path = self._next_path(place)
            if isinstance(path, Rule):
                self._settle(line, path)
            else:
                placed.append((line, place.pk, path))
        keys: dict[str, int] = {}
        if not self.dry_run:
            above = [
                line.slug for line, _pk, _path in placed if line.slug in self._parents
            ]
            keys = agency_loading.insert(map(_values, placed), above)
        for line, _pk, path in placed:
            if line.slug in self._parents:
                self._places[line.slug] = _Place(keys.get(line.slug), path, 0)
            self._settle(line, Rule.ADDED)

    def _next_path(self, place: _Place) -> str | Rule:
        if tree.depth(place.path) + 1 >= LEVELS:
            return Rule.TOO_DEEP
        if place.last_child is None:
            place.last_child = _last_child(place)
        if place.last_child >= (1 if place.path == "" else tree.LAST):
            return Rule.TOO_MANY
        place.last_child += 1
        return tree.child_path(place.path, place.last_child)

    def _refuse_what_is_left(self) -> None:
        """Their superior units are unknown, refused, or each other."""
        ends: dict[str, Rule] = {}
        for slug in self._lines:
            chain: dict[str, None] = {}
            at = slug
            while at in self._lines and at not in ends and at not in chain:
                chain[at] = None
                at = self._lines[at].parent
            rule = Rule.CIRCLE if at in chain else Rule.PARENT_REFUSED
            ends.update(dict.fromkeys(chain, rule))
            last = next(reversed(chain), None)
            if last and at not in self._lines and at not in self._refused:
                ends[last] = Rule.UNKNOWN_PARENT
        for line in list(self._lines.values()):
            self._settle(line, ends[line.slug])

    def _let_be_found(self, last_known: int) -> None:
        """In the import's own transaction: what is there is found, and nothing else."""
        total = self.counts[Rule.ADDED]
        added = Agency.objects.filter(pk__gt=last_known).order_by("pk")
        keys = added.values_list("pk", flat=True)
        AuditEntry.objects.record_rows(Agency, keys.iterator(), by=None)
        search.put_those_after(
            last_known, lambda done: self.progress(Phase.FINDING, done, total)
        )

    def _record(self) -> None:
        AuditEntry.objects.record(
            "imported",
            None,
            by=None,
            facts={
                "what": "units",
                **{str(rule): count for rule, count in self.counts.items()},
            },
        )
        SiteState.objects.bump()


def _values(placed: tuple[Line, int | None, str]) -> dict[str, Any]:
    line, parent, path = placed
    return {
        "code": line.code,
        "slug": line.slug,
        "name": line.name,
        "kind": line.kind or AgencyKind.DEPARTMENT.value,
        "parent_id": parent,
        "path": path,
        **(line.extra or {}),
    }


class _Renewed(NamedTuple):
    unit: Agency
    old_name: str
    fields: set[str]


def _refresh(unit: Agency, line: Line, renewed: list[_Renewed]) -> Rule:
    """Bring the unit up to what the line says; its place stays."""
    if unit.closed_on is not None:
        return Rule.CLOSED
    parent = unit.parent.slug if unit.parent else ""
    if line.parent and line.parent != parent:
        return Rule.WOULD_MOVE
    wanted = {"name": line.name, **(line.extra or {})}
    if line.kind:
        wanted["kind"] = line.kind
    changed = {name for name, value in wanted.items() if getattr(unit, name) != value}
    if not changed:
        return Rule.UNCHANGED
    renewed.append(_Renewed(unit, unit.name, changed))
    for name in changed:
        setattr(unit, name, wanted[name])
    return Rule.RENEWED


def _store(renewed: list[_Renewed]) -> None:
    if not renewed:
        return
    fields = set().union(*(each.fields for each in renewed))
    Agency.objects.bulk_update(
        [each.unit for each in renewed], sorted(fields), batch_size=100
    )
    today = local_day(clock.now())
    AgencyChange.objects.bulk_create(
        AgencyChange(
            agency=each.unit,
            kind=ChangeKind.RENAMED,
            on=today,
            old_name=each.old_name,
        )
        for each in renewed
        if "name" in each.fields
    )
    keys = [each.unit.pk for each in renewed]
    AuditEntry.objects.record_rows(Agency, keys, by=None)
    search.put_renewed(keys)


def _last_child(place: _Place) -> int:
    last = Agency.objects.filter(parent=place.pk).aggregate(last=Max("path"))["last"]
    return tree.next_number(last) - 1


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
