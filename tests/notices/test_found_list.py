"""The list of notices for words: found by what stands in them, the best first."""

from __future__ import annotations

from typing import Any

import pytest

from directories.models import Role
from notices.models import Kind, Notice
from notices.publication import withdraw
from tests.factories import (
    agency,
    attachment,
    board,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import fee_draft, publish
from tests.foundation.made_pdfs import pdf_of
from tests.notices.test_search import HOSTILE

pytestmark = pytest.mark.django_db


def titles(page) -> list[str]:
    return [found["row"]["title"] for found in page.context["rows"]]


def ask(client, words: str, **more: str):
    page = client.get("/notices/", {"q": words, **more})
    assert page.status_code == 200
    return page


def options(page, name: str) -> dict[str, str]:
    facet = next(each for each in page.context["facets"] if each["name"] == name)
    return {each["title"]: each["count_text"] for each in facet["options"]}


def test_words_of_the_text_find_a_notice_and_are_marked(client):
    published_notice(title="关于供水的通知", body="<p>停水三日，请储水备用。</p>")

    page = ask(client, "储水")

    assert titles(page) == ["关于供水的通知"]
    assert "<mark>储水</mark>" in page.content.decode()


def test_the_best_stands_first_and_the_newest_on_demand(client):
    published_notice(title="关于低保的通知")
    published_notice(title="民政工作总结", body="<p>全年发放低保金。</p>")

    assert titles(ask(client, "低保"))[0] == "关于低保的通知"
    assert titles(ask(client, "低保", order="newest"))[0] == "民政工作总结"


def test_a_line_of_a_table_says_which_table_it_stands_in(client):
    publish(fee_draft({"item": "犬类登记费", "standard": "10", "bases": "《办法》"}))

    (found,) = ask(client, "犬类登记").context["rows"]

    assert found["section"] == "收费"
    assert any(piece.is_marked for piece in found["snippet"])


def test_a_file_is_named_where_its_name_was_found(client):
    draft = draft_notice(title="通知")
    attachment(draft, name="名册.pdf", content=pdf_of("LIST"))
    publish(draft)

    (found,) = ask(client, "名册").context["rows"]

    assert found["section"] == "名册"


@pytest.mark.parametrize("order", ["", "newest"])
def test_pages_lead_through_all_that_was_found(client, order):
    for number in range(41):
        published_notice(title=f"低保通报{number:02d}")

    seen: list[str] = []
    url = f"/notices/?q=低保&order={order}"
    page: Any = None
    for _page in range(3):
        page = client.get(url)
        seen += titles(page)
        url = page.context["page"]["older_url"]

    assert (len(seen), len(set(seen)), url) == (41, 41, "")
    assert page.context["page"]["first_url"]


def test_what_no_longer_holds_is_left_out_and_said(client):
    published_notice(title="低保办法（旧）", validity="repealed")
    published_notice(title="低保办法", validity="valid")

    page = ask(client, "低保办法")
    everything = client.get(page.context["ended_url"])

    assert titles(page) == ["低保办法"]
    assert page.context["ended_text"] == "1"
    assert len(titles(everything)) == 2
    assert everything.context["ended_text"] == ""


def test_choices_are_counted_among_what_was_found(client):
    unit, where = agency("民政局", code="mzj"), board("救助", slug="help")
    published_notice(title="低保甲", unit=unit, board=where, kind=Kind.NEWS)
    published_notice(title="低保乙", unit=unit, board=where)
    published_notice(title="供水", board=board("供水", slug="water"))

    page = ask(client, "低保")

    assert options(page, "branch") == {"民政局": "2"}
    assert options(page, "board") == {"救助": "2"}
    assert set(options(page, "kind").values()) == {"1"}
    assert titles(ask(client, "低保", branch="mzj", kind="news")) == ["低保甲"]


@pytest.mark.parametrize("small", [1, 50])
def test_a_branch_is_searched_with_all_below_it(client, monkeypatch, small):
    monkeypatch.setattr("notices.reference.SMALL_BRANCH", small)
    town = agency("青石镇", code="town")
    published_notice(title="低保村务", unit=agency(parent=town))
    published_notice(title="低保别处")

    assert titles(ask(client, "低保", branch="town")) == ["低保村务"]


def test_a_number_leads_straight_to_its_notice(client):
    notice = published_notice(title="办法", document_number="清政办发〔2026〕5号")
    index_number = Notice.objects.get(pk=notice.pk).index_number

    for typed in ("清政办发[2026]5号", "清政办发（2026）5 号", index_number):
        answer = client.get("/notices/", {"q": typed})
        assert (answer.status_code, answer.get("Location")) == (
            302,
            f"/notices/{notice.pk}/",
        )


def test_a_number_of_two_notices_or_of_none_shows_what_was_found(client):
    for title in ("甲", "乙"):
        published_notice(title=title, document_number="清政办发〔2026〕5号")
    withdrawn_notice(title="丙", document_number="清政办发〔2026〕6号")

    for number in "56":
        page = ask(client, f"清政办发〔2026〕{number}号")
        assert set(titles(page)) == {"甲", "乙"}


def test_what_was_withdrawn_or_is_internal_never_stands_among_what_was_found(client):
    gone = published_notice(title="低保公告")
    published_notice(title="低保台账", audience="staff")
    by = member(Role.APPROVER, gone.agency)
    withdraw(gone, by=by, ground="error", reason="内容有误")

    assert titles(ask(client, "低保")) == []


def test_a_row_that_is_no_longer_public_is_not_shown_though_the_index_has_it(client):
    notice = published_notice(title="低保公告")
    Notice.objects.filter(pk=notice.pk).update(audience="staff")

    for order in ("", "newest"):
        assert titles(ask(client, "低保", order=order)) == []


def test_a_question_finds_the_closest_even_if_none_has_all_of_it(client):
    published_notice(title="关于提高低保标准的通知", board=board("救助", slug="help"))

    page = ask(client, "农村老人怎么申请提高低保标准")

    assert titles(page) == ["关于提高低保标准的通知"]
    assert "1" in page.context["count_words"]
    assert options(page, "board") == {"救助": "1"}
    assert titles(ask(client, "农村老人怎么申请提高低保标准", order="newest")) == []


def test_nothing_found_leads_on(client):
    page = ask(client, "没有这样的词")

    content = page.content.decode()
    assert titles(page) == []
    for path in ("/boards/", "/procedures/", "/agencies/?q="):
        assert path in content


@pytest.mark.parametrize("order", ["", "newest"])
@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_typed_is_answered(client, words, order):
    published_notice(title="关于低保的通知")

    ask(client, words, order=order)


@pytest.mark.parametrize("words", ["", "低保"])
def test_days_in_the_wrong_order_are_said_and_left_out(client, words):
    published_notice(title="低保公告")
    backwards = {"published_from": "2026-03-02", "published_to": "2026-03-01"}

    page = client.get("/notices/", {"q": words, **backwards})

    assert len(page.context["rows"]) == len(page.context["errors"]) == 1
    assert "published" not in page.context["orders"][1]["url"]


@pytest.mark.parametrize("day", ["20260301", "2026-W09-7", "2026-02-30", "0001-01-01"])
def test_what_is_no_day_is_said(client, day):
    page = ask(client, "低保", published_from=day)

    assert len(page.context["errors"]) == 1


def test_chosen_days_and_places_stand_among_the_filters(client):
    published_notice(title="低保公告")
    chosen = {"published_from": "2026-03-01", "where": "title"}

    page = ask(client, "低保", **chosen)

    chips = [chip["title"] for chip in page.context["chosen"]]
    assert chips == ["2026年3月1日", "仅标题", "低保"]
    removed = client.get(page.context["chosen"][0]["remove_url"])
    assert [chip["title"] for chip in removed.context["chosen"]] == chips[1:]


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 40, "１２"])
def test_a_bad_place_is_said_and_the_first_page_shown(client, cursor):
    published_notice(title="低保公告")

    page = ask(client, "低保", order="newest", cursor=cursor)

    assert titles(page) == ["低保公告"]
    assert len(page.context["errors"]) == 1


@pytest.mark.parametrize("size", [3, 12])
def test_words_cost_the_same_however_much_they_find(
    client, django_assert_num_queries, size
):
    for _number in range(size):
        published_notice(title="关于供水的通知")
    path = "/notices/?q=供水"
    client.get(path)

    with django_assert_num_queries(9):  # index, texts, rows, counts; the site's row
        client.get(path)


@pytest.mark.parametrize(
    "asked",
    [
        "没有这样的词",
        "有没有这样的事情呢",
        "水库没有怎么办",
        "完全不知道怎么去讲这个故事才算好",
    ],
)
def test_what_shares_only_words_of_grammar_or_a_little_is_no_answer(client, asked):
    published_notice(title="公告", body="<p>目前没有低保故事的情况，讲清楚。</p>")

    page = client.get("/notices/", {"q": asked})

    assert page.context["rows"] == []


@pytest.mark.parametrize(
    "asked", ["怎么办低保", "低保怎么办", "低保在哪办", "低保电话"]
)
def test_a_short_question_finds_what_comes_closest(client, asked):
    published_notice(title="低保标准")
    published_notice(title="供水通知")

    page = ask(client, asked)

    assert titles(page) == ["低保标准"]
    # For the office it is a question without an answer.
    assert page.wsgi_request.asked_words == (asked, False)
    assert titles(ask(client, asked, order="newest")) == []
