"""Addresses of an older site: they lead on, or say that what stood there is gone."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry, OldAddress
from disclosure_portal.foundation.old_paths import path_key
from notices.models import Notice
from notices.publication import withdraw
from tests.factories import draft_notice, member, published_notice
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

OLD_PAGE = "http://old.example.gov.cn/zwgk/2019/t20190102_7.html"


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.SITE_URL = "https://www.qingyuan.gov.cn"
    settings.FORMER_HOSTS = ["old.example.gov.cn"]


def migrated(url=OLD_PAGE, make=published_notice, **fields):
    notice = make(**fields)
    Notice.objects.filter(pk=notice.pk).update(original_url=url)
    return notice


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("/zwgk/t1.html", "/zwgk/t1.html"),
        ("/zwgk/t1.html", "/zwgk/t1.html?from=timeline"),
        ("/show.asp?id=7", "/show.asp?id=7"),
        ("/公开/t1.html", "/%E5%85%AC%E5%BC%80/t1.html"),
        ("http://old.example.gov.cn/%D0%C2/t1.html", "/%D0%C2/t1.html"),
    ],
)
def test_an_old_address_leads_to_the_page_of_today(client, stored, asked):
    OldAddress.objects.create(path=path_key(stored), target="/boards/")

    response = client.get(asked)

    assert (response.status_code, response.headers["Location"]) == (301, "/boards/")


def test_the_whole_address_goes_before_its_path(client):
    OldAddress.objects.create(path="/show.asp", target="/boards/")
    OldAddress.objects.create(path="/show.asp?id=7", target="/agencies/")

    assert client.get("/show.asp?id=7").headers["Location"] == "/agencies/"
    assert client.get("/show.asp?id=8").headers["Location"] == "/boards/"


def test_what_is_gone_for_good_says_so(client):
    OldAddress.objects.create(path="/vote/1.html")

    assert client.get("/vote/1.html").status_code == 410


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (OLD_PAGE, "/zwgk/2019/t20190102_7.html"),
        ("https://www.qingyuan.gov.cn/公开/7.html", "/公开/7.html"),
        ("https://www.qingyuan.gov.cn/公开/7.html", "/%E5%85%AC%E5%BC%80/7.html"),
        ("http://www.qingyuan.gov.cn/s.jsp?id=7", "/s.jsp?id=7"),
    ],
)
def test_the_old_address_of_a_notice_leads_to_it(client, url, asked):
    notice = migrated(url)

    response = client.get(asked)

    assert response.status_code == 301
    assert response.headers["Location"] == f"/notices/{notice.pk}/"


def test_a_notice_of_another_site_is_not_found_at_its_path(client):
    migrated("http://www.elsewhere.gov.cn/zwgk/1.html")

    assert client.get("/zwgk/1.html").status_code == 404


def test_the_old_address_of_a_withdrawn_notice_answers_as_its_page_does(client):
    notice = migrated(title="旧通知")
    notice.refresh_from_db()
    officer = member(Role.APPROVER, notice.agency)
    withdraw(notice, by=officer, ground="wrong", reason="有误")

    response = client.get("/zwgk/2019/t20190102_7.html")

    assert response.status_code == 410
    assert response.context["tombstone"]["title"] == "旧通知"


@pytest.mark.parametrize("how", [{"make": draft_notice}, {"audience": "staff"}])
def test_what_was_never_public_is_not_found_at_its_old_address(client, how):
    migrated(**how)

    assert client.get("/zwgk/2019/t20190102_7.html").status_code == 404


def test_pages_that_exist_ask_for_no_old_address(client, django_assert_num_queries):
    notice = published_notice()
    client.get(f"/notices/{notice.pk}/")

    with django_assert_num_queries(3):
        client.get(f"/notices/{notice.pk}/")


def test_the_search_for_a_notice_takes_the_index(client, django_assert_num_queries):
    client.get("/nowhere.html")

    with django_assert_num_queries(3) as asked:  # and the site's row, for the page
        client.get("/nowhere.html")

    statement = next(one["sql"] for one in asked if "original_url" in one["sql"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            plan = str(cursor.fetchall())
        assert "notice_original" in plan


def test_forms_and_programs_are_told_as_before(client):
    OldAddress.objects.create(path="/api/v1/old/", target="/boards/")
    OldAddress.objects.create(path="/old", target="/boards/")

    assert client.get("/api/v1/old/").status_code == 404
    assert client.post("/old").status_code == 404


# --- How they come in ---------------------------------------------------------------


def import_file(tmp_path, text, **options):
    path = tmp_path / "old.csv"
    path.write_text(text, encoding="utf-8")
    out = StringIO()
    call_command("import_old_addresses", path, stdout=out, **options)
    return out.getvalue()


def test_a_table_of_old_addresses_is_taken_in(tmp_path):
    text = (
        "旧地址,新地址\n"
        "http://old.example.gov.cn/a.html,/boards/\n"
        "/b.html,\n"
        "/c.html,https://elsewhere.example/\n"
        "/d.html,//elsewhere.example/\n"
        "/boards/,/agencies/\n"
        "x.html,/boards/\n"
    )

    told = import_file(tmp_path, text)
    again = import_file(tmp_path, text)

    rows = dict(OldAddress.objects.values_list("path", "target"))
    assert rows == {"/a.html": "/boards/", "/b.html": ""}
    assert "taken: 2" in told
    assert "refused: 4" in told
    assert "repeated: 2" in again
    assert AuditEntry.objects.filter(action="imported").count() == 2


def test_a_dry_run_writes_nothing(tmp_path):
    import_file(tmp_path, "old,new\n/a.html,/boards/\n", dry_run=True)

    assert not OldAddress.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_file_without_the_columns_is_refused(tmp_path):
    with pytest.raises(CommandError, match="old"):
        import_file(tmp_path, "a,b\n1,2\n")


def test_who_answers_for_the_county_enters_old_addresses(client):
    client.force_login(member(Role.OVERSEER, county(), is_staff=True))
    form = {"path": "http://old.example.gov.cn/a.html", "target": "/boards/"}

    response = client.post("/admin/foundation/oldaddress/add/", form)

    assert response.status_code == 302
    assert OldAddress.objects.get().path == "/a.html"
    assert client.get("/a.html").status_code == 301
