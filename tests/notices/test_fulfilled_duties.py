"""A notice says which duty it fulfils, and for which period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from directories.models import CatalogueItem, Role
from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.models import LedgerAudience, SiteState
from notices.fulfilling import link, strike
from notices.models import Fulfilment, Notice
from tests.factories import member, published_notice
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db

NOBODY_ELSE = [LedgerAudience.OFFICE, LedgerAudience.UNITS]


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    shown_to(LedgerAudience.PUBLIC)
    with on("2026-05-20T09:00"):
        yield


def shown_to(audience: str) -> None:
    SiteState.objects.current()
    SiteState.objects.update(ledger_audience=audience)
    SiteState.objects.bump()


@pytest.fixture
def item() -> CatalogueItem:
    with on("2026-01-05T09:00"):
        return duty(name="财务收支", code="CW-01", since=date(2026, 1, 1))


def filled_on(item: CatalogueItem, text: str) -> Notice:
    with on(text):
        return fulfilled(slots_of(item)[0], title="第一季度财务收支")


def said(client: Client, notice: Notice) -> list[tuple[str, str, str]]:
    """The particulars that tell of duties."""
    page: Any = client.get(notice.get_absolute_url()).context
    return [
        (fact["code"], fact["value"], fact["url"])
        for fact in page["facts"]
        if fact["code"] in ("duty", "period")
    ]


def told(client: Client, notice: Notice) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/notices/{notice.pk}/").json()
    duties: list[dict[str, Any]] = answer["duties"]
    return duties


@pytest.mark.parametrize(
    ("moment", "state", "words"),
    [
        ("2026-04-20T09:00", "in_time", "2026年第一季度（● 按期公开）"),
        ("2026-05-18T09:00", "late", "2026年第一季度（◐ 逾期公开）"),
    ],
)
def test_page_and_api_name_duty_period_and_timeliness(
    client, item, moment, state, words
):
    notice = filled_on(item, moment)

    assert said(client, notice) == [
        ("duty", "财务收支", f"/directory/items/{item.pk}/"),
        ("period", words, ""),
    ]
    (one,) = told(client, notice)
    assert (one["id"], one["code"], one["title"]) == (item.pk, "CW-01", "财务收支")
    assert (one["period"], one["first_day"]) == ("2026-Q1", "2026-01-01")
    assert one["state"] == state


@pytest.mark.parametrize("audience", NOBODY_ELSE)
def test_the_duty_is_public_and_whether_it_was_in_time_is_not(client, item, audience):
    shown_to(audience)
    notice = filled_on(item, "2026-05-18T09:00")

    assert [value for _code, value, _url in said(client, notice)] == [
        "财务收支",
        "2026年第一季度",
    ]
    assert told(client, notice)[0]["state"] is None
    assert "逾期" not in client.get(notice.get_absolute_url()).content.decode()


def test_a_link_that_was_struck_out_is_no_longer_told(client, item):
    notice = published_notice(unit=item.agency)
    clerk, approver = (
        member(role, item.agency) for role in (Role.EDITOR, Role.APPROVER)
    )
    made = link(slots_of(item)[0], notice, by=clerk)
    assert said(client, notice)

    strike(made, by=approver, reason="关联有误。")

    assert said(client, notice) == []
    assert told(client, notice) == []
    assert Fulfilment.objects.filter(notice=notice).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_what_it_fulfils_costs_one_query_more(
    client, django_assert_num_queries, item, count
):
    notice = published_notice(unit=item.agency)
    with on("2026-12-20T09:00"):
        clerk = member(Role.EDITOR, item.agency)
        for slot in slots_of(item)[:count]:
            link(slot, notice, by=clerk)
        client.get(notice.get_absolute_url())

        # The site's row; the notice; what hangs on it; its duties.
        with django_assert_num_queries(4):
            page = said(client, notice)
        # The site's row; the notice; files, co-publishers, period, interpretations;
        # its duties.
        with django_assert_num_queries(7):
            told(client, notice)
    assert len(page) == 2 * len(slots_of(item)[:count])
