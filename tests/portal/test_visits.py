"""What counts as a visit, and the page on which the office reads the figures."""

from __future__ import annotations

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock, visit_writer
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import (
    AuditEntry,
    LostPage,
    PageVisits,
    VisitDay,
)
from disclosure_portal.foundation.visit_batches import Batch
from tests.factories import agency, member, published_notice
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0 Chrome/86"
MONTH = f"{local_day(clock.now()):%Y-%m}"


@pytest.fixture(autouse=True)
def counting(settings):
    """Counted in memory; written when the test says so, by this thread."""
    settings.VISIT_SECONDS = 3600
    visit_writer._batch = Batch()
    yield
    visit_writer._batch = Batch()


def read(client, path, agent=PHONE, **headers):
    return client.get(path, headers={"user-agent": agent, **headers})


def counted():
    visit_writer.write_now()
    return dict(PageVisits.objects.values_list("path", "views"))


def test_a_page_counts_whole_or_known_already(client):
    notice = published_notice()
    path = f"/notices/{notice.pk}/"
    etag = read(client, path).headers["ETag"]

    again = read(client, path, if_none_match=etag)

    assert again.status_code == 304
    assert counted() == {path: 2}
    assert VisitDay.objects.get().visitors == 1
    assert PageVisits.objects.get().view == "notice-detail"


@pytest.mark.parametrize(
    "path",
    ["/api/v1/notices/", "/api/v1/docs/", "/sitemap.xml", "/feeds/all.xml",
     "/robots.txt", "/data/notices.csv", "/view/?size=large", "/accounts/login/",
     "/leaving/", "/desk/", "/search/suggest/?q=低"],
)  # fmt: skip
def test_what_is_no_page_for_readers_does_not_count(client, path):
    response = read(client, path)
    if etag := response.headers.get("ETag"):
        read(client, path, if_none_match=etag)

    assert counted() == {}


@pytest.mark.parametrize("headers", [{"sec_purpose": "prefetch"}, {"agent": ""}])
def test_guesses_and_robots_are_no_readers(client, headers):
    read(client, "/boards/", **headers)

    assert counted() == {}


def test_robots_are_counted_apart(client):
    read(client, "/boards/", agent="Baiduspider/2.0")
    read(client, "/nowhere/", agent="Baiduspider/2.0")
    counted()

    day = VisitDay.objects.get()
    assert (day.views, day.visitors, day.robot_views, day.lost) == (0, 0, 1, 0)


def test_a_form_and_a_head_do_not_count(client):
    client.head("/boards/", headers={"user-agent": PHONE})
    client.post("/subsidies/check/", {}, headers={"user-agent": PHONE})

    assert counted() == {}


def test_words_of_a_search_are_not_kept(client):
    read(client, "/notices/?q=张三")

    assert counted() == {"/notices/": 1}


def test_two_readers_behind_one_address_are_two(client):
    read(client, "/boards/")
    read(client, "/boards/", agent="Mozilla/5.0 (Windows NT 10.0) Firefox/115")
    counted()

    assert VisitDay.objects.get().visitors == 2


@pytest.mark.parametrize(
    ("referrer", "kept"),
    [
        ("http://testserver/boards/?year=2026", "/boards/"),
        ("https://elsewhere.example/secret?q=1", "elsewhere.example"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_where_a_broken_link_stands_is_kept(client, referrer, kept):
    read(client, "/nowhere/\x00张?x=1", referer=referrer)
    counted()

    row = LostPage.objects.get()
    assert (row.path, row.referrer) == ("/nowhere/%00%E5%BC%A0", kept)


def test_counting_asks_the_database_for_nothing(client, django_assert_num_queries):
    read(client, "/boards/")
    etag = read(client, "/boards/").headers["ETag"]

    with django_assert_num_queries(1):  # the site's one row
        read(client, "/boards/", if_none_match=etag)


def test_a_wrong_number_of_proxies_fails_no_page(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3

    assert read(client, "/boards/", x_forwarded_for="203.0.113.1").status_code == 200
    assert counted() == {"/boards/": 1}


# --- The page of the figures ----------------------------------------------------------


@pytest.fixture
def overseer():
    return member(Role.OVERSEER, county(), is_staff=True)


def test_the_office_reads_what_was_counted(client, overseer):
    notice = published_notice(title="修路通知")
    for path in (f"/notices/{notice.pk}/", "/boards/", "/boards/", "/old/1.html"):
        read(client, path)
    counted()
    client.force_login(overseer)

    page = client.get("/desk/visits/")

    values = {each["label"]: each["value"] for each in page.context["figures"]}
    assert list(values.values()) == ["3", "1", "0", "1"]
    first = page.context["groups"][0]["pages"]
    assert [(row["url"], row["views"]) for row in first] == [
        ("/boards/", "2"),
        (f"/notices/{notice.pk}/", "1"),
    ]
    assert "修路通知" in page.text
    assert "/admin/foundation/oldaddress/add/?path=%2Fold%2F1.html" in page.text
    assert "<rect" in page.text


def test_an_empty_month_is_a_page(client, overseer):
    client.force_login(overseer)

    assert client.get("/desk/visits/?month=2020-02").status_code == 200
    assert client.get("/desk/visits/?month=2020-13").status_code == 404


def test_the_days_come_as_csv(client, overseer):
    read(client, "/boards/")
    counted()
    client.force_login(overseer)

    lines = client.get(f"/desk/visits.csv?month={MONTH}").text.splitlines()

    assert lines[0].startswith("\ufeff")
    assert lines[1] == f"{local_day(clock.now())},1,1,0,0"
    line = AuditEntry.objects.get(action="exported")
    assert (line.actor, line.note) == (overseer, f"visits {MONTH}")


@pytest.mark.parametrize("path", ["/desk/visits/", "/desk/visits.csv"])
def test_only_who_answers_for_the_county_reads_them(client, path):
    assert client.get(path).status_code == 302
    client.force_login(member(Role.OVERSEER, agency()))
    assert client.get(path).status_code == 403


def test_the_desk_leads_there(client, overseer):
    client.force_login(overseer)

    assert 'href="/desk/visits/"' in client.get("/desk/").text


def test_every_page_read_most_has_a_name_of_its_own(client, overseer):
    for path in ("/help/", "/privacy/", "/data/notices/", "/data/agencies/"):
        read(client, path)
    counted()
    client.force_login(overseer)

    first = client.get("/desk/visits/").context["groups"][0]["pages"]

    titles = {row["title"] for row in first}
    assert len(titles) == 4
    assert {"使用帮助", "隐私声明"} <= titles


def test_visitors_of_a_month_are_called_a_sum_of_days(client, overseer):
    client.force_login(overseer)

    labels = [each["label"] for each in client.get("/desk/visits/").context["figures"]]

    assert labels[1] == "独立用户访问量（逐日累计）"


@pytest.mark.parametrize("path", ["/desk/", "/admin/"])
def test_staff_choose_large_type_where_they_work(client, overseer, path):
    client.force_login(overseer)
    assert f"/view/?size=large&amp;next={path.replace('/', '%2F')}" in (
        client.get(path).text
    )

    client.cookies["view"] = "large"

    page = client.get(path).text
    assert "size=normal" in page
    assert 'class="view-large"' in page or "admin-large.css" in page
