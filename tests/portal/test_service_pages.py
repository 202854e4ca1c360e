"""Lists of powers and services as anybody reads them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from directories.bases import save_basis
from directories.merging import merge
from directories.models import LegalBasis, Role
from directories.promises import keep_promise
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.service_lists import promise, service_item, service_point
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db

LIST = "/services/"


@pytest.fixture
def unit():
    return agency("县民政局", code="990000-mzj")


def guide_of(unit, code):
    return guide_draft(unit=unit, facts={"code": code})


def names(client, **asked):
    return [row["title"] for row in client.get(LIST, asked).context["rows"]]


# --- The list -----------------------------------------------------------------------


def test_the_list_is_narrowed_by_unit_kind_and_words(client, unit):
    service_item("社会团体成立登记", unit=unit, code="A1", kind="licence")
    service_item("对非法社会组织的取缔", unit=unit, code="A2", kind="penalty")
    service_item("校车使用许可", unit=agency("县教育局"), code="B1")

    assert len(names(client)) == 3
    assert len(names(client, unit=unit.slug)) == 2
    assert names(client, unit=unit.slug, kind="penalty") == ["对非法社会组织的取缔"]
    assert names(client, q="校车 许可") == ["校车使用许可"]
    assert names(client, q="a1") == ["社会团体成立登记"]
    assert names(client, q="没有的") == []


def test_a_unit_above_shows_what_those_below_it_may_do(client, unit):
    station = agency("民政所", parent=unit)
    service_item("临时救助", unit=station)

    assert names(client, unit=unit.slug) == ["临时救助"]


def test_words_and_filters_stay_together_in_each_address(client, unit):
    service_item("社会团体成立登记", unit=unit)

    page = client.get(LIST, {"q": "社会", "unit": unit.slug})

    chips = {chip["facet"]: chip for chip in page.context["chosen"]}
    assert len(chips) == 2
    kinds = page.context["facets"][0]["options"]
    assert all("q=" in option["url"] and "unit=" in option["url"] for option in kinds)
    assert 'name="unit"' in page.text


@pytest.mark.parametrize(
    "asked",
    [{"kind": "nothing"}, {"unit": "nobody"}, {"page": "99"}, {"page": "x"}],
)
def test_an_address_that_is_not_understood_says_so_and_shows_all(client, unit, asked):
    service_item(unit=unit)

    page = client.get(LIST, asked)

    assert page.context["errors"]
    assert len(page.context["rows"]) == 1


def test_what_was_taken_off_is_not_listed_and_its_page_says_when(client, unit):
    item = service_item(
        unit=unit, removed_on=date(2026, 3, 1), removal_note="国务院决定取消"
    )

    page = client.get(item.get_absolute_url())

    assert names(client) == []
    assert page.status_code == 200
    assert "2026年3月1日" in page.text
    assert "国务院决定取消" in page.text


def test_an_empty_county_is_told_what_will_stand_here(client):
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize("size", [1, 15])
def test_the_list_costs_five_queries(client, django_assert_num_queries, unit, size):
    for _number in range(size):
        service_item(unit=unit, bases="《社会团体登记管理条例》")
    client.get(LIST)

    # The site's row; how many; the page; its repealed bases; the units.
    with django_assert_num_queries(5):
        client.get(LIST)


# --- One item ------------------------------------------------------------------------


def test_an_item_says_its_codes_times_bases_and_duties(client, unit):
    item = service_item(
        "社会团体成立登记",
        unit=unit,
        code="1199-1",
        basic_code="000111001000",
        legal_number=60,
        promised_number=0,
        is_charged=False,
        bases="《社会团体登记管理条例》、民发〔2020〕1号",
        responsibilities="受理责任：一次性告知。\n审查责任：依法审查。",
        accountability="对符合条件的申请不予受理的。",
    )

    page = client.get(item.get_absolute_url())

    assert page.context["item"]["promised"]
    assert len(page.context["bases"]) == 2
    assert len(page.context["responsibilities"]) == 2
    for text in ("1199-1", "000111001000", "对符合条件的申请不予受理的。"):
        assert text in page.text


def test_a_repealed_basis_is_flagged_on_the_item_and_in_the_list(client, unit):
    save_basis(LegalBasis(title="旧办法", validity="repealed"))
    save_basis(LegalBasis(title="新条例"))
    item = service_item(unit=unit, bases="《旧办法》、《新条例》")

    bases = client.get(item.get_absolute_url()).context["bases"]

    assert [basis["is_repealed"] for basis in bases] == [True, False]
    assert client.get(LIST).context["rows"][0]["has_repealed"]


def test_the_guide_that_bears_its_code_belongs_to_an_item(client, unit):
    item = service_item(unit=unit, code="000709001000")
    guide = publish(guide_of(unit, "000709001000"))
    publish(guide_of(unit, "000709001001"))
    publish(guide_of(agency("县教育局"), "000709001000"))
    guide_of(unit, "000709001000")

    page = client.get(item.get_absolute_url())

    assert [each["url"] for each in page.context["guides"]] == [f"/notices/{guide.pk}/"]
    assert page.context["guides"][0]["steps"]
    assert "<svg" in page.text


def test_a_guide_leads_to_its_item_and_to_where_it_is_handled(client, unit):
    item = service_item(unit=unit, code="000709001000")
    other = service_item(unit=unit, code="000709001999")
    service_point("二楼社会组织窗口", unit=unit, items=(item,))
    service_point("综合窗口", unit=unit)
    service_point("别的窗口", unit=unit, items=(other,))
    service_point("关了的窗口", unit=unit, closed_on=date(2020, 1, 1))
    guide = publish(guide_of(unit, "000709001000"))

    page = client.get(guide.get_absolute_url())

    assert item.get_absolute_url() in page.text
    assert "二楼社会组织窗口" in page.text
    assert "综合窗口" in page.text
    assert "别的窗口" not in page.text
    assert "关了的窗口" not in page.text


def test_a_guide_without_a_code_names_the_windows_for_everything(client, unit):
    service_point("综合窗口", unit=unit)
    service_point("专门窗口", unit=unit, items=(service_item(unit=unit),))
    guide = publish(guide_of(unit, ""))

    page = client.get(guide.get_absolute_url())

    assert "综合窗口" in page.text
    assert "专门窗口" not in page.text


def test_a_stations_guide_belongs_to_the_item_of_its_bureau(client, unit):
    item = service_item(unit=unit, code="000709001000")
    station = agency("民政所", parent=unit)
    guide = publish(guide_of(station, "000709001000"))

    assert item.get_absolute_url() in client.get(guide.get_absolute_url()).text
    assert guide.get_absolute_url() in client.get(item.get_absolute_url()).text


def test_the_guide_of_a_merged_unit_still_belongs_to_its_item(client, unit):
    heir = agency("县民政和退役军人局")
    item = service_item(unit=unit, code="000709001000")
    guide = publish(guide_of(unit, "000709001000"))

    merge(
        unit,
        into=heir,
        by=member(Role.OVERSEER, county()),
        on=local_day(clock.now()),
    )

    page = client.get(item.get_absolute_url())
    assert page.context["agency"]["title"] == "县民政和退役军人局"
    assert [each["url"] for each in page.context["guides"]] == [
        guide.get_absolute_url()
    ]


@pytest.mark.parametrize("size", [1, 6])
def test_an_item_costs_five_queries(client, django_assert_num_queries, unit, size):
    item = service_item(unit=unit, code="000709001000", bases="《一》、《二》")
    for _number in range(size):
        service_point(unit=unit)
        publish(guide_of(unit, "000709001000"))

    # The site's row; the item; its bases; its guides; its windows.
    with django_assert_num_queries(5):
        client.get(item.get_absolute_url())


def test_an_item_that_is_not_there_is_404(client):
    assert client.get("/services/1/").status_code == 404


# --- A unit's page --------------------------------------------------------------------


def test_a_units_page_counts_its_items_and_leads_to_the_list(client, unit):
    service_item(unit=unit, kind="licence")
    service_item(unit=unit, kind="licence")
    service_item(unit=unit, kind="reward", removed_on=date(2026, 1, 1))

    page = client.get(unit.get_absolute_url())

    (kind,) = page.context["service_kinds"]
    assert kind["count_text"] == "2"
    assert client.get(kind["url"]).context["count_text"] == "2"


def test_windows_say_what_is_handled_there(client, unit):
    items = tuple(service_item(f"事项{n}", unit=unit) for n in "甲乙丙丁")
    service_point("一号窗口", unit=unit, items=items, telephone="0999-1234567")
    service_point("综合窗口", unit=unit)

    points = client.get(unit.get_absolute_url()).context["points"]

    by_name = {point["name"]: point for point in points}
    assert by_name["一号窗口"]["items"].startswith("事项甲、事项乙、事项丙")
    assert by_name["一号窗口"]["telephone_url"] == "tel:09991234567"
    assert by_name["综合窗口"]["items"]


def test_a_promise_shows_its_limit_and_what_it_was_until_when(client, unit):
    kept = promise("供水抢修", unit=unit, limit=Decimal(4))
    kept.limit = Decimal("1.5")
    keep_promise(kept, by=member(Role.EDITOR, unit))

    page = client.get(unit.get_absolute_url())

    (shown,) = page.context["promises"]
    assert "1.5" in shown["limit"]
    assert shown["former"][0]["limit"].startswith("4")
    assert shown["former"][0]["since"] == "2025年1月1日"
    assert "接到报修后到场抢修。" in page.text


def test_a_promise_that_is_over_says_so_and_stands_last(client, unit):
    today = local_day(clock.now())
    promise("已终止", unit=unit, until=today - timedelta(days=1))
    promise("今天最后一天", unit=unit, until=today)
    promise("明天起", unit=unit, since=today + timedelta(days=1))

    shown = client.get(unit.get_absolute_url()).context["promises"]

    assert [each["subject"] for each in shown][-1] == "已终止"
    assert [each["is_over"] for each in shown] == [False, False, True]
    assert [each["is_ahead"] for each in shown] == [False, True, False]


@pytest.mark.parametrize("size", [1, 12])
def test_a_units_page_costs_five_queries_more_with_all_of_it(
    client, django_assert_num_queries, unit, size
):
    for number in range(size):
        agency(parent=unit)
        item = service_item(unit=unit)
        service_point(unit=unit, items=(item,))
        promise(f"承诺{number}", unit=unit)
    client.get(unit.get_absolute_url())

    # Beside its own eight (nobody is in a group here): kinds; windows, what is handled
    # there; promises, what they were.
    with django_assert_num_queries(13):
        client.get(unit.get_absolute_url())
