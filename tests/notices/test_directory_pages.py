"""The directory of disclosure as readers see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directories.catalogue_editions import open_edition
from directories.merging import close
from directories.models import Agency, Role
from disclosure_portal.foundation import kept_objects
from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.models import LedgerAudience, SiteState
from notices import missing_page
from notices.fulfilling import explain
from notices.publication import withdraw
from tests.factories import agency, county, member
from tests.factories.ledger import duty, entry, fulfilled, put_in_force, slots_of

pytestmark = pytest.mark.django_db

SINCE = date(2026, 1, 1)


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


def shown_to(audience: str) -> None:
    SiteState.objects.current()
    SiteState.objects.update(ledger_audience=audience)
    SiteState.objects.bump()


def duties(count: int, **fields: Any) -> list[Any]:
    """Duties of one unit each, since the beginning of the year."""
    with on("2026-01-05T09:00"):
        return [duty(agency(), since=SINCE, **fields) for _one in range(count)]


@pytest.fixture
def public() -> None:
    shown_to(LedgerAudience.PUBLIC)


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_duty_is_listed_with_its_unit_rule_and_newest_notice(client, public):
    (item,) = duties(1, name="财务收支", domain="村务公开")
    with on("2026-04-20T09:00"):
        fulfilled(slots_of(item)[0], title="第一季度财务收支公告")
    with on("2026-04-21T09:00"):
        page = text_of(client, "/directory/")

    for words in (
        "财务收支",
        "村务公开",
        item.agency.label,
        "每季度结束后20个工作日内",
    ):
        assert words in page
    assert "第一季度财务收支公告" in page
    assert "按期公开" in page


def test_the_list_is_narrowed_by_domain_unit_and_words(client, public):
    kept, other = duties(1, name="低保名单")[0], duties(1, name="收费清单")[0]
    narrowed = (
        f"/directory/?unit={kept.agency.slug}",
        "/directory/?q=低保",
        "/directory/?q=低保&domain=社会救助",
    )

    for address in narrowed:
        page = text_of(client, address)
        assert "低保名单" in page
        assert "收费清单" not in page
    assert str(other) in text_of(client, "/directory/?domain=没有这个领域")


def test_what_is_due_and_not_there_is_listed_longest_first(client, public):
    late, explained, done = duties(3)
    with on("2026-05-08T09:00"):
        fulfilled(slots_of(done)[0])
        clerk = member(Role.EDITOR, explained.agency)
        explain(slots_of(explained)[0], "没有此项业务。", by=clerk)
        page = text_of(client, "/directory/missing/")
        lines = text_of(client, "/directory/missing.csv").splitlines()

    assert late.agency.label in page
    assert done.agency.label not in page
    assert explained.agency.label not in page
    # 30 April to 8 May, and the two ends of it.
    assert "逾期 9 天" in page
    assert len(lines) == 2
    assert lines[1].endswith("2026-04-29,9")


def test_a_closed_units_gaps_stay_listed_under_its_name(client, public):
    (item,) = duties(1)
    with on("2026-05-11T09:00"):
        close(item.agency, by=member(Role.OVERSEER, county()), on=date(2026, 5, 11))
        page = text_of(client, "/directory/missing/")

    assert item.agency.label in page
    assert "2026年5月11日撤销" in page


def test_a_slot_tells_how_its_state_came_about_and_what_was_withdrawn(client, public):
    (item,) = duties(1)
    with on("2026-04-20T09:00"):
        notice = fulfilled(slots_of(item)[0], title="后来撤下的公告")
    with on("2026-05-08T09:00"):
        approver = member(Role.APPROVER, item.agency)
        withdraw(notice, by=approver, ground="wrong", reason="内容有误。")
        page = text_of(client, f"/directory/items/{item.pk}/")

    assert "后来撤下的公告" not in page
    assert "已不再公开的信息" in page
    assert "2026年5月8日撤下" in page
    assert "逾期未公开" in page


@pytest.mark.parametrize("audience", [LedgerAudience.OFFICE, LedgerAudience.UNITS])
def test_states_are_told_to_nobody_outside_unless_the_site_says_so(client, audience):
    (item,) = duties(1)
    shown_to(audience)
    with on("2026-05-08T09:00"):
        pages = [
            text_of(client, "/directory/"),
            text_of(client, f"/directory/{item.agency.slug}/"),
            text_of(client, f"/directory/items/{item.pk}/"),
        ]
        text_of(client, "/directory/missing/", 404)
        text_of(client, "/directory/missing.csv", 404)

    for page in pages:
        assert str(item) in page
        assert "逾期" not in page


@pytest.mark.parametrize(
    ("audience", "role", "status"),
    [
        (LedgerAudience.OFFICE, Role.EDITOR, 403),
        (LedgerAudience.OFFICE, Role.OVERSEER, 200),
        (LedgerAudience.UNITS, Role.EDITOR, 200),
        (LedgerAudience.UNITS, Role.MAILBOX_CLERK, 403),
        (LedgerAudience.PUBLIC, Role.APPROVER, 200),
    ],
)
def test_the_desk_shows_states_to_whom_the_setting_means(
    client, audience, role, status
):
    (item,) = duties(1)
    shown_to(audience)
    unit = county() if role == Role.OVERSEER else item.agency
    client.force_login(member(role, unit))

    for address in (
        "/desk/directory/",
        f"/desk/directory/{item.agency.slug}/",
        f"/desk/directory/items/{item.pk}/",
        "/desk/directory/missing/",
    ):
        text_of(client, address, status)


@pytest.mark.parametrize(
    "address",
    [
        "/directory/no-such-unit/",
        "/directory/items/999999/",
        "/directory/{slug}/?page=nonsense",
    ],
)
def test_what_is_not_there_is_not_found(client, public, address):
    (item,) = duties(1)
    text_of(client, address.format(slug=item.agency.slug), 404)


@pytest.mark.parametrize(
    "query",
    ["q=%25_'\"", "q=" + "低" * 500, "page=99999", "page=x", "unit=nope", "domain=x"],
)
def test_a_bad_address_is_answered(client, public, query):
    duties(1)
    text_of(client, f"/directory/?{query}")
    text_of(client, f"/directory/missing/?{query}")


# The site's row; the domains, how many there are, a page of them, the units, the days
# off in two. Of what is missing also who is named; of the duties also what fills
# them, and their slots; not the notices that fill them, since none does.
@pytest.mark.parametrize(
    ("path", "queries"), [("/directory/", 9), ("/directory/missing/", 8)]
)
def test_a_list_asks_no_more_with_more_duties(client, public, path, queries):
    duties(2)
    with on("2026-05-08T09:00"):
        few = queries_of(client, path)
        duties(9)
        many = queries_of(client, path)

    assert few == many == queries


def test_a_units_page_asks_no_more_with_more_duties(client, public):
    with on("2026-01-05T09:00"):
        small, large = unit_with(1), unit_with(7)
    with on("2026-05-08T09:00"):
        few = queries_of(client, f"/directory/{small.slug}/")
        many = queries_of(client, f"/directory/{large.slug}/")

    # The site's row; the unit; the days off in two; guide, rules, reports, documents;
    # duties, what fills them, their slots; editions, and what they changed in two;
    # how much is missing, and its year.
    assert few == many == 16


def unit_with(count: int) -> Agency:
    unit = agency()
    clerk, office = member(Role.EDITOR, unit), member(Role.OVERSEER, county())
    catalogue = open_edition(unit, by=clerk)
    for _one in range(count):
        entry(catalogue, by=clerk)
    put_in_force(catalogue, by=clerk, office=office, since=SINCE)
    return unit


def queries_of(client: Client, path: str) -> int:

    cache.clear()
    kept_objects.forget_all()
    with CaptureQueriesContext(connection) as asked:
        text_of(client, path)
    return len(asked)


def test_nothing_missing_is_not_said_where_nothing_was_due_yet(client, public):
    assert "尚无到期的公开事项" in text_of(client, "/directory/missing/")
    (item,) = duties(1)
    with on("2026-04-20T09:00"):
        fulfilled(slots_of(item)[0])
    with on("2026-05-08T09:00"):
        assert "没有应公开未公开的事项" in text_of(client, "/directory/missing/")


def test_more_than_the_page_tells_is_said_and_stands_in_the_file(
    client, public, monkeypatch
):
    monkeypatch.setattr(missing_page, "MOST", 2)
    duties(3)
    with on("2026-05-08T09:00"):
        page = text_of(client, "/directory/missing/")
        lines = text_of(client, "/directory/missing.csv").splitlines()

    assert "另有更多事项未列出" in page
    assert "数字按逾期最久的 2 条统计" in page
    assert page.count("逾期 9 天") == 2
    assert len(lines) == 1 + 3
