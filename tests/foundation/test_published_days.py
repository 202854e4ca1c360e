"""The file of published days against the library that it was written from."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from disclosure_portal.foundation import published_days


@pytest.mark.parametrize("year", published_days.YEARS)
def test_the_file_says_what_the_library_says(year):
    assert published_days.published(year) == published_days.calculated(year)


def test_a_year_that_is_not_in_the_file_is_calculated():
    year = published_days.YEARS[0] - 1

    assert published_days.published(year) == published_days.calculated(year)
    assert published_days.published(year).off


def test_the_command_writes_the_same_file_again(monkeypatch, tmp_path):
    before = published_days.FILE.read_text()
    monkeypatch.setattr(published_days, "FILE", tmp_path / "days.json")

    call_command("write_published_days")

    assert published_days.FILE.read_text() == before
