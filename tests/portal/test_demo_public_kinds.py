"""Decisions, warnings and personnel of the demo county."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from disclosure_portal.demo import dates
from disclosure_portal.demo.public_kinds import (
    decisions,
    personnel,
    public_stories,
    warning,
)
from disclosure_portal.demo.units import units

AS_OF = date(2026, 11, 24)
SEASONS = [AS_OF, date(2027, 1, 3), date(2027, 4, 19), date(2028, 2, 29)]


@pytest.mark.parametrize("as_of", SEASONS, ids=str)
def test_every_story_is_told_whenever_it_is_shown(as_of):
    told = list(public_stories(as_of))

    titles = [each.story.title for each in told]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if "{" in title]
    for each in told:
        assert each.story.created_at < each.story.submitted_at < each.story.decided_at
        assert not units()[each.story.unit.key].merged_into


@pytest.mark.parametrize("as_of", SEASONS, ids=str)
def test_each_warning_is_signed_before_it_is_over(as_of):
    for told in public_stories(as_of):
        if told.kind == "warning":
            facts = warning(told)
            assert told.story.decided_at < facts["ends_at"]
            assert facts["starts_at"] < facts["ends_at"]


@pytest.mark.parametrize("as_of", SEASONS, ids=str)
def test_one_warning_holds_all_through_the_day(as_of):
    morning = datetime.combine(as_of, time(), dates.LOCAL)
    night = datetime.combine(as_of, time(23, 59), dates.LOCAL)

    holding = [
        facts
        for told in public_stories(as_of)
        if told.kind == "warning"
        and (facts := warning(told))["starts_at"] <= morning
        and night < facts["ends_at"]
        and told.story.decided_at < morning
    ]

    assert len(holding) == 1


def test_the_lists_are_long_enough():
    told = list(public_stories(AS_OF))

    kinds = [each.kind for each in told]
    assert [kinds.count(kind) for kind in ("decision", "warning", "personnel")] == [
        *(30, 6, 15)
    ]
    assert all(decisions(each) for each in told if each.kind == "decision")
    assert all(personnel(each)[0] for each in told if each.kind == "personnel")
