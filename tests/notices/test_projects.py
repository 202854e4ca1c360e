from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from disclosure_portal.foundation import clock
from notices.models import Kind, ProjectFacts
from notices.review import Incomplete, submit
from tests.factories.notices import draft_notice
from tests.factories.structures import PROJECT, STAGE, project_draft, publish, structure

pytestmark = pytest.mark.django_db

AWARD = {"step": "award", "promised_on": date(2026, 5, 10), "name": ""}


def page(client, notice):
    return client.get(notice.get_absolute_url()).text


def test_a_project_shows_its_facts_and_its_steps(client):
    stage = {**STAGE, "done_on": date(2026, 4, 12), "result": "三家投标"}

    text = page(client, publish(project_draft(stage)))

    for shown in ("246,000", "财政奖补和村集体自筹", "2026年4月12日", "三家投标"):
        assert shown in text


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2026, 5, 10, 15, 59, tzinfo=UTC), "planned"),
        (datetime(2026, 5, 10, 16, 0, tzinfo=UTC), "overdue"),
    ],
)
def test_a_step_becomes_overdue_at_midnight_of_the_county(client, moment, state):
    with clock.frozen_at(datetime(2026, 5, 1, tzinfo=UTC)):
        notice = publish(project_draft(AWARD))

    with clock.frozen_at(moment):
        assert f"timeline__step--{state}" in page(client, notice)


def test_a_page_kept_by_a_browser_is_fetched_anew_when_a_step_becomes_overdue(client):
    with clock.frozen_at(datetime(2026, 5, 10, 12, tzinfo=UTC)):
        notice = publish(project_draft(AWARD))
        kept = client.get(notice.get_absolute_url()).headers["ETag"]

    with clock.frozen_at(datetime(2026, 5, 11, 12, tzinfo=UTC)):
        answer = client.get(notice.get_absolute_url(), headers={"If-None-Match": kept})

    assert answer.status_code == 200


def test_the_state_of_a_step_is_never_signed():
    notice = project_draft(AWARD)

    assert set(structure(notice)["stages"][0]) == {
        "step",
        "name",
        "promised_on",
        "done_on",
        "result",
        "amount",
    }


def test_a_project_without_facts_and_steps_is_not_submitted():
    notice = draft_notice(kind=Kind.PROJECT)

    with translation.override("en"), pytest.raises(Incomplete) as refused:
        submit(notice, by=notice.author)

    for label in ("name of the project", "source of funds", "Progress of the project"):
        assert label in str(refused.value)


@pytest.mark.parametrize("code", ["name", "place", "implementing_unit", "fund_source"])
def test_a_fact_that_readers_must_know_is_named(code):
    notice = project_draft(**{code: ""})

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param({"step": "tender"}, id="no day at all"),
        pytest.param({"step": "other", "done_on": date(2026, 5, 1)}, id="no name"),
    ],
)
def test_a_step_says_when_and_what(stage):
    notice = project_draft(STAGE, stage)

    with pytest.raises(Incomplete, match="2"):
        submit(notice, by=notice.author)


def test_a_step_of_its_own_name_is_shown_under_that_name(client):
    stage = {"step": "other", "name": "苗木补植", "done_on": date(2026, 4, 1)}

    assert "苗木补植</strong>" in page(client, publish(project_draft(stage)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"investment": Decimal(-1)},
        {"begins_on": date(2026, 5, 1), "ends_on": date(2026, 4, 1)},
    ],
)
def test_the_form_refuses_nonsense(wrong):
    facts = ProjectFacts(**PROJECT | wrong)

    with pytest.raises(ValidationError):
        facts.validate_constraints()


def test_the_api_gives_facts_and_steps_as_they_were_signed(client):
    notice = publish(project_draft({**STAGE, "amount": Decimal("468000.00")}))

    structure = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert structure["investment"] == "246000.00"
    assert structure["stages"][0]["promised_on"] == "2026-04-15"
    assert structure["stages"][0]["amount"] == "468000.00"


@pytest.mark.parametrize("size", [1, 30])
def test_a_project_page_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, size
):
    notice = publish(project_draft(*[STAGE] * size))
    client.get(notice.get_absolute_url())

    # The state of the site, the notice, its parts.
    with django_assert_num_queries(3):
        client.get(notice.get_absolute_url())
