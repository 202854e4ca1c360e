"""How what is known of a record beside its text changes its place."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.search.ranking import standing


@pytest.mark.parametrize(
    ("younger", "older"), [(0, 1), (0.5, 1.5), (2, 3)], ids=["new", "half", "old"]
)
def test_each_year_weighs_a_few_per_cent(younger, older):
    share = standing(age=older) / standing(age=younger)

    assert 0.95 < share < 0.98


@pytest.mark.parametrize("age", [-1, 0])
def test_what_was_published_just_now_loses_nothing(age):
    assert standing(age=age) == 1


def test_beyond_some_years_all_are_as_old():
    assert standing(age=5) == standing(age=56) > 0.85


def test_a_guide_does_not_age_and_weighs_more_for_a_word():
    assert standing(age=5, is_guide=True) == 1
    assert 1 < standing(age=5, is_guide=True, is_word=True) < 1.2
    assert standing(age=0, is_word=True) == 1


def test_what_ended_weighs_less_however_new_it_is():
    assert standing(age=1) > standing(age=0, is_over=True) > 0.8
