"""Finding units by name, short name or code, in a county and among all of a country."""

from __future__ import annotations

import pytest
from django.db import connection

from directories import unit_search
from directories.branch_admin import CappedPaginator
from directories.models import Agency, Role
from directories.unit_search import matching
from tests.factories import agency, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    town = agency("青石镇", code="TOWN-1", short_name="青石")
    agency("青石河村", code="V1", parent=town)
    agency("大青石村", code="V2", parent=town)
    agency("a_b%c村", code="V3", parent=town)
    return town


@pytest.fixture(params=["few", "many"])
def size(request, monkeypatch):
    """With a limit of nothing, any tree holds too many units to look through."""
    if request.param == "many":
        monkeypatch.setattr(unit_search, "READ_THROUGH", 0)
    return request.param


def found(text):
    return [unit.name for unit in matching(Agency.objects.all(), text).highest_first()]


@pytest.mark.parametrize(
    ("text", "few", "many"),
    [
        ("青石", ["青石镇", "青石河村", "大青石村"], ["青石镇", "青石河村"]),
        ("青石 村", ["青石河村", "大青石村"], ["青石河村"]),
        ("town-1", ["青石镇"], ["青石镇"]),
        ("OWN", ["青石镇"], []),
        ("a_", ["a_b%c村"], ["a_b%c村"]),
        ("a%", [], []),
        ("%", ["a_b%c村"], []),
        ("没有", [], []),
        (" \x00 ", [], []),
        ("", [], []),
    ],
)
def test_a_unit_is_found_by_name_short_name_or_code(units, size, text, few, many):
    assert found(text) == (few if size == "few" else many)


def test_an_index_finds_the_beginnings(units, monkeypatch):
    monkeypatch.setattr(unit_search, "READ_THROUGH", 0)
    query = matching(Agency.objects.all(), "青石")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A few rows are read quicker without an index.
            cursor.execute("SET LOCAL enable_seqscan = off")

    plan = query.explain()

    assert "agency_name" in plan
    assert "agency_short_name" in plan


def test_the_tree_says_how_it_searched(client, units, size):
    page = client.get("/agencies/?q=没有").context

    assert page["is_by_beginning"] is (size == "many")


@pytest.mark.parametrize("model", ["unit", "employment"])
def test_a_searching_field_finds_units_by_code(client, units, size, model):
    client.force_login(member(Role.OVERSEER, units.parent, is_staff=True))
    field = {
        "unit": "app_label=directories&model_name=agency&field_name=parent",
        "employment": "app_label=directories&model_name=employment&field_name=agency",
    }[model]

    answer = client.get(f"/admin/autocomplete/?{field}&term=v1").json()

    assert [row["text"] for row in answer["results"]] == ["青石河村"]


def test_a_list_of_many_units_ends_and_says_so(client, units, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "CAP", 2)
    client.force_login(member(Role.OVERSEER, units.parent, is_staff=True))

    response = client.get("/admin/directories/agency/")

    assert response.context["cl"].result_count == 2
    assert "可能还有更多" in response.content.decode()
