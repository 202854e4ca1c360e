"""The sections of the page of figures: each is one table, from which its chart, its
rows and its file are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.charts import Series, Table, bars, columns
from notices.facets import with_parameters
from notices.models import Kind
from notices.published_figures import month_figures, unit_figures

from .statistics_ledger import ledger_sections
from .statistics_letters import letter_sections
from .statistics_tables import AnySection, Scope, Section


def sections(scope: Scope, *, shows_ledger: bool) -> list[AnySection]:
    """Three queries, however much was published, those of letters, and two of the
    ledger's figures where the site's setting shows them to all."""
    counted = month_figures(scope.branch.pk, scope.kinds, scope.months)
    by_month: Counter[str] = Counter()
    by_kind: Counter[str] = Counter()
    for (month, kind), count in counted.items():
        by_month[month] += count
        by_kind[kind] += count
    found: list[AnySection] = [_months(scope, by_month)]
    if not scope.kind:
        found.append(_kinds(scope, by_kind))
    if units := _units(scope, by_month.total()):
        found.append(units)
    if not scope.kind:
        found += _beside_notices(scope, shows_ledger=shows_ledger)
    return found


def _beside_notices(scope: Scope, *, shows_ledger: bool) -> list[AnySection]:
    """What is owed and what is written has no kind of notices."""
    owed = ledger_sections(scope.branch, scope.year) if shows_ledger else []
    return [*owed, *letter_sections(scope.branch, scope.year)]


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


def _address(scope: Scope, **other: str) -> str:
    return with_parameters(reverse("statistics"), scope.parameters(**other))
