"""How the doors of open data behave: headers, caches, limits, descriptions."""

from __future__ import annotations

import pytest

from disclosure_portal.open_data.answers import FORMATS
from disclosure_portal.open_data.sets import SETS
from notices.publication import withdraw
from tests.factories import member, published_notice

from .reading import body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", SETS)
def test_every_column_is_described(client, code):
    described = client.get(f"/data/{code}/columns.json").json()
    page = client.get(f"/data/{code}/").text

    assert [each["code"] for each in described["columns"]] == [
        column.code for column in SETS[code].columns
    ]
    for each in described["columns"]:
        assert each["label"], each
        assert f"<code>{each['code']}</code>" in page
        assert bool(each["choices"]) or each["type"] != "choice", each


def test_the_page_lists_every_set_and_file(client):
    published_notice()

    text = client.get("/data/").text

    for code in SETS:
        for address in (f"/data/{code}/", f"/data/{code}.csv", f"/data/{code}.ndjson"):
            assert f'href="{address}"' in text, address


def test_the_page_costs_a_query_for_the_tallies_and_one_a_register(
    client, django_assert_num_queries
):
    published_notice()

    with django_assert_num_queries(15):
        client.get("/data/")


def test_a_file_is_for_everybody_and_for_no_index(client):
    published_notice()

    answer = client.get("/data/notices.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="notices.csv"'
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Cache-Control"] == "no-cache"
    assert "/data/notices/columns.json" in answer["Link"]
    assert not answer.cookies


def test_an_unchanged_site_answers_304_for_one_query(client, django_assert_num_queries):
    notice = published_notice()
    etag = client.get("/data/notices.ndjson")["ETag"]

    with django_assert_num_queries(1):
        same = client.get("/data/notices.ndjson", headers={"if-none-match": etag})
    approver = member("approver", notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="有误。")
    changed = client.get("/data/notices.ndjson", headers={"if-none-match": etag})

    assert same.status_code == 304
    assert b"".join(changed.streaming_content) == b""


def test_head_tells_the_same_without_reading(client, django_assert_num_queries):
    published_notice()

    with django_assert_num_queries(2):
        head = client.head("/data/notices.csv")
    whole = client.get("/data/notices.csv")

    assert head.status_code == 200
    assert b"".join(head) == b""
    assert {name: head[name] for name in ("Content-Type", "ETag", "Link")} == {
        name: whole[name] for name in ("Content-Type", "ETag", "Link")
    }


def test_nothing_can_be_sent_there(client):
    assert client.post("/data/notices.csv").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/data/recipients.csv",
        "/data/subsidy-lines.csv",
        "/data/notices.xlsx",
        "/data/nothing/",
        "/data/nothing/columns.json",
    ],
)
def test_what_is_no_set_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_many_downloads_from_one_place_are_slowed(client, settings):
    settings.API_THROTTLE_RATES = {**settings.API_THROTTLE_RATES, "export": 2}

    answers = [client.get("/data/notices.csv") for _turn in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1].json()["errors"][0]["code"] == "throttled"


def test_a_mirror_may_take_every_set_in_both_forms_within_a_minute(settings):
    assert len(SETS) * len(FORMATS) <= settings.API_THROTTLE_RATES["export"]


def test_the_way_to_the_data_stands_in_every_foot(client):
    assert 'href="/data/"' in client.get("/").text


def test_an_empty_set_is_its_heading(client):
    text = body(client, "/data/land-lines.csv")

    assert text.count("\r\n") == 1
    assert text.startswith("\ufeffnotice,index_number")
