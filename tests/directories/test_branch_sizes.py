"""How many units stand below each: kept with every change of the tree."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories.branch_sizes import check_sizes, recount
from directories.merging import close, merge, move
from directories.models import Agency, AgencyKind, BranchSize, Role
from tests.factories import agency, member
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


@pytest.fixture
def town():
    """A township with two villages, beside an office."""
    agency("县政府办", code="OFFICE")
    town = agency("青石镇", code="TOWN", kind=AgencyKind.TOWNSHIP)
    for code in ("V1", "V2"):
        agency(code, code=code, parent=town, kind=AgencyKind.VILLAGE)
    return town


@pytest.fixture
def overseer(town):
    return member(Role.OVERSEER, county())


def unit(code):
    return Agency.objects.get(code=code)


def below(code):
    return BranchSize.objects.of(unit(code))


def test_new_units_count_at_every_unit_above(town):
    assert below("990000") == {"department": 1, "township": 1, "village": 2}
    assert below("TOWN") == {"village": 2}
    assert below("V1") == {}


def test_a_unit_of_another_kind_counts_as_that(town):
    village = unit("V1")
    village.kind = AgencyKind.COMMUNITY
    village.save()

    assert below("TOWN") == {"village": 1, "community": 1}
    assert recount() == 0


def test_a_new_telephone_asks_for_no_count(town):
    village = unit("V1")
    village.telephone = "0999-1234567"

    with CaptureQueriesContext(connection) as queries:
        village.save(update_fields=["telephone"])

    asked = [query["sql"] for query in queries]
    assert asked
    assert not [sql for sql in asked if BranchSize._meta.db_table in sql]


def test_a_closed_unit_counts_no_longer(town, overseer):
    close(unit("V1"), by=overseer, on=DAY)

    assert below("TOWN") == {"village": 1}
    assert below("990000") == {"department": 1, "township": 1, "village": 1}
    assert recount() == 0


def test_a_branch_takes_its_count_along(town, overseer):
    move(town, to=unit("OFFICE"), by=overseer, on=DAY)

    assert below("OFFICE") == {"township": 1, "village": 2}
    assert below("990000") == {"department": 1, "township": 1, "village": 2}
    assert recount() == 0


def test_a_merger_hands_the_units_over(town, overseer):
    merge(town, into=unit("OFFICE"), by=overseer, on=DAY)

    assert below("OFFICE") == {"village": 2}
    assert below("990000") == {"department": 1, "village": 2}
    assert recount() == 0


def test_an_import_counts_what_it_brought(tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(
        "code,name,parent_code,level\n90,清源县,,3\n9001,青石镇,90,4\n"
        "900101,河东村,9001,5\n900102,白水社区,9001,5\n"
    )

    call_command("import_agencies", path)

    assert below("90") == {"township": 1, "village": 1, "community": 1}
    assert below("9001") == {"village": 1, "community": 1}


def test_wrong_counts_are_put_right_at_night(town):
    BranchSize.objects.filter(kind="village").update(count=9)
    BranchSize.objects.filter(kind="township").delete()
    BranchSize.objects.create(agency=town, kind=AgencyKind.SCHOOL, count=1)

    said = check_sizes()

    assert said == "4 branch sizes corrected"
    assert below("990000") == {"department": 1, "township": 1, "village": 2}
    assert below("TOWN") == {"village": 2}


def test_the_page_of_a_unit_tells_them(client, town):
    page = client.get("/agencies/990000/").context

    assert [size["count_text"] for size in page["sizes"]] == ["1", "1", "2"]
