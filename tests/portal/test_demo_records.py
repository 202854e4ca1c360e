"""Projects, accounts and takings of land of the demo county, before they are made."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from disclosure_portal.demo.units import toml, units
from disclosure_portal.management.demo_finances import accounts
from disclosure_portal.management.demo_land import takings
from disclosure_portal.management.demo_projects import projects

SEASONS = [date(2026, 11, 24), date(2027, 1, 3), date(2027, 4, 19), date(2028, 2, 29)]


def everything(as_of):
    return [*projects(as_of), *accounts(as_of), *takings(as_of)]


@pytest.mark.parametrize("as_of", SEASONS, ids=str)
def test_there_is_enough_of_each_kind_and_no_title_twice(as_of):
    filled = everything(as_of)

    assert Counter(one.kind for one in filled) == {
        "project": 25,
        "finance": 154,
        "land": 10,
    }
    assert len({one.title for one in filled}) == len({one.key for one in filled}) == 189


@pytest.mark.parametrize("as_of", SEASONS, ids=str)
def test_nothing_is_published_that_has_not_happened(as_of):
    assert all(one.day < as_of for one in everything(as_of))


def test_no_step_is_done_after_it_was_published():
    steps = [
        text.split("|")
        for row in toml("notices/projects.toml")["project"]
        for text in row["steps"]
    ]

    assert all(int(done) <= 0 for _step, _promised, done, *_rest in steps if done)


def test_units_and_boards_are_there():
    boards = {row["slug"] for row in toml("boards.toml")["board"]}

    filled = everything(SEASONS[0])

    assert {one.unit for one in filled} <= set(units())
    assert {one.board for one in filled} <= boards


@pytest.mark.parametrize("as_of", SEASONS, ids=str)
def test_no_account_is_overdrawn(as_of):
    balances = [one.fields["summary"] for one in accounts(as_of)]

    assert [text for text in balances if "-" in text] == []


def test_the_same_day_gives_the_same_accounts():
    first, second = ([one.fields for one in everything(SEASONS[0])] for _ in range(2))

    assert first == second
