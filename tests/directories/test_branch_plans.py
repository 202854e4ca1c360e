"""What a person of a branch may see and do is found by the index of paths, and asks no
more of the database the more units there are."""

from __future__ import annotations

import pytest
from django.db import connection

from directories.branch_admin import agencies_for
from directories.models import Agency, AgencyKind, Role
from directories.permissions import branches, has_role, in_branches
from notices.models import Notice
from tests.factories import agency, member, published_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return agency("青石镇", kind=AgencyKind.TOWNSHIP)


@pytest.fixture
def editor(town):
    return member(Role.EDITOR, town)


def plan_of(rows):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A few rows are read quicker without an index.
            cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def test_the_units_of_a_branch_are_one_range_of_an_index(town, editor):
    plan = plan_of(agencies_for(editor, "notices.add_notice"))

    assert "path" in plan
    assert "SEARCH" in plan or "Index" in plan
    assert "Seq Scan" not in plan


def test_the_branch_of_the_county_asks_for_no_unit(editor):
    everything = Notice.objects.filter(in_branches(["0001"]))

    sql = str(everything.query)

    assert Agency._meta.db_table not in sql
    assert not Notice.objects.filter(in_branches([])).exists()


def test_the_county_sees_what_every_unit_published(town):
    published_notice(unit=town)

    assert Notice.objects.filter(in_branches(["0001"])).count() == 1
    assert Agency.objects.filter(in_branches(["0001"], "path")).count() == 2


@pytest.mark.parametrize("size", [1, 12])
def test_a_role_is_looked_up_once_whatever_the_size(
    town, editor, size, django_assert_num_queries
):
    units = [agency(parent=town) for _number in range(size)]
    outside = agency()

    with django_assert_num_queries(1):  # the seats of the person
        assert all(has_role(editor, unit, Role.EDITOR) for unit in units)
        assert not has_role(editor, outside, Role.EDITOR)
        assert branches(editor) == [town.path]


def test_what_one_may_see_costs_the_same_for_many_units(
    town, editor, django_assert_num_queries
):
    for _number in range(5):
        agency(parent=town)
    published_notice(unit=town)

    with django_assert_num_queries(2):  # the seats, the notices
        assert len(Notice.objects.visible_to(editor)) == 1
