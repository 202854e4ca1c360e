"""What the page of a unit says of its duties, and what archived boards say."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.models import LedgerAudience, SiteState
from tests.factories import agency, board, published_notice
from tests.factories.guides import published_guide
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db


def on(text):
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


def shown_to(audience):
    SiteState.objects.current()
    SiteState.objects.update(ledger_audience=audience)
    SiteState.objects.bump()


@pytest.fixture
def unit():
    """Two quarters are due by August: one was disclosed late, one is missing."""
    with on("2026-01-05T09:00"):
        item = duty(agency("县民政局"), since=date(2026, 1, 1))
        published_guide(item.agency)
    with on("2026-05-18T09:00"):
        fulfilled(slots_of(item)[0])
    return item.agency


def page_of(client, unit):
    with on("2026-08-20T09:00"):
        response = client.get(f"/agencies/{unit.slug}/")
    assert response.status_code == 200
    return response


def test_a_unit_says_in_short_how_it_stands(client, unit):
    shown_to(LedgerAudience.PUBLIC)

    ledger = page_of(client, unit).context["ledger"]

    assert (ledger["duties"], ledger["edition"]) == ("1", 1)
    assert ledger["in_force"] == "2026年1月1日"
    assert ledger["guide_url"] == f"/agencies/{unit.slug}/guide/"
    assert ledger["guide_day"] == "2026年1月5日"
    assert ledger["directory_url"] == f"/directory/{unit.slug}/"
    assert ledger["standing"] == {
        "due": "2",
        "kept": "1",
        "in_time": "0",
        "explained": "0",
        "missing": "1",
        "is_missing": True,
        "missing_url": f"/directory/missing/?unit={unit.slug}&scope=own",
    }


@pytest.mark.parametrize("audience", [LedgerAudience.OFFICE, LedgerAudience.UNITS])
def test_how_it_stands_is_told_only_where_the_site_shows_it(client, unit, audience):
    shown_to(audience)

    page = page_of(client, unit)

    assert page.context["ledger"]["standing"] is None
    assert page.context["ledger"]["duties"] == "1"
    assert "应公开未公开" not in page.content.decode()


def test_a_unit_without_catalogue_and_guide_says_so(client):
    shown_to(LedgerAudience.PUBLIC)

    text = page_of(client, agency()).content.decode()

    assert "尚未公布公开目录" in text
    assert "尚未公布" in text
    assert "近一年到期" not in text


def test_duties_cost_two_queries_more(client, django_assert_num_queries, unit):
    shown_to(LedgerAudience.PUBLIC)
    page_of(client, unit)

    # The seven of a unit without groups and units below it; the slots of a year; how
    # many are missing.
    with django_assert_num_queries(9):
        page_of(client, unit)


def test_the_sitemap_names_guides_and_the_directories_of_units(client, unit):
    text = client.get("/sitemap-site.xml").content.decode()

    assert f"/agencies/{unit.slug}/guide/</loc>" in text
    assert f"/directory/{unit.slug}/</loc>" in text


@pytest.mark.parametrize(
    ("archived_on", "is_over"),
    [(date(2026, 8, 20), True), (date(2026, 8, 21), False), (None, False)],
)
def test_a_board_that_is_archived_says_so_in_words(client, unit, archived_on, is_over):
    topic = board("人口普查专题", agency=unit, archived_on=archived_on)
    published_notice(unit=unit, board=topic)
    pages = [f"/boards/{topic.slug}/", "/boards/", "/", f"/agencies/{unit.slug}/"]

    with on("2026-08-20T12:00"):
        texts = [client.get(path).content.decode() for path in (*pages, "/site-map/")]

    assert ["已归档" in text for text in texts] == [is_over] * len(texts)
    assert ("本专题已于2026年8月20日归档" in texts[0]) == is_over


@pytest.fixture
def township(unit):
    """It lacks one thing itself, and the village below it another."""
    with on("2026-01-05T09:00"):
        town = agency("石盘镇")
        duty(town, since=date(2026, 1, 1), name="低保名单")
        duty(agency("柳溪村", parent=town), since=date(2026, 1, 1), name="村级财务")
    shown_to(LedgerAudience.PUBLIC)
    return town


def list_at(client, address):
    with on("2026-08-20T09:00"):
        return client.get(address)


@pytest.mark.parametrize("page", ["/agencies/{}/", "/directory/{}/"])
def test_what_a_unit_counts_as_missing_is_what_its_link_lists(client, township, page):
    context = list_at(client, page.format(township.slug)).context
    told = context["ledger"]["standing"] if "ledger" in context else context

    listed = list_at(client, told["missing_url"])

    assert told["missing"] == listed.context["count_text"] == "2"
    assert {row["title"] for row in listed.context["rows"]} == {"低保名单"}
    rows = list_at(client, listed.context["file_url"]).getvalue().decode()
    assert "低保名单" in rows
    assert "村级财务" not in rows


def test_each_count_beside_the_list_is_what_its_link_lists(client, township):
    whole = list_at(client, "/directory/missing/").context

    counts = {row["title"]: row for row in whole["units"]}

    assert set(counts) == {"县民政局", "石盘镇", "柳溪村"}
    for row in counts.values():
        listed = list_at(client, row["url"]).context
        assert listed["count_text"] == row["count_text"]


def test_from_a_units_list_one_comes_to_that_of_all_below_it(client, township):
    address = f"/directory/missing/?unit={township.slug}&scope=own"

    alone = list_at(client, address).context
    (chip,) = [each for each in alone["chosen"] if each["title"] == "只看本单位"]
    branch = list_at(client, chip["remove_url"]).context

    assert {row["title"] for row in branch["rows"]} == {"低保名单", "村级财务"}
    (facet,) = [each for each in branch["facets"] if each["name"] == "scope"]
    assert facet["options"][0]["url"] == address


@pytest.mark.parametrize("query", ["scope=own", "scope=x", "unit=nope&scope=own"])
def test_a_scope_of_no_unit_narrows_nothing(client, township, query):
    answer = list_at(client, f"/directory/missing/?{query}")

    assert answer.status_code == 200
    assert answer.context["count_text"] == "5"
