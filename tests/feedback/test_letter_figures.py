"""What is counted of letters, against counting them one by one."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, strategies as st

from directories.models import Role
from disclosure_portal.foundation.clock import frozen_at
from disclosure_portal.foundation.days import local_day
from feedback import intake
from feedback.attention import risen
from feedback.letter_figures import column, figures_by, letters_received
from feedback.metrics import letter_measures
from feedback.models import Letter, LetterCategory, LetterStatus
from feedback.spread import spread_of
from tests.factories import agency, county, member
from tests.factories.letters import (
    accusing_letter,
    answered_letter,
    assigned_letter,
    mailbox,
    office_clerk,
    published_letter,
    settled_letter,
    submitted_letter,
)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_the_median_is_that_of_the_list(numbers: list[int]) -> None:
    found = spread_of(Counter(numbers))
    assert found.median == Decimal(str(median(numbers)))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.median <= found.high


def test_of_nothing_there_is_no_median() -> None:
    assert spread_of({}).median is None


@pytest.mark.django_db
def test_figures_by_unit_are_those_of_the_letters_one_by_one() -> None:
    first, second = agency("住建局"), agency("水利局")
    answered_letter(first)
    settled_letter(first)
    settled_letter(second)
    assigned_letter(second)
    today = local_day(timezone.now())
    found = figures_by(column("agency"), letters_received(today, today))
    for unit in (first, second):
        letters = list(Letter.objects.filter(agency=unit))
        figures = found[unit.pk]
        assert figures.received == len(letters)
        assert figures.answered == sum(bool(each.answered_at) for each in letters)
        assert figures.in_time == sum(each.was_in_time is True for each in letters)
        assert sum(figures.grades.values()) == sum(
            each.ratings.count() for each in letters
        )


@pytest.mark.django_db
def test_letters_accepted_late_or_not_at_all_are_counted(client: Client) -> None:
    now = timezone.now()
    in_time, late, waiting = (submitted_letter() for _number in range(3))
    intake.accept(in_time, by=office_clerk(in_time))
    with frozen_at(now + timedelta(days=20)):
        intake.accept(late, by=office_clerk(late))
        today = local_day(now)
        figures = figures_by(column("kind"), letters_received(today, today))
        table = client.get("/letters/statistics/kinds.csv", {"year": today.year})
    line = table.content.decode().splitlines()[1]

    assert waiting.accept_due_on < today + timedelta(days=20)
    assert figures[in_time.kind].accepted_late == 2
    assert line.endswith(",2")


@pytest.mark.django_db
def test_an_overdue_letter_counts_against_its_unit_before_it_is_answered() -> None:
    unit = agency("住建局")
    letter = assigned_letter(unit)
    later = timezone.now() + timedelta(days=30)
    with frozen_at(later):
        figures = figures_by(
            column("agency"), letters_received(letter.received_on, letter.due_on)
        )
        measures = letter_measures(unit, letter.received_on, letter.due_on)
    assert figures[unit.pk].overdue == 1
    assert figures[unit.pk].timeliness == Fraction(0)
    assert list(measures["letters_in_time"].proof) == [letter]


@pytest.mark.django_db
def test_what_nobody_answered_for_three_months_is_a_measure_with_its_proof() -> None:
    unit = agency("住建局")
    letter = assigned_letter(unit)
    today = local_day(timezone.now())
    with frozen_at(timezone.now() + timedelta(days=120)):
        measure = letter_measures(unit, today, today)["letters_unanswered"]
    assert measure.value == 1
    assert list(measure.proof) == [letter]


@pytest.mark.django_db
def test_what_rises_most_stands_first_and_accusations_stay_hidden() -> None:
    office, accused = agency("政府办公室"), agency("某局")
    lamps = LetterCategory.objects.create(code="1", name="市政设施")
    box = mailbox(office)
    for _number in range(3):
        letter = submitted_letter(box)
        Letter.objects.filter(pk=letter.pk).update(category=lamps)
    accusing_letter(accused, box)
    today = local_day(timezone.now())
    rows = risen(member(Role.MAILBOX_CLERK, office), today)
    assert [(row.category, row.now) for row in rows] == [(lamps, 3), (None, 1)]
    overseer = member(Role.OVERSEER, county())
    overseer.memberships.create(agency=accused, role=Role.EDITOR)
    assert [row.now for row in risen(overseer, today)] == [3]


@pytest.mark.django_db
def test_programs_read_published_letters_and_figures(client: Client) -> None:
    publication = published_letter()
    number = publication.letter.number
    (row,) = client.get("/api/v1/letters/").json()["results"]
    assert (row["number"], row["title"]) == (number, publication.title)
    assert client.get(f"/api/v1/letters/{number}/").json()["id"] == publication.pk
    year = local_day(timezone.now()).year
    tables = client.get(f"/api/v1/letter-figures/?year={year}").json()["tables"]
    assert tables[0]["rows"][0]["published"] == 1
    assert client.get("/api/v1/letter-figures/?year=x").status_code == 400


@pytest.mark.django_db
def test_a_letter_that_is_not_public_is_found_at_no_address(client: Client) -> None:
    letter = answered_letter()
    assert client.get(f"/letters/{letter.number}/").status_code == 404
    assert client.get(f"/api/v1/letters/{letter.number}/").status_code == 404
    assert letter.number not in client.get("/letters/").content.decode()
    assert letter.status == LetterStatus.ANSWERED


@pytest.mark.django_db
def test_figures_are_a_page_and_a_file(client: Client) -> None:
    answered_letter()
    page = client.get("/letters/statistics/")
    assert "按期" in page.content.decode()
    sheet = client.get("/letters/statistics/units.csv").content.decode()
    assert "住建局" in sheet
    assert client.get("/letters/statistics/nothing.csv").status_code == 404
