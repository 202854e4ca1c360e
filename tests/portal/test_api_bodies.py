"""Bodies that nobody should send: each is answered in the shape of errors, and
nothing of it is stored."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure_portal.foundation.models import AuditEntry
from notices.models import Notice
from tests.factories import published_notice
from tests.factories.systems import ROOT, SystemClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def system():
    return SystemClient()


def refused(answer, status):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    assert not Notice.objects.exists()
    return answer.json()["errors"][0]


DEEP = b'{"structure":' * 5000 + b"1" + b"}" * 5000


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"title": NaN}',
        b'{"title": 1e999}',
        b'{"title": "\\ud800"}',
        b'{"title": "\xff"}',
        b'{"title": "a\\u0000b"}',
        b'{"a\\u0000b": 1}',
        DEEP,
        "{}".encode("utf-16"),
        b'{"n": ' + b"9" * 10_000 + b"}",
    ],
    ids=range(14),
)
def test_what_is_no_json_of_ours_is_refused(system, body):
    answer = system.client.post(ROOT, body, content_type="application/json")

    assert refused(answer, 400)["code"] == "parse_error"


def test_a_backslash_before_a_zero_is_no_nul(system):
    body = json.dumps(system.notice(title="C:\\u0000")).encode()

    answer = system.client.post(ROOT, body, content_type="application/json")

    assert answer.status_code == 201


def test_a_huge_body_is_not_read(system, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = system.post(sent=system.notice(body="文" * 1000))

    assert refused(answer, 413)["code"] == "too_large"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"]
)
def test_other_kinds_of_bodies_are_not_read(system, kind):
    answer = system.client.post(ROOT, b"title=x", content_type=kind)

    assert refused(answer, 415)["code"] == "unsupported_media_type"


@pytest.mark.parametrize(
    ("field", "value", "code", "attr"),
    [
        ("title", None, "null", "title"),
        ("title", "", "blank", "title"),
        ("title", {}, "invalid", "title"),
        ("title", [], "invalid", "title"),
        ("title", True, "invalid", "title"),
        ("title", "x" * 201, "max_length", "title"),
        ("summary", "x" * 101, "max_length", "summary"),
        ("issued_on", "2026-02-30", "invalid", "issued_on"),
        ("title", "\u200b\x01", "blank", "title"),
        ("title", "\ufffd\ufffd", "not_utf8", "title"),
        ("issued_on", 20260230, "invalid", "issued_on"),
        ("issued_on", "0001-01-01", "out_of_range", "issued_on"),
        ("reviewed_at", "9999-12-31T23:59:59-12:00", "overflow", "reviewed_at"),
        ("reviewed_at", "2026-03-02", "invalid", "reviewed_at"),
        ("release_at", "2020-01-01T00:00:00Z", "invalid", "release_at"),
        ("kind", "x", "invalid_choice", "kind"),
        ("theme", [], "invalid_choice", "theme"),
        ("source_id", "a/b", "invalid", "source_id"),
        ("source_id", "..", "invalid", "source_id"),
        ("source_id", "x" * 65, "invalid", "source_id"),
        ("source_url", "javascript:alert(1)", "invalid", "source_url"),
        ("board_slug", "nowhere", "unknown_value", "board_slug"),
        ("agency_code", "nowhere", "unknown_value", "agency_code"),
        ("interprets", 1, "invalid_choice", "interprets"),
        ("interprets", 1 << 70, "invalid", "interprets"),
        ("co_publishers", [{"agency_code": "nowhere"}], "unknown_value",
         "co_publishers.0.agency_code"),
        ("co_publishers", [{"agency_code": "x"}] * 51, "max_length",
         "co_publishers.non_field_errors"),
        ("co_publishers", "x", "not_a_list", "co_publishers.non_field_errors"),
        ("posting_period", {"starts_on": "2026-03-04", "length": 0,
         "objection_unit": "x"}, "min_value", "posting_period.length"),
        ("posting_period", {"starts_on": "2101-03-04", "length": 5,
         "objection_unit": "x"}, "out_of_range", "posting_period.starts_on"),
        ("structure", [], "not_a_dict", "structure"),
        ("audience", "staff", "unknown_field", "audience"),
        ("colour", "red", "unknown_field", "colour"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named(system, field, value, code, attr):
    answer = system.post(sent=system.notice() | {field: value})

    error = refused(answer, 400)
    assert (error["code"], error["attr"]) == (code, attr)
    assert not AuditEntry.objects.filter(action="received").exists()


def test_days_in_disorder_are_refused_as_on_the_form(system):
    sent = system.notice(effective_from="2026-03-05", effective_until="2026-03-04")

    assert refused(system.post(sent=sent), 400)["code"] == "invalid"


def test_what_nobody_sees_is_left_out_of_texts(system):
    sent = system.notice(
        title="通\x01知\u202e", summary="a\u200bb", reviewer="陈\ufeff"
    )

    state = system.post(sent=sent).json()

    notice = Notice.objects.get()
    assert (notice.title, notice.summary) == ("通知", "ab")
    assert state["reviewer"] == "陈"


def test_an_address_without_its_slash_writes_nothing_and_says_so(system):
    answer = system.client.post(
        ROOT.rstrip("/"), system.notice(), content_type="application/json"
    )

    assert "/" in refused(answer, 404)["detail"]


def test_what_is_only_read_may_be_sent_along(system, client):
    notice = published_notice()
    read = client.get(f"/api/v1/notices/{notice.pk}/").json()

    del read["agency_code"]  # another unit's

    answer = system.post(sent=read | system.notice())

    assert answer.status_code == 201, answer.json()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"x", f"multipart/form-data; boundary={'x' * 300}"),
    ],
)
def test_a_broken_form_is_refused(system, body, kind):
    system.post(sent=system.notice())

    answer = system.client.post(f"{ROOT}A-1/attachments/", body, content_type=kind)

    assert answer.status_code in (400, 415)


@pytest.mark.parametrize("parts", [{}, {"file": "text"}, {"colour": "red"}])
def test_a_form_without_a_file_is_refused(system, parts):
    system.post(sent=system.notice())

    answer = system.upload("A-1/attachments/", **parts)

    assert answer.status_code == 400
    assert not Notice.objects.get().attachments.exists()


@pytest.mark.parametrize(
    "name", ["空.txt", "../../etc/passwd.txt", "a\x00.txt", "x" * 500 + ".txt"]
)
def test_strange_names_of_files_do_no_harm(system, name):
    system.post(sent=system.notice())

    answer = system.upload("A-1/attachments/", file=SimpleUploadedFile(name, b"text"))

    assert answer.status_code == 201
    assert "/" not in answer.json()["file_name"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_needs_more_than_get_and_post(system, method):
    answer = getattr(system.client, method)(ROOT)

    assert answer.status_code == 405


@pytest.mark.parametrize(
    "path", ["?dry_run=perhaps", "?status=x", "?cursor=x", "?colour=red"]
)
def test_wrong_parameters_are_refused(system, path):
    sent = system.post if "dry" in path else system.get

    assert sent(path).status_code == 400


# --- Costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 25])
def test_a_list_of_own_notices_costs_two_queries(
    system, django_assert_num_queries, size
):
    for number in range(size):
        system.post(sent=system.notice(f"A-{number}"))

    with django_assert_num_queries(2):  # the token; the rows
        system.get(limit=100)


def test_where_a_notice_stands_costs_eleven_queries(system, django_assert_num_queries):
    system.post(sent=system.notice())
    system.post("A-1/submit/")

    # The token; the notice; its row, decisions, steps, returns, files, recipients,
    # request, revisions and open correction.
    with django_assert_num_queries(11):
        system.get("A-1/")
