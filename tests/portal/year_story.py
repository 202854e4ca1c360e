"""The year and the result that the examples of the schema show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from supervision.models import YearAssessment, YearResult
from supervision.year_preparing import Share, prepare_year, set_rules, set_shares
from tests.factories.supervision_checklists import overseer
from tests.factories.years import confirmed_line, publish_as_it_is

from .letter_examples import housing
from .rating_story import at, published_round, read

RULES = {"bonus_most": "5", "places": 2}


def published_year() -> YearAssessment:
    if found := YearAssessment.objects.published().first():
        return found
    round_ = published_round()
    with at("2026-11-27T03:00:00Z"):
        office = overseer()
        year = prepare_year(2026, "2026年度政务公开考核", by=office)
        share = Share(round_, Decimal(100), full=Decimal(10))
        set_shares(year, [share], version=1, by=office)
        set_rules(year, RULES, version=2, by=office)
        confirmed_line(year, housing())
        publish_as_it_is(year)
    return year


def of_years(_story: Any) -> Any:
    published_year()
    return read("year-assessments/")["results"][0]


def of_whole_years(_story: Any) -> Any:
    return read(f"year-assessments/{published_year().pk}/")


def of_results(_story: Any) -> Any:
    published_year()
    return read("year-results/")["results"][0]


def of_whole_results(_story: Any) -> Any:
    published_year()
    return read(f"year-results/{YearResult.objects.get().pk}/")


# Operation → the answer that its example must be.
ANSWERS = {
    "get /year-assessments/": of_years,
    "get /year-assessments/{id}/": of_whole_years,
    "get /year-results/": of_results,
    "get /year-results/{id}/": of_whole_results,
}
