"""What a payment states as sums, when its list is divided by place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .models import Notice, SubsidyFacts, SubsidySum


class Place(NamedTuple):
    """A township, or a village in it; the township of a village may be unknown."""

    township: str
    village: str


def divide_sums(drafts: Mapping[Place, Notice], *, of: Notice) -> None:
    """Give each draft the sums that were stated of its place. The sum that was ordered
    for the whole, and what was stated of no single place, is left out: it would agree
    with no part. The caller holds the drafts."""
    SubsidyFacts.objects.filter(notice__in=drafts.values()).update(ordered_amount=None)
    for stated in SubsidySum.objects.filter(notice=of):
        draft = _draft_of(stated, drafts)
        if draft is None:
            stated.delete()
        else:
            stated.notice = draft
            stated.save(update_fields=["notice"])


def _draft_of(stated: SubsidySum, drafts: Mapping[Place, Notice]) -> Notice | None:
    fitting = [
        draft
        for place, draft in drafts.items()
        if place.township in ("", stated.township)
        and (not place.village or place.village == stated.village)
    ]
    return fitting[0] if len(fitting) == 1 else None
