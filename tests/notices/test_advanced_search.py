"""The form with more than one box, and the addresses that it makes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.search.synonyms import load_start_set
from notices.models import Kind, Theme
from tests.factories import agency, board, published_notice
from tests.notices.test_search import HOSTILE

pytestmark = pytest.mark.django_db

PATH = "/search/advanced/"


def sent(client, **fields):
    return client.get(PATH, {"go": "1", **fields})


def address(client, **fields):
    answer = sent(client, **fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def parameters(client, **fields):
    found = parse_qs(urlsplit(address(client, **fields)).query)
    return {name: value for name, (value,) in found.items()}


def errors(client, **fields):
    answer = sent(client, **fields)
    assert answer.status_code == 200
    return answer.context["form"].errors


def titles(client, **fields):
    page = client.get(address(client, **fields), follow=True)
    assert not page.context["errors"]
    return sorted(row.get("row", row)["title"] for row in page.context["rows"])


def published_on(day, **fields):
    with clock.frozen_at(datetime(day.year, day.month, day.day, 2, tzinfo=UTC)):
        return published_notice(**fields)


# --- What it asks for -------------------------------------------------------------


def test_words_alone_search_the_whole_site(client):
    assert address(client, q="低保") == "/search/?q=%E4%BD%8E%E4%BF%9D"


def test_all_of_many_words_are_wanted_though_a_question_takes_the_closest(client):
    published_notice(title="农村低保标准调整", body="<p>本县老人适用。</p>")
    published_notice(title="农村供水", body="<p>本县老人适用。</p>")
    words = "农村 老人 低保标准"

    assert titles(client, q=words) == ["农村低保标准调整"]
    assert len(client.get("/search/", {"q": words}).context["rows"]) == 2


def test_of_few_words_other_words_for_the_same_thing_are_found(client):
    load_start_set()
    published_notice(title="农村最低生活保障标准")

    assert titles(client, q="农村 低保") == ["农村最低生活保障标准"]


def test_a_phrase_has_to_stand_there_just_so(client):
    published_notice(title="甲", body="<p>城乡居民养老保险。</p>")
    published_notice(title="乙", body="<p>居民养鸡，养老，老保险单。</p>")

    assert titles(client, phrase="养老保险") == ["甲"]
    assert titles(client, phrase='“养老"保险') == []


def test_what_has_an_unwanted_word_is_left_out(client):
    for title in ("城市低保标准", "农村低保标准", "低保公告"):
        published_notice(title=title)

    assert titles(client, q="低保", without="农村 公告") == ["城市低保标准"]


def test_words_may_be_looked_for_in_titles_only(client):
    published_notice(title="低保公告")
    published_notice(title="公告", body="<p>低保</p>")

    assert titles(client, q="低保", where="title") == ["低保公告"]


@pytest.mark.parametrize("number", ["清政办发[2026]5号", "清政办发（2026）５号"])
def test_a_document_number_leads_straight_to_its_notice(client, number):
    notice = published_notice(document_number="清政办发〔2026〕5号")

    page = client.get(PATH, {"go": "1", "number": number}, follow=True)

    assert page.redirect_chain[-1][0] == notice.get_absolute_url()


def test_a_document_number_with_words_finds_what_names_both(client):
    published_notice(title="甲", body="<p>按清政办发〔2026〕5号发放低保。</p>")
    published_notice(title="乙", body="<p>发放低保。</p>")

    assert titles(client, q="低保", number="清政办发[2026]5号") == ["甲"]


@pytest.mark.parametrize("words", ["", "低保"])
def test_days_are_included_at_both_ends(client, words):
    first = date(2026, 3, 1)
    for days in range(-1, 3):
        day = first + timedelta(days=days)
        published_on(day, title=f"低保公告{day}")

    found = titles(
        client, q=words, published_from="2026-03-01", published_to="20260302"
    )

    assert found == ["低保公告2026-03-01", "低保公告2026-03-02"]


@pytest.mark.parametrize("words", ["", "低保"])
def test_what_was_published_in_the_last_second_of_the_day_before_is_not_found(
    client, words
):
    midnight = datetime(2026, 2, 28, 16, tzinfo=UTC)
    for moment, title in (
        (midnight, "低保新"),
        (midnight - timedelta(seconds=1), "低保旧"),
    ):
        with clock.frozen_at(moment):
            published_notice(title=title)

    assert titles(client, q=words, published_from="2026-03-01") == ["低保新"]
    assert titles(client, q=words, published_to="2026-02-28") == ["低保旧"]


def test_board_kind_and_theme_are_filters_of_the_list(client):
    theme = Theme.values[0]
    where = board("救助", slug="help")
    published_notice(title="低保甲", board=where, kind=Kind.NEWS, theme=theme)
    published_notice(title="低保乙", board=where)
    chosen = {"board": "help", "kind": "news", "theme": theme}

    assert titles(client, q="低保", **chosen) == ["低保甲"]
    assert parameters(client, **chosen) == chosen


def test_what_no_longer_holds_is_found_on_demand(client):
    published_notice(title="低保办法（旧）", validity="repealed")
    published_notice(title="低保办法", validity="valid")

    assert titles(client, q="低保", order="newest") == ["低保办法"]
    assert len(titles(client, q="低保", validity="all")) == 2
    assert titles(client, validity="repealed") == ["低保办法（旧）"]


def test_what_says_nothing_without_words_is_left_out(client):
    fields = {"kind": "news", "where": "title", "order": "newest", "validity": "all"}

    assert address(client, **fields) == "/notices/?kind=news"


# --- The unit ---------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["清源县民政局", "民政局", "县民政", "MZJ"])
def test_a_unit_is_named_as_a_whole_by_a_part_or_by_its_code(client, typed):
    unit = agency("清源县民政局", code="mzj", short_name="民政局")
    published_notice(title="村务", unit=agency(parent=unit))
    published_notice(title="别处")

    assert titles(client, unit=typed) == ["村务"]


def test_the_unit_that_is_called_just_so_is_meant_among_all_that_have_it_in_theirs(
    client,
):
    agency("青石镇民政办")
    unit = agency("民政办")

    assert parameters(client, unit="民政办") == {"branch": unit.slug}


def test_of_several_units_one_is_chosen(client):
    units = [agency("民政办", parent=agency(town)) for town in ("青石镇", "白水镇")]
    page = sent(client, q="低保", unit="民政办")

    assert list(page.context["form"].errors) == ["branch"]
    text = page.text
    assert "民政办（青石镇）" in text
    assert "民政办（白水镇）" in text
    chosen = units[1].slug
    assert (
        parameters(client, q="低保", unit="民政办", branch=chosen)["branch"] == chosen
    )


def test_a_unit_that_the_name_does_not_mean_can_not_be_chosen(client):
    unit, other = agency("民政局"), agency("财政局")

    asked = parameters(client, unit="民政局", branch=other.slug)

    assert asked == {"branch": unit.slug}


def test_of_thousands_of_units_the_page_offers_none(client):
    for number in range(21):
        agency(f"第{number}小学")

    assert "小学" not in client.get(PATH).text
    assert list(errors(client, unit="小学")) == ["unit"]
    assert sent(client, unit="小学").text.count("第") < 21
    assert list(errors(client, unit="鱤鱼")) == ["unit"]


# --- What is wrong ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (
            {"published_from": "2026-03-02", "published_to": "2026-03-01"},
            "published_to",
        ),
        ({"published_from": "三月"}, "published_from"),
        ({"published_from": "2026-02-30"}, "published_from"),
        ({"published_to": "0001-01-01"}, "published_to"),
        ({"number": "低保"}, "number"),
        ({"without": "农村"}, "without"),
        ({"q": "低保", "without": "2026"}, "without"),
        ({"board": "nowhere"}, "board"),
        ({"kind": "nothing"}, "kind"),
        ({"where": "nowhere"}, "where"),
        ({"q": "长" * 101}, "q"),
        ({"q": "长" * 60, "phrase": "长" * 60}, "__all__"),
        ({}, "__all__"),
        ({"where": "title", "order": "newest"}, "__all__"),
    ],
)
def test_what_cannot_be_searched_for_is_said_and_all_is_kept(client, fields, wrong):
    page = sent(client, unit="", theme="", **fields)

    assert list(page.context["form"].errors) == [wrong]
    assert "error-summary" in page.text
    assert 'content="noindex"' in page.text
    for value in fields.values():
        assert f'value="{value}"' in page.text or value in ("nowhere", "nothing")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["q", "phrase", "without", "number", "unit"])
def test_whatever_is_typed_is_answered(client, field, text):
    agency("民政局")

    page = client.get(PATH, {"go": "1", field: text}, follow=True)

    assert page.status_code == 200


# --- From a search, and back -------------------------------------------------------


def test_the_form_opens_with_what_the_search_asked_for(client):
    agency("清源县民政局", code="mzj", short_name="民政局")
    search = "q=低保&branch=mzj&kind=news&where=title&published_from=2026-03-01"
    page = client.get(f"/notices/?{search}")

    form = client.get(page.context["advanced_url"]).context["form"]

    assert form.initial["unit"] == "民政局"
    told = {name: form.initial[name] for name in ("q", "kind", "where")}
    assert told == {"q": "低保", "kind": "news", "where": "title"}
    sent_again = parameters(client, **form.initial)
    assert sent_again == {k: v for k, (v,) in parse_qs(search).items()}


def test_a_year_opens_as_its_first_and_its_last_day(client):
    form = client.get(f"{PATH}?year=2025&q=低保").context["form"]

    assert form.initial["published_from"] == "2025-01-01"
    assert form.initial["published_to"] == "2025-12-31"


def test_the_empty_form_may_be_found_elsewhere_and_is_no_error(client):
    page = client.get(PATH)

    assert 'content="noindex"' not in page.text
    assert "error-summary" not in page.text


@pytest.mark.parametrize("path", ["/", "/search/", "/search/?q=x", "/notices/?q=x"])
def test_the_form_is_one_press_away_from_every_page_of_search(client, path):
    assert PATH in client.get(path).text


def test_an_unsent_form_costs_nothing_beyond_the_boards(
    client, django_assert_num_queries
):
    client.get(PATH)

    with django_assert_num_queries(1):  # the site's row
        client.get(PATH)


def test_a_unit_costs_three_queries_at_most(client, django_assert_num_queries):
    agency("清源县民政局")
    sent(client, unit="民政")

    with django_assert_num_queries(4):  # and the site's row
        sent(client, unit="民政")
