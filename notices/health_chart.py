"""Column health as a picture: how many columns of each class are fresh, near their
limit, stale, blank; with the table beside it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from disclosure_portal.foundation.chart_panels import panel
from disclosure_portal.foundation.charts import Bars, Look, Series, Table, bars

from .column_health import ColumnState, SiteHealth, UpdateClass

CLASSES = {
    UpdateClass.HOME: gettext_lazy("Home page"),
    UpdateClass.NEWS: gettext_lazy("News"),
    UpdateClass.NOTICES: gettext_lazy("Notices and policy"),
    UpdateClass.OTHER: gettext_lazy("Other columns"),
}
PARTS = {
    ColumnState.FRESH: (gettext_lazy("Normal"), Look.SOLID),
    ColumnState.NEAR: (gettext_lazy("Due soon"), Look.STRIPES),
    ColumnState.STALE: (gettext_lazy("Not updated in time"), Look.ALERT),
    ColumnState.BLANK: (gettext_lazy("Blank"), Look.BLANK),
}


def health_chart(health: SiteHealth) -> dict[str, Any] | None:
    """For `includes/_chart.html`; None where nothing is watched."""
    counts = Counter((row.update_class, row.state) for row in health.columns)
    classes = [each for each in CLASSES if any(counts[each, s] for s in ColumnState)]
    if not classes:
        return None
    series = tuple(
        Series(str(words), tuple(counts[each, state] for each in classes), look)
        for state, (words, look) in PARTS.items()
    )
    labels = tuple(str(CLASSES[each]) for each in classes)
    title, heading = _("Column health"), _("Class of the column")
    table = Table(title, heading, labels, series, unit=_("columns"))
    return panel("health", table, bars(table, key="health", kind=Bars.STACKED))
