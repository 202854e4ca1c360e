"""One box finds units and notices: on the page, and by API."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from directories.merging import close
from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.models import Validity
from tests.factories import agency, draft_notice, member, published_notice
from tests.factories.directories import county
from tests.factories.ledger import duty
from tests.factories.service_lists import service_item
from tests.notices.test_search import HOSTILE

ROOT = "/api/v1"
WORDS = quote("低保")

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """A unit that answers for 低保, with a notice about it and one about water."""
    unit = agency("青石镇民政办", duties="负责低保审核确认。", telephone="0999-1234567")
    published_notice(title="关于低保的通知", unit=unit, body="<p>每月七百元。</p>")
    published_notice(title="停水公告", unit=unit, body="<p>停水三日，请储水。</p>")
    return unit


def found(client, **query):
    answer = client.get(f"{ROOT}/search/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def titles(rows):
    return [row["title"] for row in rows]


def shown(page):
    return [each["row"]["title"] for each in page.context["rows"]]


def walked(client, address):
    """The titles of all pages, from one to the next."""
    seen = []
    while address:
        answer = client.get(address).json()
        seen += titles(answer["results"])
        address = answer["next"]
    return seen


def with_items(unit):
    """A duty of the unit, and a service."""
    return (
        duty(unit, name="低保对象公示", content="每月新增的低保对象"),
        service_item("低保申请", unit=unit, kind="benefit", bases="《社会救助办法》"),
    )


# --- The page ---------------------------------------------------------------------


def test_units_stand_before_notices_with_what_they_do_and_their_telephone(client, town):
    page = client.get("/search/", {"q": "低保"})

    assert [unit["url"] for unit in page.context["units"]] == [town.get_absolute_url()]
    assert [found["row"]["title"] for found in page.context["rows"]] == [
        "关于低保的通知"
    ]
    text = page.text
    assert text.index("青石镇民政办") < text.index("关于<mark>低保</mark>的通知")
    assert "tel:" in text
    assert "负责<mark>低保</mark>审核确认" in text


def test_a_unit_is_found_by_its_name_and_its_notices_by_what_they_say(client, town):
    page = client.get("/search/", {"q": "青石镇民政办"})

    assert len(page.context["units"]) == 1


def test_a_closed_unit_is_not_found(client, town):
    close(town, by=member(Role.OVERSEER, county()), on=local_day(clock.now()))

    page = client.get("/search/", {"q": "低保"})

    assert page.context["units"] == []


def test_the_box_of_every_page_leads_here(client, town):
    assert 'action="/search/"' in client.get("/procedures/").text


def test_without_words_it_says_what_can_be_asked(client):
    page = client.get("/search/")

    assert page.status_code == 200
    assert "rows" not in page.context


@pytest.mark.parametrize(
    "typed",
    ["霁政办[2026]7号", "霽政辦〔2026〕7號", "霁政办2026-7号", "霁政办2026 第7号"],
)
def test_a_document_number_leads_straight_to_its_notice(client, typed):
    notice = published_notice(document_number="霁政办〔2026〕7号")

    answer = client.get("/search/", {"q": typed})

    assert (answer.status_code, answer["Location"]) == (302, notice.get_absolute_url())


def test_what_nobody_published_is_helped_on(client, town):
    page = client.get("/search/", {"q": "鱤鱼养殖"})

    assert page.context["rows"] == page.context["units"] == []
    assert "没有找到" in page.text


def test_what_no_longer_holds_is_counted_and_can_be_seen(client, town):
    published_notice(title="低保办法（旧）", validity=Validity.REPEALED)

    page = client.get("/search/", {"q": "低保办法"})

    assert page.context["ended_text"] == "1"
    assert "低保办法（旧）" in shown(client.get(page.context["ended_url"]))


def test_search_pages_are_not_to_be_listed_elsewhere(client, town):
    assert 'content="noindex"' in client.get("/search/", {"q": "低保"}).text


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_answered(client, text, town):
    pages = [client.get(address, {"q": text}) for address in ("/search/", "/notices/")]
    answers = [
        client.get(f"{ROOT}/{name}/", {"q": text}) for name in ("notices", "search")
    ]

    assert {page.status_code for page in pages} == {200}
    assert {answer.status_code for answer in answers} <= {200, 400}


def test_duties_and_services_stand_between_with_what_they_are_and_whose(client, town):
    owed, service = with_items(town)

    page = client.get("/search/", {"q": "低保"})

    rows = {row["url"]: (row["type"], row["agency"]) for row in page.context["items"]}
    assert rows == {
        f"/directory/items/{owed.pk}/": ("公开事项", town.label),
        service.get_absolute_url(): ("行政给付", town.label),
    }
    text = page.text
    assert text.index("负责<mark>") < text.index("每月新增的<mark>低保</mark>对象")
    assert text.index("<mark>低保</mark>申请") < text.index(
        "关于<mark>低保</mark>的通知"
    )


def test_all_that_was_found_of_either_is_one_link_further(client, town):
    with_items(town)
    page = client.get("/search/", {"q": "低保"})

    assert "低保申请" in client.get(page.context["services_url"]).text
    assert "低保对象公示" in client.get(page.context["duties_url"]).text


def test_an_item_that_only_has_a_little_of_a_question_does_not_stand_there(
    client, town
):
    with_items(town)

    page = client.get("/search/", {"q": "农村宅基地低保户建房补助怎么领取"})

    assert page.context["items"] == []


@pytest.mark.parametrize("kind", ["duty", "service"])
def test_only_duties_or_services_are_asked_for(client, town, kind):
    rows = dict(zip(("duty", "service"), with_items(town), strict=True))

    (row,) = found(client, q="低保", kind=kind, highlight="true")

    assert (row["kind"], row["id"]) == (kind, rows[kind].pk)
    assert row["agency_code"] == town.code
    assert row["published_at"] is None
    assert {"text": "低保", "is_marked": True} in row["highlight"]["title"]


def test_units_then_items_then_notices_whatever_the_size_of_a_page(client, town):
    with_items(town)
    kinds = [row["kind"] for row in found(client, q="低保")]
    whole = titles(found(client, q="低保"))

    assert kinds[0] == "agency"
    assert set(kinds[1:3]) == {"duty", "service"}
    assert kinds[3:] == ["notice"]
    for limit in (1, 2, 3):
        address = f"{ROOT}/search/?q={WORDS}&limit={limit}"
        assert walked(client, address) == whole


@pytest.mark.parametrize("size", [3, 12])
def test_a_page_with_items_costs_the_same_however_many(
    client, town, django_assert_num_queries, size
):
    for number in range(size):
        service_item(f"低保申请{number}", unit=town)
    duty(town, name="低保对象公示")
    client.get("/search/", {"q": "低保"})

    with django_assert_num_queries(21):
        client.get("/search/", {"q": "低保"})


@pytest.mark.parametrize("size", [3, 12])
def test_a_page_costs_the_same_however_much_is_found(
    client, town, django_assert_num_queries, size
):
    for _number in range(size):
        published_notice(title="低保通报", unit=town)
    client.get("/search/", {"q": "低保"})

    with django_assert_num_queries(18):
        client.get("/search/", {"q": "低保"})


# --- For programs -----------------------------------------------------------------


def test_programs_find_units_and_notices_in_one_list(client, town):
    rows = found(client, q="低保")

    assert [row["kind"] for row in rows] == ["agency", "notice"]
    assert titles(rows) == ["青石镇民政办", "关于低保的通知"]
    assert titles(found(client, q="低保", kind="notice")) == ["关于低保的通知"]
    assert titles(found(client, q="低保", kind="agency")) == ["青石镇民政办"]


def test_a_short_question_brings_the_closest_units_and_notices(client, town):
    closest = ["青石镇民政办", "关于低保的通知"]

    assert titles(found(client, q="低保怎么办")) == closest
    page = client.get("/search/", {"q": "低保怎么办"})
    assert [each["url"] for each in page.context["units"]] == [town.get_absolute_url()]
    assert shown(page) == closest[1:]
    assert page.wsgi_request.asked_words == ("低保怎么办", False)


def test_the_list_goes_on_page_by_page(client, town):
    for number in range(5):
        published_notice(title=f"低保通报{number}", unit=town)
    whole = titles(found(client, q="低保"))

    seen = walked(client, f"{ROOT}/search/?q={quote('低保')}&limit=2")

    assert len(whole) == 7
    assert seen == whole


def test_marks_come_as_pieces_and_never_as_html(client):
    published_notice(title="低保<b>通知</b>", body="<p>发放低保金。</p>")

    (row,) = found(client, q="低保", kind="notice", highlight="true")

    pieces = row["highlight"]["title"]
    assert "".join(piece["text"] for piece in pieces) == row["title"]
    assert [piece["text"] for piece in pieces if piece["is_marked"]] == ["低保"]
    assert "highlight" not in found(client, q="低保", kind="notice")[0]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({}, "q"),
        ({"q": " "}, "q"),
        ({"q": "低保", "kind": "person"}, "kind"),
        ({"q": "低保", "highlight": "maybe"}, "highlight"),
        ({"q": "低保", "cursor": "x"}, "cursor"),
        ({"q": "低保", "limit": "0"}, "limit"),
        ({"q": "低保", "boards": "x"}, "boards"),
    ],
)
def test_what_is_not_understood_is_named(client, query, parameter):
    answer = client.get(f"{ROOT}/search/", query)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [parameter]


# --- The list of notices for programs ---------------------------------------------


def notices(client, **query):
    answer = client.get(f"{ROOT}/notices/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_words_order_notices_as_the_page_does(client):
    published_notice(title="关于低保的通知")
    published_notice(title="民政工作总结", body="<p>全年发放低保金。</p>")
    published_notice(title="停水公告")

    by_page = shown(client.get("/notices/", {"q": "低保"}))

    assert titles(notices(client, q="低保")["results"]) == by_page
    newest = notices(client, q="低保", ordering="-published_at")["results"]
    assert titles(newest) == ["民政工作总结", "关于低保的通知"]


def test_filters_and_words_are_combined(client, town):
    other = published_notice(title="关于低保的通报")

    rows = notices(client, q="低保", agency=other.agency.code)["results"]

    assert titles(rows) == ["关于低保的通报"]


def test_newest_first_goes_on_page_by_page(client):
    for number in range(5):
        published_notice(title=f"低保通报{number}")

    seen = walked(
        client, f"{ROOT}/notices/?q={quote('低保')}&ordering=-published_at&limit=2"
    )

    assert seen == [f"低保通报{number}" for number in (4, 3, 2, 1, 0)]


def test_choices_are_counted_where_they_are_asked_for(client):
    published_notice(
        title="关于低保的通知", kind="policy", document_number="霁政〔2026〕1号"
    )
    published_notice(title="低保工作动态")

    told = notices(client, q="低保", facets="kind,year")

    assert told["facets"]["count"] == 2
    assert told["facets"]["newest_only"] is False
    counted = {each["value"]: each["count"] for each in told["facets"]["kind"]}
    assert counted == {"policy": 1, "general": 1}
    assert "facets" not in notices(client, q="低保")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"q": "低保", "facets": "colour"}, "facets"),
        ({"q": "低保", "ordering": "published_at"}, "ordering"),
        ({"q": "低保", "cursor": "abc"}, "cursor"),
        ({"highlight": "true"}, "highlight"),
        ({"facets": "kind"}, "facets"),
    ],
)
def test_the_list_names_what_it_does_not_understand(client, query, parameter):
    answer = client.get(f"{ROOT}/notices/", query)

    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [parameter]


@pytest.mark.parametrize("door", ["notices", "search"])
def test_internal_notices_and_drafts_are_in_no_answer(client, door):
    published_notice(title="内部低保台账", audience="staff")
    draft_notice(title="低保草稿")

    answer = client.get(f"{ROOT}/{door}/", {"q": "低保", "highlight": "true"})

    assert answer.json()["results"] == []
    assert client.get("/search/", {"q": "低保"}).context["rows"] == []
