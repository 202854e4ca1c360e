"""Taking in lists of powers and services (权责清单, 政务服务事项) from a spreadsheet.

Each row is decided by a stated rule, counted and told. An item is known again by its
unit and its implementation code; columns that the sheet lacks stay as they were. What
the sheet lacks altogether stays, too: an item is taken off a list by hand, with the
day and the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.official_text import without_controls
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets.columns import by_code
from disclosure_portal.foundation.spreadsheets.table import (
    Problem,
    Row,
    Table,
    read_table,
)
from disclosure_portal.foundation.workflow import NotAllowed

from .item_search import put_services
from .models import Agency, ServiceItem
from .service_columns import CHARGED, COLUMNS, KINDS, LEVELS
from .service_limits import NoLimit, read_limit

BATCH = 200
PERMISSION = "directories.add_serviceitem"
# As they stand; the others are read.
TEXTS = (
    *("name", "code", "basic_code", "bases", "responsibilities"),
    *("accountability", "charge_basis"),
)
IN_ROW = re.compile(r"[A-Z]*(\d+)", re.ASCII)


class Rule(TextChoices):
    """What became of a row."""

    ADDED = "added", _("Added")
    RENEWED = "renewed", _("Was there: renewed")
    UNCHANGED = "unchanged", _("Was there, unchanged")

    UNREADABLE = "unreadable", _("Refused: a cell or the row can't be read")
    NO_NAME = "no_name", _("Refused: the name is missing")
    NO_CODE = "no_code", _("Refused: the implementation code is missing")
    DUPLICATE = "duplicate", _("Refused: the code stands above already")
    UNKNOWN_KIND = "unknown_kind", _("Refused: the kind is not known")
    UNKNOWN_LEVEL = "unknown_level", _("Refused: the level is not known")
    BAD_LIMIT = "bad_limit", _("Refused: the time limit is not understood")
    BAD_CHARGE = "bad_charge", _("Refused: charged or not? Write 是 or 否")
    BAD_VALUE = "bad_value", _("Refused: a value is too long or wrong")
    NO_UNIT = "no_unit", _("Refused: no unit is named")
    UNKNOWN_UNIT = "unknown_unit", _("Refused: the unit is not known")
    AMBIGUOUS_UNIT = "ambiguous_unit", _("Refused: several units have this name")
    CLOSED_UNIT = "closed_unit", _("Refused: the unit is closed")
    NOT_YOURS = "not_yours", _("Refused: you are no clerk of the unit")
    TAKEN_OFF = "taken_off", _("Refused: the item was taken off the list")


TAKEN = (Rule.ADDED, Rule.RENEWED, Rule.UNCHANGED)


class Refusal(Exception):
    def __init__(self, rule: Rule, found: str = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.found = found


@dataclass
class ServiceImport:
    """One run, in one transaction. `agency` is the unit of rows that name none;
    `report` is told of each row: its number, its rule, the item's code and name, and
    what was found wrong."""

    table: Table
    by: User
    agency: Agency | None = None
    dry_run: bool = False
    report: Callable[[object, Rule, str, str, str], None] = lambda *row: None
    counts: Counter[Rule] = field(default_factory=Counter)

    @transaction.atomic
    def run(self) -> Counter[Rule]:
        """Raises RefusedFile, NotAllowed; then nothing was written."""
        self._require_whole()
        if self.agency is not None and not self.by.has_perm(PERMISSION, self.agency):
            raise NotAllowed(_("You are no clerk of “%s”.") % self.agency)
        SiteState.objects.hold()
        self._units: dict[str, Agency | Refusal] = {}
        self._known: dict[tuple[int, str], ServiceItem] = {}
        self._met: set[tuple[int, str]] = set()
        self._found = {h.code for h in self.table.headings if h.code}
        self._added: list[ServiceItem] = []
        self._renewed: list[ServiceItem] = []
        bad = self._unreadable_rows()
        for place, row in enumerate(self.table.rows, start=1):
            if row.number not in bad:
                self._take(place, row)
        if not self.dry_run and (self._added or self._renewed):
            self._store()
        return self.counts

    def _require_whole(self) -> None:
        if self.table.missing:
            labels = by_code(COLUMNS)
            names = [str(labels[code].label) for code in self.table.missing]
            raise RefusedFile(_("The sheet has no column for: %s.") % "、".join(names))
        kept = sum(problem.is_error for problem in self.table.problems)
        if kept < self.table.error_count:
            raise RefusedFile(
                _("More than %s cells or rows can't be read: mend the sheet first.")
                % kept
            )

    def _unreadable_rows(self) -> set[int]:
        """Told with their places; what concerns no single row is told all the same."""
        rows: set[int] = set()
        for problem in self.table.problems:
            if not problem.is_error:
                continue
            if found := IN_ROW.fullmatch(problem.place):
                rows.add(int(found[1]))
            self._tell(problem.place, Rule.UNREADABLE, "", "", _words(problem))
        return rows

    def _tell(
        self, place: object, rule: Rule, code: str, name: str, found: str
    ) -> None:
        self.counts[rule] += 1
        self.report(place, rule, code, name, found)

    # --- Rows -----------------------------------------------------------------------

    def _take(self, place: int, row: Row) -> None:
        cells = {code: _text(value) for code, value in row.values.items()}
        code, name = cells.get("code", ""), cells.get("name", "")
        try:
            self._tell(row.number, self._decide(place, cells), code, name, "")
        except Refusal as refusal:
            self._tell(row.number, refusal.rule, code, name, refusal.found)

    def _decide(self, place: int, cells: Mapping[str, str]) -> Rule:
        if not cells["name"]:
            raise Refusal(Rule.NO_NAME)
        if not cells["code"]:
            raise Refusal(Rule.NO_CODE)
        agency = self._unit(cells.get("unit", ""))
        key = (agency.pk, cells["code"])
        if key in self._met:
            raise Refusal(Rule.DUPLICATE, cells["code"])
        values = self._values(cells)
        item = self._known.get(key)
        if item is not None and item.removed_on is not None:
            raise Refusal(Rule.TAKEN_OFF, str(item.removed_on))
        is_new = item is None
        item = item or ServiceItem(agency=agency)
        changed = [name for name in values if getattr(item, name) != values[name]]
        for name in changed:
            setattr(item, name, values[name])
        if is_new:
            item.position = place
        _check(item)
        self._met.add(key)
        return self._settle(item, is_new=is_new, is_changed=bool(changed))

    def _settle(self, item: ServiceItem, *, is_new: bool, is_changed: bool) -> Rule:
        if is_new:
            self._added.append(item)
            return Rule.ADDED
        if is_changed:
            self._renewed.append(item)
            return Rule.RENEWED
        return Rule.UNCHANGED

    def _values(self, cells: Mapping[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: cells[name] for name in TEXTS if name in self._found
        }
        values["kind"] = _one_of(KINDS, cells["kind"], Rule.UNKNOWN_KIND)
        if "level" in self._found:
            level = cells["level"]
            values["level"] = level and _one_of(LEVELS, level, Rule.UNKNOWN_LEVEL)
        for limit in ("legal", "promised"):
            if limit in self._found:
                values |= _limit(limit, cells[limit])
        if "charged" in self._found:
            charged = _one_of(CHARGED, cells["charged"], Rule.BAD_CHARGE)
            values["is_charged"] = charged
        return values

    # --- Units ----------------------------------------------------------------------

    def _unit(self, name: str) -> Agency:
        """Raises Refusal. The unit's items are read when it is first met."""
        if not name and self.agency is not None:
            name = self.agency.slug
        if name not in self._units:
            self._units[name] = self._look_up(name)
            if isinstance(found := self._units[name], Agency):
                rows = ServiceItem.objects.filter(agency=found)
                self._known |= {(found.pk, item.code): item for item in rows}
        unit = self._units[name]
        if isinstance(unit, Refusal):
            raise Refusal(unit.rule, unit.found)
        return unit

    def _look_up(self, name: str) -> Agency | Refusal:
        if not name:
            return Refusal(Rule.NO_UNIT)
        named = list(
            Agency.objects.filter(Q(slug=name.lower()) | Q(name=name))[:2]
        ) or list(Agency.objects.filter(short_name=name)[:2])
        if not named:
            return Refusal(Rule.UNKNOWN_UNIT, name)
        if len(named) > 1:
            return Refusal(Rule.AMBIGUOUS_UNIT, name)
        (unit,) = named
        if not unit.is_open:
            return Refusal(Rule.CLOSED_UNIT, name)
        if not self.by.has_perm(PERMISSION, unit):
            return Refusal(Rule.NOT_YOURS, name)
        return unit

    # --- Writing --------------------------------------------------------------------

    def _store(self) -> None:
        ServiceItem.objects.bulk_create(self._added, batch_size=BATCH)
        columns = [
            column.name
            for column in ServiceItem._meta.concrete_fields
            if not column.primary_key
        ]
        ServiceItem.objects.bulk_update(self._renewed, columns, batch_size=50)
        written = [item.pk for item in (*self._added, *self._renewed)]
        put_services(written)
        AuditEntry.objects.record_rows(ServiceItem, written, by=self.by)
        AuditEntry.objects.record(
            "imported",
            self.agency,
            by=self.by,
            facts={str(rule): count for rule, count in self.counts.items()},
        )
        SiteState.objects.bump()


def read_services(path: Path, file_name: str, sheet: str = "") -> Table:
    """The table in a file. Raises RefusedFile."""
    return read_table(path, file_name, COLUMNS, sheet=sheet)


def _words(problem: Problem) -> str:
    return f"{problem.message} {problem.found}".strip()


def _text(value: object) -> str:
    text = "" if value is None else without_controls(str(value))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _one_of(known: Mapping[str, Any], word: str, rule: Rule) -> Any:
    if word not in known:
        raise Refusal(rule, word)
    return known[word]


def _limit(name: str, text: str) -> dict[str, Any]:
    try:
        limit = read_limit(text)
    except NoLimit:
        raise Refusal(Rule.BAD_LIMIT, text) from None
    return {f"{name}_number": limit.number, f"{name}_unit": limit.unit}


def _check(item: ServiceItem) -> None:
    """The model's own rules, but for what the run itself keeps: one code once."""
    try:
        item.clean_fields(exclude=["agency"])
        item.validate_constraints(exclude=["agency"])
    except ValidationError as error:
        raise Refusal(Rule.BAD_VALUE, "; ".join(error.messages)) from None
