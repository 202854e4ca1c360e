"""What helps where words found hardly anything."""

from __future__ import annotations

import pytest

from directories.merging import close, recode
from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import (
    PromotedAnswer,
    SiteState,
    SynonymGroup,
)
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.suggesting import suggested
from disclosure_portal.foundation.search.synonyms import (
    load_start_set,
    words_changed,
)
from disclosure_portal.foundation.search.vocabulary import refresh
from notices.models import Notice
from notices.publication import withdraw
from tests.factories import agency, member, published_notice
from tests.factories.directories import county

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    load_start_set()
    published_notice(title="城乡低保标准")
    count_new()
    refresh()


@pytest.mark.parametrize("typed", ["dibao", "di bao", "db", "底保", "保低", "DIBAO"])
def test_slips_and_pinyin_lead_to_the_word_that_was_meant(client, words, typed):
    page = client.get("/notices/", {"q": typed})

    assert "低保" in [each["word"] for each in page.context["help"]["meant"]]


def test_a_word_that_sounds_the_same_comes_first(client):
    SynonymGroup.objects.create(words="医保\n医疗保险")
    for title in (
        "低保公告",
        "医保公告",
        "医保通知",
        "医保名单",
        "担保通知",
        "担保公告",
    ):
        published_notice(title=title)
    SynonymGroup.objects.create(words="低保\n最低生活保障")
    SynonymGroup.objects.create(words="担保\n保证")
    words_changed()
    count_new()
    refresh()

    page = client.get("/notices/", {"q": "底保"})

    words = [each["word"] for each in page.context["help"]["meant"]]
    assert words == ["低保", "医保", "担保"]


def test_pieces_of_words_are_not_suggested():
    for title in (
        "清源县人民医院公告",
        "县人社局通知",
        "县人大代表名单",
        "第三季度报告",
    ):
        published_notice(title=title)
    for title in ("第三批名单", "第三中学招生", "农村供水通知", "供水公告", "城市供水"):
        published_notice(title=title)
    count_new()
    refresh()

    assert suggested("县人") == suggested("第三") == []
    assert suggested("供水")[0] == "供水"


@pytest.mark.parametrize("typed", ["低", "di", "diba", "d", "db"])
def test_what_is_being_typed_is_suggested(words, typed):
    assert "低保" in suggested(typed)


def test_internal_titles_are_never_suggested(words):
    for _number in range(4):
        published_notice(title="内部考核台账", audience="staff")
    count_new()
    refresh()

    assert suggested("内部") == []


def test_the_office_puts_an_answer_first(client, words):
    PromotedAnswer.objects.create(
        words="低保\n怎么办低保", title="低保办事指南", address="/procedures/"
    )
    words_changed()

    page = client.get("/notices/", {"q": "最低生活保障"})

    assert [each.title for each in page.context["help"]["promoted"]] == ["低保办事指南"]


def put_first(*addresses):
    for address in addresses:
        PromotedAnswer.objects.create(words="低保", title=address, address=address)
    words_changed()


def shown(client):
    pages = [client.get(door, {"q": "低保"}) for door in ("/notices/", "/search/")]
    told = [[each.title for each in page.context["help"]["promoted"]] for page in pages]
    assert told[0] == told[1]
    return told[0]


def test_an_answer_stands_as_long_as_its_notice_does(client):
    notice = published_notice(title="低保办事指南")
    address = notice.get_absolute_url()
    put_first(address, f"{address}print/?from=top#more")
    before = shown(client)

    approver = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="内容有误。")

    assert before == [address, f"{address}print/?from=top#more"]
    assert shown(client) == []


def test_an_answer_that_leads_to_an_internal_notice_or_none_is_not_shown(client):
    internal = published_notice(title="内部", audience="staff")

    put_first(internal.get_absolute_url(), "/notices/999999/")

    assert shown(client) == []


def test_an_answer_stands_as_long_as_its_unit_does_under_any_of_its_codes(client):
    unit = agency("低保中心", code="dbzx")
    overseer = member(Role.OVERSEER, county())
    put_first("/agencies/dbzx/")
    recode(unit, code="dbzx2", by=overseer)
    before = shown(client)

    close(unit, by=overseer, on=local_day(clock.now()))

    assert before == ["/agencies/dbzx/"]
    assert shown(client) == []


def test_answers_that_lead_nowhere_take_no_place_from_others(client):
    put_first("/notices/999997/", "/notices/999998/", "/notices/999999/")
    put_first("/procedures/", "/agencies/", "/changes/", "/log/")

    assert shown(client) == ["/procedures/", "/agencies/", "/changes/"]


def test_an_address_that_is_neither_is_the_offices_own_care(client):
    put_first("/procedures/", "/files/guide.pdf")

    assert shown(client) == ["/procedures/", "/files/guide.pdf"]


def test_who_finds_nothing_is_told_whom_to_ask(client):
    unit = agency("水利局", duties="负责水库移民安置", telephone="0310-0000009")

    page = client.get("/notices/", {"q": "水库移民"})

    assert page.context["help"]["units"] == [unit]
    assert "0310-0000009" in page.content.decode()


def test_words_that_find_nothing_within_filters_are_offered_without_them(client):
    published_notice(title="低保公告")
    narrowed = "/notices/?q=低保&kind=news&order=newest"

    page = client.get(narrowed)
    wide = page.context["help"]["unfiltered_url"]

    assert page.context["rows"] == []
    assert f'href="{wide}"' in page.text
    assert len(client.get(wide).context["rows"]) == 1


@pytest.mark.parametrize("path", ["/notices/?q=鱤鱼&order=newest", "/search/?q=鱤鱼"])
def test_where_no_filter_is_chosen_none_is_to_be_taken_away(client, path):
    page = client.get(path)

    assert page.context["help"]["unfiltered_url"] == ""
    assert "不限条件" not in page.text


@pytest.mark.parametrize("path", ["/notices/", "/search/"])
def test_who_finds_nothing_may_ring_the_office(client, path):
    SiteState.objects.update_or_create(
        pk=SiteState.ONLY,
        defaults={"host_unit": "县政府办公室", "telephone": "0310-0000000"},
    )
    published_notice(title="低保公告")

    nothing, found = (client.get(path, {"q": q}).text for q in ("鱤鱼", "低保"))

    # The foot of each page has it too.
    assert nothing.count("0310-0000000") == found.count("0310-0000000") + 1


@pytest.mark.parametrize("typed", ["", "\x00", "%", "'", "x" * 10_000, "低保"])
def test_whatever_is_typed_the_box_gets_an_answer(client, words, typed):
    answer = client.get("/search/suggest/", {"q": typed})

    assert answer.status_code == 200
    assert ("低保" in answer.json()["words"]) == (typed == "低保")


def test_the_box_is_answered_from_a_cache_until_the_words_change(
    client, words, django_assert_num_queries
):
    path = "/search/suggest/?q=供水"
    empty = client.get(path)
    known = {"if-none-match": empty.headers["ETag"]}
    with django_assert_num_queries(1):  # the site's row
        assert client.get(path, headers=known).status_code == 304

    for _number in range(4):
        published_notice(title="供水通知")
    count_new()
    after_publication = client.get(path)
    known = {"if-none-match": after_publication.headers["ETag"]}
    refresh()
    changed = client.get(path, headers=known)

    assert empty.json() == after_publication.json() == {"words": []}
    assert "供水" in "".join(changed.json()["words"])


def test_words_that_stay_as_they_are_leave_all_pages_in_their_caches(client, words):
    etag = client.get("/search/suggest/?q=低").headers["ETag"]

    refresh()

    assert client.get("/search/suggest/?q=低").headers["ETag"] == etag


def test_a_word_that_nothing_has_any_more_is_not_suggested_from_a_cache(client, words):
    path = "/search/suggest/?q=dibao"
    notice = Notice.objects.get()
    withdraw(notice, by=member("approver", notice.agency), ground="wrong", reason="误")
    etag = client.get(path).headers["ETag"]
    count_new()

    refresh()

    answer = client.get(path, headers={"if-none-match": etag})
    assert answer.json() == {"words": []}


def test_an_answer_of_the_office_shows_on_the_next_request(client, words):
    path = "/search/?q=低保"
    etag = client.get(path).headers["ETag"]
    PromotedAnswer.objects.create(
        words="低保", title="低保办事指南", address="/procedures/"
    )

    words_changed()

    assert "低保办事指南" in client.get(path, headers={"if-none-match": etag}).text


def test_who_asks_too_often_gets_no_suggestions_for_the_rest_of_the_minute(
    client, words, settings
):
    settings.API_THROTTLE_RATES = {**settings.API_THROTTLE_RATES, "list": 2}
    path = "/search/suggest/?q=低"
    answers = [client.get(path) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].json() == {"words": []}
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert "ETag" not in answers[-1].headers
