"""Units over the API, and the boards beside them."""

from __future__ import annotations

from datetime import date

import pytest

from directories.api.serializers import AgencyRowSerializer, AgencySerializer
from directories.models import Agency
from notices.api.serializers import BoardSerializer
from tests.factories import agency, board

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"


@pytest.fixture
def get(client):
    def read(path, status=200):
        response = client.get(f"{ROOT}{path}")
        assert response.status_code == status, response.content
        return response.json()

    return read


def error(answer):
    return {key: answer["errors"][0][key] for key in ("code", "attr")}


def test_units_and_boards_have_the_documented_fields(get):
    unit = agency()
    board()

    rows = get("agencies/")["results"]
    whole = get(f"agencies/{unit.code}/")
    boards = get("boards/")["results"]

    assert set(rows[0]) == set(AgencyRowSerializer().fields)
    assert set(whole) == set(AgencySerializer().fields)
    assert set(boards[0]) == set(BoardSerializer().fields)


def test_internal_boards_are_not_given(get):
    board("内部", is_internal=True)
    board("公开")

    assert [row["name"] for row in get("boards/")["results"]] == ["公开"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("parent=town", {"河东村"}),
        ("branch=TOWN", {"青石镇", "河东村"}),
        ("kind=county", {"清源县"}),
        ("is_open=false", {"河东村"}),
        ("is_open=true", {"清源县", "青石镇"}),
    ],
)
def test_units_are_filtered(get, query, expected):
    town = agency("青石镇", code="town")
    agency("河东村", parent=town)
    Agency.objects.filter(name="河东村").update(closed_on=date(2020, 1, 1))

    rows = get(f"agencies/?{query}")["results"]

    assert {row["name"] for row in rows} == expected


@pytest.mark.parametrize("query", ["branch=nowhere", "parent=nowhere"])
def test_a_filter_by_an_unknown_unit_is_refused(get, query):
    assert error(get(f"agencies/?{query}", 400))["code"] == "unknown_value"


@pytest.mark.parametrize(("code", "status"), [("jyj", 200), ("JYJ", 200), ("x", 404)])
def test_a_unit_is_found_by_its_code_in_any_case(get, code, status):
    agency(code="JYJ")

    get(f"agencies/{code}/", status)
