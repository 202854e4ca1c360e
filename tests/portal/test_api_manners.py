"""How the API behaves whatever is asked for: pages, refusals, limits, costs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.api.errors import handle
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from tests.factories import agency, board, published_notice

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"


@pytest.fixture
def get(client):
    def read(path, status=200):
        response = client.get(f"{ROOT}{path}")
        assert response.status_code == status, response.content
        return response.json()

    return read


def titles(answer):
    return [row["title"] for row in answer["results"]]


def error(answer):
    return {key: answer["errors"][0][key] for key in ("code", "attr")}


# --- Pages --------------------------------------------------------------------------


@pytest.mark.parametrize("ordering", ["", "-published_at", "published_at"])
def test_pages_lead_through_all_rows_and_back(client, ordering):
    unit, where = agency(), board()
    for number in range(5):
        published_notice(title=str(number), unit=unit, board=where)
    query = f"&ordering={ordering}" if ordering else ""

    first = client.get(f"{ROOT}notices/?limit=2{query}").json()
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    back = client.get(third["previous"]).json()

    given = [title for page in (first, second, third) for title in titles(page)]
    assert given == sorted(given, reverse=ordering != "published_at")
    assert len(given) == 5
    assert titles(back) == titles(second)
    assert (first["previous"], third["next"]) == (None, None)


@pytest.mark.parametrize("resource", ["agencies", "boards"])
def test_units_and_boards_come_in_pages_too(client, resource):
    for _number in range(4):
        board(agency=agency())

    first = client.get(f"{ROOT}{resource}/?limit=3").json()
    second = client.get(first["next"]).json()
    back = client.get(second["previous"]).json()

    names = [row["name"] for row in first["results"] + second["results"]]
    assert len(set(names)) == {"agencies": 5, "boards": 4}[resource]
    assert back["results"] == first["results"]
    assert (first["previous"], second["next"], back["previous"]) == (None, None, None)


@pytest.mark.parametrize("resource", ["agencies", "boards"])
@pytest.mark.parametrize("cursor", ["x", "~~1", "１", "1" * 41, "%00"])
def test_a_strange_place_among_units_or_boards_is_refused(get, resource, cursor):
    answer = get(f"{resource}/?cursor={cursor}", 400)

    assert error(answer) == {"code": "invalid_cursor", "attr": "cursor"}


# --- Manners ------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused_in_json(client, method):
    response = getattr(client, method)(f"{ROOT}notices/")

    assert response.status_code == 405
    assert response.json()["errors"][0]["code"] == "method_not_allowed"


def test_other_sites_may_read_it(client):
    response = client.get(f"{ROOT}notices/")

    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_json_comes_whatever_was_asked_for(client):
    response = client.get(f"{ROOT}notices/", headers={"accept": "text/html"})

    assert response.headers["Content-Type"] == "application/json"


def test_who_asks_too_often_is_told_how_long_to_wait(client, settings):
    settings.API_THROTTLE_RATES = {"list": 2, "detail": 1}
    with clock.frozen_at(datetime(2026, 3, 3, 1, 0, 45, tzinfo=UTC)):
        answers = [client.get(f"{ROOT}notices/") for _number in range(3)]
        other = client.get(f"{ROOT}notices/", REMOTE_ADDR="192.0.2.7")
    with clock.frozen_at(datetime(2026, 3, 3, 1, 1, 0, tzinfo=UTC)):
        later = client.get(f"{ROOT}notices/")

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "15"
    assert answers[2].json()["errors"][0]["code"] == "throttled"
    assert (other.status_code, later.status_code) == (200, 200)


def test_an_invented_address_of_origin_gains_nothing(client, settings):
    settings.API_THROTTLE_RATES = {"list": 1, "detail": 1}

    answers = [
        client.get(f"{ROOT}notices/", headers={"x-forwarded-for": f"192.0.2.{n}"})
        for n in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 429]


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (NotAllowed("no"), 403, "not_allowed"),
        (TransitionError("no"), 409, "wrong_status"),
        (StaleStatusError("no"), 409, "changed_meanwhile"),
        (DomainError("no"), 400, "refused"),
    ],
)
def test_a_rule_that_says_no_has_its_number(raised, status, code):
    response = handle(raised, {})

    assert response is not None
    assert response.status_code == status
    assert response.data["errors"][0]["code"] == code


@pytest.mark.parametrize(
    ("query", "code", "attr"),
    [
        ("notices/?limit=1&limit=2", "repeated_parameter", "limit"),
        ("notices/?fields=title&fields=id", "repeated_parameter", "fields"),
        ("notices/?year=2026.5", "invalid", "year"),
        ("agencies/?is_open=maybe", "invalid_choice", "is_open"),
    ],
)
def test_what_could_be_taken_for_something_else_is_refused(get, query, code, attr):
    assert error(get(query, 400)) == {"code": code, "attr": attr}


# --- Costs and documentation --------------------------------------------------------


@pytest.mark.parametrize("size", [1, 25])
@pytest.mark.parametrize(
    "path",
    [
        "notices/?limit=100",
        "notices/?limit=100&fields=title,body",
        "notices/?branch=town&kind=general&year=2026",
        "notices/?agency=town&board=laws&ordering=published_at",
        "boards/",
        "agencies/",
    ],
)
def test_a_list_costs_one_query_whatever_its_size(
    client, django_assert_num_queries, size, path
):
    unit, where = agency(code="town"), board(slug="laws")
    for _number in range(size):
        published_notice(unit=unit, board=where)
    client.get(f"{ROOT}{path}")  # the reference data of this version is read once

    with django_assert_num_queries(2):  # the site's row; the rows
        client.get(f"{ROOT}{path}")


def test_a_notice_costs_five_queries(client, django_assert_num_queries):
    notice = published_notice()

    # The site's row; the notice; files, co-publishers, period, interpretations.
    with django_assert_num_queries(6):
        client.get(f"{ROOT}notices/{notice.pk}/")


def test_the_schema_is_valid_and_without_warnings(tmp_path):
    target = tmp_path / "schema.yml"

    call_command(
        "spectacular",
        "--api-version",
        "v1",
        "--validate",
        "--fail-on-warn",
        "--file",
        str(target),
    )

    assert "/api/v1/notices/{id}/" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["docs/", "docs/?script="])
def test_the_documentation_needs_nothing_inline_or_foreign(client, path):
    html = client.get(f"{ROOT}{path}").content.decode()

    assert "<style" not in html
    assert "<script>" not in html
    assert "https://" not in html
