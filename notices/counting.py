"""How a public notice counts: the headings of its tallies, moved in the transaction
of each deed that makes it public, takes it down or moves it."""

from __future__ import annotations

from collections.abc import Iterator

from directories.models import Agency
from disclosure_portal.foundation import clock

from .branch_months import branch_month_key, branch_year_key
from .models import Audience, Kind, Notice, Tally
from .models.tallies import CHANGED
from .month_counts import month_key, sitemap_file


def tally_keys(notice: Notice) -> Iterator[str]:
    """The headings under which a public notice counts."""
    yield "all"
    yield f"kind:{notice.kind}"
    yield f"board:{notice.board_id}"
    yield f"agency:{notice.agency_id}"
    if notice.published_at and notice.kind != Kind.PROCEDURE:
        yield month_key(notice.published_at)
    yield f"{CHANGED}{sitemap_file(notice.kind, notice.published_at)}"
    above = Agency.objects.above(notice.agency.path).values_list("pk", flat=True)
    for pk in (notice.agency_id, *above):
        yield f"branch:{pk}"
        if notice.published_at is not None:
            yield branch_month_key(pk, notice.kind, notice.published_at)
            yield branch_year_key(pk, notice.kind, notice.published_at)


def count(notice: Notice, step: int) -> None:
    """Count it up (1) or down (-1); the caller holds the site's row."""
    if notice.audience == Audience.PUBLIC:
        Tally.objects.add(tally_keys(notice), step, at=clock.now())
