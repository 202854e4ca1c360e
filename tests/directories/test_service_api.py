"""Lists of powers and services, windows and promises for programs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from directories.models import Role
from directories.promises import keep_promise
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from tests.factories import agency, member
from tests.factories.service_lists import promise, service_item, service_point

pytestmark = pytest.mark.django_db

ITEMS = "/api/v1/service-items/"
POINTS = "/api/v1/service-points/"
PROMISES = "/api/v1/service-promises/"


@pytest.fixture
def unit():
    return agency("县民政局", code="990000-mzj")


def rows(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_items_are_asked_for_by_unit_kind_code_and_whether_they_are_listed(
    client, unit
):
    service_item("甲", unit=unit, code="A", basic_code="K", kind="reward")
    service_item("乙", unit=unit, code="B", removed_on=date(2026, 1, 1))
    service_item("丙", unit=agency(parent=unit), code="C")

    def named(**asked):
        return "".join(row["name"] for row in rows(client, ITEMS, **asked))

    assert named() == "甲乙丙"
    assert named(agency="990000-MZJ") == "甲乙"
    assert named(branch="990000-mzj") == "甲乙丙"
    assert named(kind="reward") == named(code="A") == named(basic_code="K") == "甲"
    assert named(is_listed="true") == "甲丙"
    assert named(is_listed="false") == "乙"


@pytest.mark.parametrize(
    "asked",
    [{"kind": "x"}, {"agency": "x"}, {"is_listed": "x"}, {"colour": "red"}],
)
def test_what_is_not_understood_is_refused_by_name(client, asked):
    answer = client.get(ITEMS, asked)

    assert answer.status_code == 400
    assert next(iter(asked)) in answer.content.decode()


def test_one_item_says_its_duties(client, unit):
    item = service_item(unit=unit, responsibilities="受理责任。", bases="《条例》")

    whole = client.get(f"{ITEMS}{item.pk}/").json()

    assert (whole["responsibilities"], whole["bases"]) == ("受理责任。", "《条例》")
    assert whole["url"].endswith(item.get_absolute_url())
    assert client.get(f"{ITEMS}{'9' * 19}/").status_code == 404
    assert client.get(f"{ITEMS}{item.pk + 1}/").status_code == 404


def test_windows_name_their_items_and_whether_they_are_open(client, unit):
    items = (service_item(unit=unit), service_item(unit=unit))
    service_point("甲", unit=unit, items=items)
    service_point("乙", unit=unit, closed_on=date(2020, 1, 1))

    assert rows(client, POINTS, is_open="true")[0]["item_ids"] == [
        item.pk for item in items
    ]
    assert [row["name"] for row in rows(client, POINTS, is_open="false")] == ["乙"]


def test_a_promise_tells_what_it_was(client, unit):
    kept = promise(unit=unit, limit=Decimal(4))
    kept.limit = Decimal(2)
    keep_promise(kept, by=member(Role.EDITOR, unit))

    whole = client.get(f"{PROMISES}{kept.pk}/").json()

    assert (whole["limit"], whole["former"][0]["limit"]) == ("2.00", "4.00")
    assert "changed_by" not in whole["former"][0]


def test_promises_that_are_over_can_be_left_out(client, unit):
    yesterday = local_day(clock.now()) - timedelta(days=1)
    promise("甲", unit=unit, until=yesterday)
    promise("乙", unit=unit)

    assert [row["subject"] for row in rows(client, PROMISES, is_current="true")] == [
        "乙"
    ]
    assert [row["subject"] for row in rows(client, PROMISES, is_current="false")] == [
        "甲"
    ]


@pytest.mark.parametrize("size", [1, 20])
@pytest.mark.parametrize(
    ("address", "queries"), [(ITEMS, 2), (POINTS, 3), (PROMISES, 2)]
)
def test_a_list_costs_the_same_whatever_its_size(
    client, django_assert_num_queries, unit, size, address, queries
):
    clerk = member(Role.EDITOR, unit)
    for number in range(size):
        service_point(unit=unit, items=(service_item(unit=unit),))
        promise(str(number), unit=unit, by=clerk)
    client.get(address)

    # The site's row, the page; of windows what is handled there.
    with django_assert_num_queries(queries):
        client.get(address)
