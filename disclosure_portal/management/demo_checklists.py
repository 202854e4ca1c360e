"""The demo county's checklists: made from the examples, published by the office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from disclosure_portal.demo import dates
from supervision import checklist_defaults
from supervision.checklist_document import Document
from supervision.checklist_drafting import store
from supervision.checklist_publishing import publish

from .demo_notices import Player, Step
from .demo_people import OVERSEER

ORDER = 60_000
# Example → code and title of the county's own; the website's points are not confirmed.
OWN: Mapping[str, tuple[str, str]] = {
    "example-county": ("departments", "{year}年县级政务公开考核指标"),
    "example-townships": ("townships", "{year}年乡镇（街道）政务公开考核指标"),
}
# A new year's lists are published in its first weeks; no later than this.
AT_LEAST = 65


def steps(player: Player, as_of: date) -> Iterator[Step]:
    day = dates.working_day(as_of - timedelta(days=AT_LEAST))
    for place, document in enumerate(checklist_defaults.shipped()):
        if document.code in OWN:
            at = dates.working_time(day, document.code)
            yield Step(at, ORDER + place, partial(_publish, player, document, day.year))


def _publish(player: Player, example: Document, year: int) -> None:
    """Brought along when the portal was set up, and published by the office."""
    code, title = OWN[example.code]
    own = replace(
        example,
        code=code,
        year=year,
        title=title.format(year=year),
        is_example=False,
        source="霁川县政务公开领导小组办公室（演示数据）",
    )
    checklist = store(own, by=None, copied_from=None, action="created", facts={})
    publish(checklist, version=checklist.content_version, by=player.people[OVERSEER])
