"""What people wrote and how it was answered, as sections of the page of figures: by
period, kind, unit and category of a year (feedback/letter_tables.py)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from directories.periods import Span, period_of
from feedback.letter_tables import LetterTable, tables_of
from notices.reference import Branch

from .statistics_tables import Scope, file_address


@dataclass(frozen=True)
class LetterSection:
    table: LetterTable

    @property
    def code(self) -> str:
        return f"letter-{self.table.code}"

    @property
    def total(self) -> int:
        return sum(row.figures.received for row in self.table.rows)

    def panel(self, scope: Scope) -> dict[str, Any]:
        return self.table.panel(self.code, file_address(self.code, scope))

    def lines(self) -> Iterator[list[Any]]:
        return self.table.lines()


def letter_sections(branch: Branch, year: int) -> list[LetterSection]:
    """Twenty-two queries; one for a year without letters."""
    whole = period_of(date(year, 1, 1), Span.YEAR)
    path = branch.path if branch.above else ""
    return [LetterSection(table) for table in tables_of(whole, path)]
