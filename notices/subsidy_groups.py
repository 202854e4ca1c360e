"""Lists of an imported file as they grow row by row: one for each unit and year."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from typing import Any

from disclosure_portal.foundation.canonical import ListDigest

from .import_outcomes import Remark, Rule
from .recipient_sums import RunningSums, Sums, added, by_status, row_of
from .subsidy_rows import BadRow, Line


class Group:
    """What becomes one notice: its lines are counted and summed here, and held
    nowhere. `number` is its place among the lists."""

    def __init__(self, number: int, unit: str, year: int) -> None:
        self.number = number
        self.unit = unit
        self.year = year
        self.first_row = 0
        self.last_day = date.min
        self.count = 0
        self.refused = 0
        self.remarks: Counter[Remark] = Counter()
        self._digest = ListDigest("lines")
        self._townships = RunningSums()
        self._statuses = RunningSums()
        # By key of a person or digest of a row → the row where it first stood.
        self._seen: dict[str | int, tuple[int, int]] = {}

    def add(self, line: Line, row: int) -> None:
        """Raises BadRow for a row, or a person, that stands in the list already."""
        first = self._seen.setdefault(line.person or line.row, (row, line.row))
        if first[0] != row:
            rule = Rule.SAME_ROW if first[1] == line.row else Rule.PERSON_TWICE
            raise BadRow(rule, str(first[0]))
        record = line.record
        self.first_row = self.first_row or row
        self.last_day = max(self.last_day, line.day)
        self.count += 1
        self.remarks.update(line.remarks)
        self._digest.add(record)
        self._townships.add(record["township"] or "", line.quantity, line.amount)
        self._statuses.add(record["status"] or "", line.quantity, line.amount)

    def forget_rows(self) -> None:
        """Every row was read: what told them apart is needed no more."""
        self._seen.clear()

    @property
    def total(self) -> Sums:
        whole = added(
            entry._replace(township="") for entry in self._townships.entries()
        )
        return next(iter(whole.values())).sums

    @property
    def townships(self) -> list[dict[str, Any]]:
        return [row_of(entry) for entry in self._townships.entries()]

    @property
    def statuses(self) -> list[dict[str, Any]]:
        entries = self._statuses.entries()
        return by_status([(entry.township, entry.sums) for entry in entries])

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


class Groups:
    """The lists in the order in which their first rows come."""

    def __init__(self, programme: str) -> None:
        self._programme = programme
        self._groups: dict[tuple[str, int], Group] = {}

    def find(self, unit: str, year: int) -> Group:
        group = self._groups.get((unit, year))
        if group is None:
            group = Group(len(self._groups) + 1, unit, year)
            self._groups[unit, year] = group
        return group

    def full(self) -> list[Group]:
        """Those that have a line."""
        groups = [group for group in self._groups.values() if group.count]
        for group in groups:
            group.forget_rows()
        return groups

    def source_id(self, group: Group) -> str:
        """By what a notice is known again: unit, programme and year."""
        name = f"{group.unit}\0{self._programme}\0{group.year}"
        return hashlib.sha256(name.encode()).hexdigest()
