"""The sections of the page of figures: each is one table, from which its chart, its
rows and its file are made. What letters and ratings count joins here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.chart_panels import panel, summarised
from disclosure_portal.foundation.charts import Series, Table, bars, columns
from disclosure_portal.foundation.report_files import plain_cell
from notices.facets import with_parameters
from notices.models import Kind
from notices.published_figures import month_figures, unit_figures
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

    def panel(self, scope: Scope) -> dict[str, Any]:
        drawn = summarised(_first(self.table, MOST_DRAWN))
        return panel(
            self.code,
            self.table,
            self.draw(drawn, key=self.code),
            urls=self.urls,
            file_url=with_parameters(
                reverse("statistics-csv", args=[self.code]), scope.parameters()
            ),
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


def sections(scope: Scope) -> list[Section]:
    """Three queries, however much was published."""
    counted = month_figures(scope.branch.pk, scope.kinds, scope.months)
    by_month: Counter[str] = Counter()
    by_kind: Counter[str] = Counter()
    for (month, kind), count in counted.items():
        by_month[month] += count
        by_kind[kind] += count
    found = [_months(scope, by_month)]
    if not scope.kind:
        found.append(_kinds(scope, by_kind))
    if units := _units(scope, by_month.total()):
        found.append(units)
    return found


def _months(scope: Scope, counts: Counter[str]) -> Section:
    labels = [f"{int(month[5:])}月" for month in scope.months]
    table = _table(
        _("By month"), _("Month"), labels, [counts[month] for month in scope.months]
    )
    return Section("months", table, columns, scope.months, _("Code of the month"))


def _kinds(scope: Scope, counts: Counter[str]) -> Section:
    found = sorted(counts.items(), key=lambda each: -each[1])
    table = _table(
        _("By kind"),
        _("Kind"),
        [str(Kind(kind).label) for kind, _count in found],
        [count for _kind, count in found],
    )
    codes = tuple(kind for kind, _count in found)
    urls = tuple(_address(scope, kind=kind) for kind in codes)
    return Section("kinds", table, bars, codes, _("Code of the kind"), urls)


def _units(scope: Scope, total: int) -> Section | None:
    """With a last row for what the units named do not add up to."""
    units = unit_figures(scope.branch, scope.kinds, scope.year)
    if not units:
        return None
    rows = [(unit.code, unit.label, unit.count) for unit in units]
    if rest := total - sum(unit.count for unit in units):
        rows.append(("", _("The unit itself, and others"), rest))
    codes, labels, counts = zip(*rows, strict=True)
    note = _("Each with all units below it.")
    table = replace(_table(_("By unit"), _("Unit"), labels, counts), note=note)
    urls = tuple(_address(scope, branch=unit.slug) for unit in units)
    return Section("units", table, bars, codes, _("Code of the unit"), urls)


def _table(
    title: str, heading: str, labels: Iterable[str], counts: Iterable[int]
) -> Table:
    series = Series(_("Notices published"), tuple(counts))
    return Table(title, heading, tuple(labels), (series,), unit=_("pieces"))


def _first(table: Table, most: int) -> Table:
    shown = (replace(each, values=each.values[:most]) for each in table.series)
    return replace(table, labels=table.labels[:most], series=tuple(shown))


def _address(scope: Scope, **other: str) -> str:
    return with_parameters(reverse("statistics"), scope.parameters(**other))
