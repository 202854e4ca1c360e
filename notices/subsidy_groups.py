"""Lists of an imported file as they grow row by row: one for each unit and year."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

from directories.models import Agency
from disclosure_portal.foundation.canonical import ListDigest

from .import_outcomes import Refusal, Remark, Rule
from .import_targets import Units
from .recipient_sums import RunningSums
from .subsidy_rows import BadRow, Line


class Group:
    """What becomes one notice: its lines are counted and summed here, and held
    nowhere. `number` is its place among the lists; `unit` is why there is none where
    the rows name none that may be imported to."""

    def __init__(self, number: int, unit: Agency | Refusal, year: int) -> None:
        self.number = number
        self.unit = unit
        self.year = year
        self.first_row = 0
        self.last_day = date.min
        self.count = 0
        self.refused = 0
        # Rows without a township, and the first of them.
        self.blank = 0
        self.first_blank = 0
        self.remarks: Counter[Remark] = Counter()
        self._digest = ListDigest("lines")
        self.sums = RunningSums()
        # What tells rows apart → the first such row; and who stood in the list.
        self._rows: dict[int, int] = {}
        self._people: set[int] = set()

    def add(self, line: Line, row: int) -> None:
        """Raises BadRow for a row that stands in the list already."""
        first = self._rows.setdefault(line.row, row)
        if first != row:
            raise BadRow(Rule.SAME_ROW, str(first))
        if line.person in self._people:
            self.remarks[Remark.SAME_PERSON] += 1
        self._people.add(line.person)
        record = line.record
        self.first_row = self.first_row or row
        if line.day > self.last_day:
            self.last_day = line.day
        self.count += 1
        if line.remarks:
            self.remarks.update(line.remarks)
        if not record["township"]:
            self.blank += 1
            self.first_blank = self.first_blank or row
        self._digest.add(record)
        self.sums.add(
            record["township"] or "",
            record["status"] or "",
            line.quantity,
            line.amount,
        )

    def forget_rows(self) -> None:
        """Every row was read: what told them apart is needed no more."""
        self._rows.clear()
        self._people.clear()

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


class Groups:
    """The lists in the order in which their first rows come."""

    def __init__(self, programme: str, units: Units) -> None:
        self._programme = programme
        self._units = units
        self._groups: dict[tuple[str, int], Group] = {}
        # A unit may be called by several names: each leads to its group.
        self._named: dict[tuple[str, int], Group] = {}

    def find(self, name: str, year: int) -> Group:
        group = self._named.get((name, year))
        if group is None:
            group = self._named[name, year] = self._group_of(name, year)
        return group

    def _group_of(self, name: str, year: int) -> Group:
        plain = " ".join(name.split())
        unit: Agency | Refusal
        try:
            unit = self._units.find(plain)
            key = f"unit {unit.code}"
        except Refusal as refusal:
            unit, key = refusal, f"name {plain}"
        new = Group(len(self._groups) + 1, unit, year)
        return self._groups.setdefault((key, year), new)

    def full(self) -> list[Group]:
        """Those that have a line."""
        groups = [group for group in self._groups.values() if group.count]
        for group in groups:
            group.forget_rows()
        return groups

    def source_id(self, group: Group) -> str:
        """By what a notice is known again: unit, programme and year."""
        unit = group.unit.code if isinstance(group.unit, Agency) else ""
        name = f"{unit}\0{self._programme}\0{group.year}"
        return hashlib.sha256(name.encode()).hexdigest()
