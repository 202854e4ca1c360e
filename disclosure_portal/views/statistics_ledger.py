"""What was owed and disclosed, as sections of the page of figures: coverage by domain,
timeliness by unit. Counted each night (notices/ledger_figures.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation.charts import Bars, Look, Series, Table, bars
from notices.facets import with_parameters
from notices.ledger_figures import figures_of, sums_by
from notices.reference import Branch

from .statistics_tables import Section

# The units that owe most; the page of each names the others.
MOST_UNITS = 200


def ledger_sections(branch: Branch, year: int) -> list[Section]:
    """Two queries, and one for the names of units; none of a year without figures."""
    figures = figures_of(branch.path, year)
    domains = sums_by(figures, "domain")
    if not domains:
        return []
    units = sums_by(figures, "agency")[:MOST_UNITS]
    return [_coverage(domains), _timeliness(units)]


def _coverage(rows: Sequence[Mapping[str, Any]]) -> Section:
    names = tuple(row["domain"] for row in rows)
    urls = tuple(with_parameters(reverse("directory"), {"domain": n}) for n in names)
    parts = {
        "filled": (_("disclosed"), Look.SOLID),
        "explained": (_("explained"), Look.DOTS),
        "missing": (_("overdue, not disclosed"), Look.ALERT),
    }
    table = _table(_("Coverage by domain"), _("Domain"), names, rows, parts)
    return _section("coverage", table, names, _("Domain"), urls)


def _timeliness(rows: Sequence[Mapping[str, Any]]) -> Section:
    units = Agency.objects.in_bulk([row["agency"] for row in rows])
    found = [units[row["agency"]] for row in rows]
    parts = {
        "in_time": (_("disclosed in time"), Look.SOLID),
        "late": (_("disclosed late"), Look.STRIPES),
        "explained": (_("explained"), Look.DOTS),
        "missing": (_("overdue, not disclosed"), Look.ALERT),
    }
    labels = tuple(unit.label for unit in found)
    table = _table(_("Timeliness by unit"), _("Unit"), labels, rows, parts)
    codes = tuple(unit.code for unit in found)
    urls = tuple(reverse("directory-unit", args=[unit.slug]) for unit in found)
    return _section("timeliness", table, codes, _("Code of the unit"), urls)


def _table(
    title: str,
    heading: str,
    labels: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
    parts: Mapping[str, tuple[str, Look]],
) -> Table:
    series = tuple(
        Series(label, tuple(row[name] for row in rows), look)
        for name, (label, look) in parts.items()
    )
    note = _("Of what was due by yesterday; counted each night.")
    return Table(title, heading, labels, series, unit=_("pieces"), note=note)


def _section(
    code: str,
    table: Table,
    codes: tuple[str, ...],
    heading: str,
    urls: tuple[str, ...],
) -> Section:
    draw = partial(bars, kind=Bars.SHARES)
    return Section(code, table, draw, codes, heading, urls)
