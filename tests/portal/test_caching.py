"""What caches may keep: public pages carry the site's version, all else is not kept."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState
from notices.publication import withdraw
from tests.factories import approved_notice, member, published_notice

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def notice():
    return published_notice()


@pytest.fixture
def pages(notice):
    """One address of each kind of public page."""
    return [
        "/",
        "/notices/",
        "/notices/?kind=news",
        f"/notices/{notice.pk}/",
        "/boards/",
        f"/boards/{notice.board.slug}/",
        "/agencies/",
        f"/agencies/{notice.agency.slug}/",
        "/postings/",
        "/matters/",
        "/activities/",
        "/reading-points/",
        "/services/",
        "/index/",
        "/site-map/",
        "/sitemap.xml",
        "/sitemap-site.xml",
        "/robots.txt",
        "/feeds/",
        "/search/",
        "/search/?q=通知",
        "/search/suggest/?q=通",
        "/search/advanced/",
        "/feeds/all.xml",
        "/statistics/",
        f"/statistics/?branch={notice.agency.slug}",
        "/statistics/months.csv",
        "/help/",
        "/privacy/",
        "/accessibility/",
        "/api/v1/notices/",
        f"/api/v1/notices/{notice.pk}/",
        "/api/v1/boards/",
        "/api/v1/matters/",
        "/api/v1/activities/",
        "/api/v1/reading-points/",
        "/api/v1/guides/",
        "/api/v1/catalogues/",
        "/inspections/checklists/",
        "/api/v1/checklists/",
        "/api/v1/service-items/",
        "/api/v1/service-points/",
        "/api/v1/service-promises/",
        "/api/v1/visitor-counts/",
        "/api/v1/elsewhere/",
        "/api/v1/agencies/",
        f"/api/v1/agencies/{notice.agency.code}/",
        "/api/v1/schema/",
        "/api/v1/docs/",
    ]


def etag_of(client, path="/notices/"):
    return client.get(path).headers["ETag"]


def test_any_front_cache_may_keep_a_public_page(client, pages, settings):
    for path in pages:
        response = client.get(path)

        assert response.status_code == 200, path
        assert response.headers["Cache-Control"] == settings.PUBLIC_CACHE_CONTROL, path
        assert response.headers["ETag"].startswith('W/"'), path
        assert "Cookie" in response.headers["Vary"], path
        assert not response.cookies, path


def test_an_unchanged_page_costs_one_query(client, pages, django_assert_num_queries):
    for path in pages:
        etag = etag_of(client, path)

        with django_assert_num_queries(1):  # the site's one row
            response = client.get(path, headers={"if-none-match": etag})

        assert response.status_code == 304, path
        assert response.content == b"", path
        assert response.headers["ETag"] == etag, path


def test_a_withdrawal_shows_on_the_next_request(client, notice):
    path = f"/notices/{notice.pk}/"
    etag = etag_of(client, path)

    withdraw(
        notice, by=member("approver", notice.agency), ground="wrong", reason="有误"
    )
    response = client.get(path, headers={"if-none-match": etag})
    listed = client.get("/notices/", headers={"if-none-match": etag})

    assert response.status_code == 410
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-cache"
    assert listed.context["rows"] == []


def test_a_publication_shows_on_the_next_request(client):
    etag = etag_of(client)

    published_notice(title="新")
    response = client.get("/notices/", headers={"if-none-match": etag})

    assert [row["title"] for row in response.context["rows"]] == ["新"]


def test_a_timed_release_shows_without_tick(client):
    release_at = clock.now() + timedelta(minutes=5)
    approved_notice(title="定时", release_at=release_at)
    with clock.frozen_at(release_at - timedelta(seconds=1)):
        etag = etag_of(client)

    with clock.frozen_at(release_at):
        response = client.get("/notices/", headers={"if-none-match": etag})

    assert [row["title"] for row in response.context["rows"]] == ["定时"]


def test_a_timed_interpretation_marks_its_policy_without_tick(client, notice):
    release_at = clock.now() + timedelta(seconds=5)
    approved_notice(interprets=notice, unit=notice.agency, release_at=release_at)
    page = f"/notices/?board={notice.board.slug}"

    def marks(moment):
        with clock.frozen_at(moment):
            rows = client.get(page).context["rows"]
        return [mark["code"] for row in rows for mark in row["marks"]]

    assert marks(release_at - timedelta(seconds=1)) == []
    assert marks(release_at) == ["interpreted"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server")
@pytest.mark.django_db(transaction=True)
def test_a_page_is_shown_though_the_connection_has_died(client):
    client.get("/notices/")
    with suppress(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    response = client.get("/notices/")

    assert response.status_code == 200


def test_midnight_makes_a_new_page(client):
    # Midnight of the office's clock is 16:00 UTC.
    with clock.frozen_at(datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)):
        before = etag_of(client)
    with clock.frozen_at(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)):
        response = client.get("/notices/", headers={"if-none-match": before})

    assert response.status_code == 200


def test_the_large_type_is_another_page(client):
    normal = etag_of(client)
    client.cookies["view"] = "large"

    response = client.get("/notices/", headers={"if-none-match": normal})

    assert response.status_code == 200
    assert response.headers["ETag"] != normal
    assert 'class="view-large"' in response.content.decode()


@pytest.mark.parametrize("value", ["", "huge", "large large", "LARGE"])
def test_no_other_value_of_the_cookie_makes_a_page(client, value):
    normal = etag_of(client)
    client.cookies["view"] = value

    assert etag_of(client) == normal


def test_a_member_of_staff_gets_the_page_that_everybody_gets(client, notice):
    path = f"/notices/{notice.pk}/"
    anonymous = client.get(path)
    client.force_login(member("approver", notice.agency), BACKEND)

    response = client.get(path)

    assert response.headers["ETag"] == anonymous.headers["ETag"]
    assert response.content == anonymous.content


def test_a_public_page_never_asks_who_is_reading(
    client, pages, django_assert_max_num_queries
):
    client.force_login(member("approver", published_notice().agency), BACKEND)

    for path in pages:
        with django_assert_max_num_queries(30) as queries:
            client.get(path)

        asked = " ".join(query["sql"] for query in queries.captured_queries)
        assert "django_session" not in asked, path
        assert "foundation_user" not in asked, path
        assert "membership" not in asked, path


@pytest.mark.parametrize(
    "path",
    [
        "/desk/",
        "/desk/ledger/",
        "/admin/",
        "/accounts/login/",
        "/view/?size=large",
        "/nowhere/",
        "/api/v1/nowhere/",
    ],
)
def test_all_else_is_kept_by_nobody(client, path):
    response = client.get(path)

    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    "path", ["/notices/999/", "/boards/x/", "/agencies/x/", "/api/v1/notices/999/"]
)
def test_what_is_not_there_is_not_kept(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-cache"
    assert "ETag" not in response.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_only_reads(client, pages, method):
    etag = etag_of(client)

    for path in pages:
        response = getattr(client, method)(path, headers={"if-none-match": etag})

        assert response.status_code == 405, path


def test_head_answers_like_get_without_the_page(client, pages):
    for path in pages:
        response = client.head(path)

        assert response.status_code == 200, path
        assert response.content == b"", path
        assert response.headers["ETag"] == etag_of(client, path), path


def test_a_new_site_has_its_row_after_the_first_page(client):
    client.get("/")

    assert SiteState.objects.count() == 1
