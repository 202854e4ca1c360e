"""A section of the page of figures: one table, from which its chart, its rows and its
file are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.urls import reverse

from disclosure_portal.foundation.chart_panels import panel, summarised
from disclosure_portal.foundation.charts import Number, Table
from disclosure_portal.foundation.report_files import plain_cell
from notices.facets import with_parameters
from notices.models import Kind
from notices.reference import Branch

# So many of the rows are drawn; the table has all.
MOST_DRAWN = 20


@dataclass(frozen=True)
class Scope:
    """Whose figures, of which kind ("" for all), in which months of which year."""

    branch: Branch
    kind: str
    year: int
    months: tuple[str, ...]

    @property
    def kinds(self) -> list[str]:
        return [self.kind] if self.kind else list(Kind.values)

    def parameters(self, **other: str) -> dict[str, str]:
        """As an address spells it, with some of them otherwise."""
        branch = self.branch.slug if self.branch.above else ""
        told = {"branch": branch, "kind": self.kind, "year": str(self.year)}
        return told | other


@dataclass(frozen=True)
class Section:
    """`codes` are the labels as a program reads them, `urls` where they lead."""

    code: str
    table: Table
    draw: Callable[..., str]
    codes: tuple[str, ...]
    code_heading: str
    urls: tuple[str, ...] = ()

    @property
    def total(self) -> Number:
        return sum(self.table.totals)

    def panel(self, scope: Scope) -> dict[str, Any]:
        drawn = summarised(_first(self.table, MOST_DRAWN))
        return panel(
            self.code,
            self.table,
            self.draw(drawn, key=self.code),
            urls=self.urls,
            file_url=file_address(self.code, scope),
        )

    def lines(self) -> Iterator[list[Any]]:
        """As a file has them; no text in it is a formula."""
        series = self.table.series
        names = [
            self.code_heading,
            self.table.heading,
            *(each.label for each in series),
        ]
        yield [plain_cell(name) for name in names]
        for place, (code, label) in enumerate(
            zip(self.codes, self.table.labels, strict=True)
        ):
            texts = [plain_cell(code), plain_cell(label)]
            yield [*texts, *(each.values[place] for each in series)]


class AnySection(Protocol):
    """What the page and the files ask of a section."""

    @property
    def code(self) -> str: ...

    @property
    def total(self) -> Number: ...

    def panel(self, scope: Scope) -> dict[str, Any]: ...

    def lines(self) -> Iterator[list[Any]]: ...


def file_address(code: str, scope: Scope) -> str:
    return with_parameters(reverse("statistics-csv", args=[code]), scope.parameters())


def _first(table: Table, most: int) -> Table:
    shown = (replace(each, values=each.values[:most]) for each in table.series)
    return replace(table, labels=table.labels[:most], series=tuple(shown))
