"""Taking in lists of powers and services (权责清单, 政务服务事项) from a spreadsheet.

Each row is decided by a stated rule, counted and told. An item is known again by its
unit and its implementation code; columns that the sheet lacks stay as they were. What
the sheet lacks altogether stays, too, unless the sheet is said to be complete: then
the other items of each unit that it names are taken off the list, with the day and
the reason, and nothing is taken as long as one row is refused.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.official_text import without_controls
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.spreadsheets.columns import by_code
from disclosure_portal.foundation.spreadsheets.table import (
    MAX_ROWS,
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
from .service_rules import REFUSED, Refusal, Rule

BATCH = 200
PERMISSION = "directories.add_serviceitem"
# As they stand; the others are read.
TEXTS = (
    *("name", "code", "basic_code", "bases", "responsibilities"),
    *("accountability", "charge_basis"),
)
IN_ROW = re.compile(r"[A-Z]*(\d+)", re.ASCII)


@dataclass
class ServiceImport:
    """One run, in one transaction. `agency` is the unit of rows that name none;
    `report` is told of each row: its number, its rule, the item's code and name, and
    what was found: wrong, or to change. `expected` is the fingerprint of the run that
    was looked at; a run that would come out otherwise is refused."""

    table: Table
    by: User
    agency: Agency | None = None
    dry_run: bool = False
    is_complete: bool = False
    expected: str = ""
    report: Callable[[object, Rule, str, str, str], None] = lambda *row: None
    counts: Counter[Rule] = field(default_factory=Counter)

    @transaction.atomic
    def run(self) -> Counter[Rule]:
        """Raises RefusedFile, NotAllowed; then nothing was written."""
        self._require_whole()
        if self.agency is not None and not self.by.has_perm(PERMISSION, self.agency):
            raise NotAllowed(_("You are no clerk of “%s”.") % self.agency)
        if not self.dry_run:
            SiteState.objects.hold()
        self._shown = sha256()
        self._units: dict[str, Agency | Refusal] = {}
        self._known: dict[tuple[int, str], ServiceItem] = {}
        self._met: set[tuple[int, str]] = set()
        self._found = {h.code for h in self.table.headings if h.code}
        self._named: set[tuple[int, str]] = set()
        self._added: list[ServiceItem] = []
        self._renewed: list[ServiceItem] = []
        self._removed: list[ServiceItem] = []
        self._changed: set[str] = set()
        self._by_unit: dict[int, Counter[Rule]] = defaultdict(Counter)
        bad = self._unreadable_rows()
        for place, row in enumerate(self.table.rows, start=1):
            if row.number not in bad:
                self._take(place, row)
        self._judge_lacking()
        if not self.dry_run:
            self._require_sure()
            self._store()
        return self.counts

    @property
    def fingerprint(self) -> str:
        return self._shown.hexdigest()

    @property
    def refused(self) -> int:
        return sum(self.counts[rule] for rule in REFUSED)

    def _require_sure(self) -> None:
        if self.is_complete and self.refused:
            raise RefusedFile(
                _(
                    "A complete list is taken only when each of its rows can be: mend"
                    " the rows that are refused. Nothing was taken."
                )
            )
        if self.expected and self.expected != self.fingerprint:
            raise RefusedFile(_("The lists have changed since you looked: look again."))

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
        told = (str(place), rule.value, code, name, found)
        self._shown.update("\x1f".join((*told, "\x1e")).encode())
        self.report(place, rule, code, name, found)

    # --- Rows -----------------------------------------------------------------------

    def _take(self, place: int, row: Row) -> None:
        cells = {code: _text(value) for code, value in row.values.items()}
        code, name = cells.get("code", ""), cells.get("name", "")
        try:
            rule, found = self._decide(place, cells)
            self._tell(row.number, rule, code, name, found)
        except Refusal as refusal:
            self._tell(row.number, refusal.rule, code, name, refusal.found)

    def _decide(self, place: int, cells: Mapping[str, str]) -> tuple[Rule, str]:
        if not cells["name"]:
            raise Refusal(Rule.NO_NAME)
        if not cells["code"]:
            raise Refusal(Rule.NO_CODE)
        agency = self._unit(cells.get("unit", ""))
        key = (agency.pk, cells["code"])
        self._named.add(key)
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
        rule = self._settle(item, is_new=is_new, changed=changed)
        self._by_unit[agency.pk][rule] += 1
        return rule, _labels(changed) if rule is Rule.RENEWED else ""

    def _settle(self, item: ServiceItem, *, is_new: bool, changed: list[str]) -> Rule:
        if is_new:
            self._added.append(item)
            return Rule.ADDED
        if changed:
            self._renewed.append(item)
            self._changed.update(changed)
            return Rule.RENEWED
        return Rule.UNCHANGED

    def _judge_lacking(self) -> None:
        """What stands in the lists of the units met, and in no row of the sheet."""
        rule = Rule.REMOVED if self.is_complete else Rule.LACKING
        lacking = [
            item
            for key, item in self._known.items()
            if item.removed_on is None
            and key not in self._named
            and key[0] in self._by_unit
        ]
        for item in lacking:
            self._by_unit[item.agency_id][rule] += 1
            self._tell("", rule, item.code, item.name, "")
        if self.is_complete:
            self._removed = lacking

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
                rows = ServiceItem.objects.filter(agency=found).in_order()
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
        if self._renewed:
            ServiceItem.objects.bulk_update(
                self._renewed, sorted(self._changed), batch_size=50
            )
        self._take_off()
        written = [item.pk for item in (*self._added, *self._renewed, *self._removed)]
        put_services(written)
        AuditEntry.objects.record_rows(ServiceItem, written, by=self.by)
        self._record()

    def _take_off(self) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            note = str(_("The unit's complete list lacks it."))
        keys = [item.pk for item in self._removed]
        for start in range(0, len(keys), BATCH):
            rows = ServiceItem.objects.filter(pk__in=keys[start : start + BATCH])
            rows.update(removed_on=local_day(clock.now()), removal_note=note)

    def _record(self) -> None:
        """A line for each unit whose list became another one."""
        touched = {
            item.agency_id for item in (*self._added, *self._renewed, *self._removed)
        }
        units = {
            unit.pk: unit for unit in self._units.values() if isinstance(unit, Agency)
        }
        for key in sorted(touched):
            facts: dict[str, Any] = {
                str(rule): count for rule, count in self._by_unit[key].items()
            }
            gone = [item.code for item in self._removed if item.agency_id == key]
            if gone:
                facts["codes_taken_off"] = gone
            AuditEntry.objects.record("imported", units[key], by=self.by, facts=facts)
        if touched:
            SiteState.objects.bump()


def _labels(names: list[str]) -> str:
    """Columns in words; a number and what it is counted in are one."""
    fields = ServiceItem._meta
    bare = (name.replace("_unit", "_number") for name in names)
    labels = (str(fields.get_field(name).verbose_name) for name in bare)  # type: ignore[union-attr]
    return "、".join(dict.fromkeys(labels))


def read_services(
    path: Path, file_name: str, sheet: str = "", *, most: int = MAX_ROWS
) -> Table:
    """The table in a file. Raises RefusedFile."""
    return read_table(path, file_name, COLUMNS, sheet=sheet, most=most)


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
    """The model's own rules, but for what the run itself keeps: one code once. The
    other constraint is judged here: Django asks the database for each row."""
    legal, promised = item.legal_number, item.promised_number
    is_longer = legal is not None and promised is not None and promised > legal
    if is_longer and item.legal_unit == item.promised_unit:
        words = _("The promised time is longer than the legal time.")
        raise Refusal(Rule.BAD_VALUE, str(words))
    try:
        item.clean_fields(exclude=["agency"])
    except ValidationError as error:
        raise Refusal(Rule.BAD_VALUE, "; ".join(error.messages)) from None
