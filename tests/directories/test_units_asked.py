"""Who asks for a telephone or an address is shown the unit."""

from __future__ import annotations

import pytest

from directories.found_units import found_units
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from tests.factories import agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    """One of two units; what the other does fits pieces of each question."""
    agency("霁川县财政局", short_name="县财政局", duties="各局经费，电话费在内。")
    return agency("霁川县民政局", short_name="县民政局", duties="负责低保审核。")


def units(text: str) -> list[str]:
    finder = Finder(Search(ask(text)))
    return [found.agency.name for found in found_units(finder)]


@pytest.mark.parametrize(
    "typed",
    [
        "民政局",
        "民政局电话",
        "民政局的电话号码是多少？",
        "民政局在哪",
        "民政局在哪里",
        "请问县民政局的联系方式是什么",
        "霁川县民政局地址",
        "民政局低保电话",
        "低保电话",
    ],
)
def test_the_unit_is_named_whatever_of_it_is_asked_for(bureau, typed):
    assert units(typed) == [bureau.name]


@pytest.mark.parametrize("typed", ["民政局电话", "民政局在哪"])
def test_the_page_shows_it_before_the_notices(client, bureau, typed):
    page = client.get("/search/", {"q": typed})

    assert [unit["url"] for unit in page.context["units"]] == [
        bureau.get_absolute_url()
    ]


def test_a_short_name_without_its_level_names_the_unit_and_who_does_it_comes_after():
    agency("霁川县民政局", short_name="县民政局", duties="认定医疗救助对象。")
    agency("霁川县医疗救助服务中心", duties="民政局医疗救助：民政局医疗救助的经办。")

    assert units("民政局医疗救助")[0] == "霁川县民政局"


def test_a_name_of_which_little_is_left_names_nothing(bureau):
    agency("霁川县人民政府", short_name="县政府", duties="管理政府网站。")
    agency("霁川县网信办", duties="政府网站技术。")

    assert units("政府网站技术") == ["霁川县网信办"]


@pytest.mark.parametrize("typed", ["电话", "在哪里", "地址？", "电话 号码 " * 20, "的"])
def test_who_asks_of_nobody_gets_an_answer(bureau, typed):
    assert isinstance(units(typed), list)
