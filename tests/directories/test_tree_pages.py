"""The public tree of units: one level at a time, or by name."""

from __future__ import annotations

import pytest

from directories import tree_page
from directories.models import Agency, AgencyKind
from disclosure_portal.foundation import clock
from tests.factories import agency

pytestmark = pytest.mark.django_db


def open_at(client, query=""):
    response = client.get(f"/agencies/{query}")
    assert response.status_code == 200
    return response.context


def names(page):
    return [unit["name"] for group in page["groups"] for unit in group["units"]]


@pytest.fixture
def town():
    office = agency("县政府办")
    town = agency("青石镇", code="TOWN", kind=AgencyKind.TOWNSHIP)
    agency("河东村", parent=town, kind=AgencyKind.VILLAGE)
    assert office.parent == town.parent
    return town


def test_without_units_the_page_stands(client):
    assert open_at(client)["groups"] == []


def test_the_tree_opens_at_the_county_by_kind(client, town):
    page = open_at(client)

    assert page["node"]["name"] == "清源县"
    assert names(page) == ["县政府办", "青石镇"]


def test_a_unit_with_others_below_can_be_opened(client, town):
    units = [unit for group in open_at(client)["groups"] for unit in group["units"]]

    assert [unit["open_url"] for unit in units] == ["", "/agencies/?open=town"]
    assert [unit["child_count_text"] for unit in units] == ["0", "1"]


@pytest.mark.parametrize("slug", ["town", "TOWN"])
def test_an_opened_unit_shows_its_level_and_the_way_up(client, town, slug):
    page = open_at(client, f"?open={slug}")

    assert names(page) == ["河东村"]
    assert [step["title"] for step in page["path"]] == ["清源县", "青石镇"]


def test_a_closed_unit_is_marked(client, town):
    Agency.objects.filter(name="河东村").update(closed_on=clock.now().date())

    (unit,) = open_at(client, "?open=town")["groups"][0]["units"]

    assert unit["is_closed"] is True


@pytest.mark.parametrize("query", ["?open=nowhere", "?open=%00", "?open=" + "a" * 999])
def test_an_unknown_unit_is_not_found(client, town, query):
    assert client.get(f"/agencies/{query}").status_code == 404


def test_many_units_of_one_level_come_in_pages(client, town, monkeypatch):
    monkeypatch.setattr(tree_page, "PAGE_SIZE", 2)
    agency("县教育局")

    first = open_at(client)
    second = client.get(first["page"]["older_url"]).context

    assert len(names(first)) == 2
    assert len(names(second)) == 1
    assert second["page"]["older_url"] == ""
    assert second["page"]["first_url"] == "/agencies/?open=990000"


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999", "１"])
def test_a_strange_page_number_breaks_nothing(client, town, number):
    assert client.get(f"/agencies/?page={number}").status_code == 200


def test_a_unit_is_found_by_part_of_its_name(client, town):
    page = open_at(client, "?q=东村")

    assert [unit["name"] for unit in page["matches"]] == ["河东村"]
    assert page["matches"][0]["above"] == "青石镇"


@pytest.mark.parametrize("query", ["%25", "_", "%00", "没有", "'--"])
def test_a_search_takes_signs_as_they_stand(client, town, query):
    assert open_at(client, f"?q={query}").get("matches", []) == []


def test_a_search_that_finds_too_many_says_so(client, town, monkeypatch):
    monkeypatch.setattr(tree_page, "MAX_MATCHES", 1)
    agency("河西村", parent=town)

    page = open_at(client, "?q=村")

    assert len(page["matches"]) == 1
    assert page["is_capped"] is True


@pytest.mark.parametrize("size", [1, 12])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 2),  # the county, what is below it
        ("?open=town", 3),  # and what is above it
        ("?q=村", 3),  # whether they are few, the units, the names above them
    ],
)
def test_the_tree_costs_the_same_whatever_its_size(
    client, django_assert_num_queries, town, size, query, queries
):
    for number in range(size):
        agency(f"村{number}", parent=town)
    open_at(client, query)

    with django_assert_num_queries(queries + 1):  # and the site's one row
        open_at(client, query)
