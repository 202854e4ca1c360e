"""Files of notices: public exactly as long as their notice."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation import clock
from notices.models import Notice, Tick
from notices.publication import sign
from notices.review import submit
from tests.factories import attachment, draft_notice, member

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def publish(draft):
    submit(draft, by=draft.author)
    sign(draft, by=member("approver", draft.agency), ticks=Tick.values)
    return draft


@pytest.fixture
def with_file():
    draft = draft_notice()
    file = attachment(draft, name="补助标准 表.txt", content="一二三".encode())
    publish(draft)
    return file


def test_a_file_is_handed_over_under_its_chinese_name(client, with_file):
    response = client.get(f"/attachments/{with_file.pk}/")

    assert response.status_code == 200
    assert b"".join(response.streaming_content).decode() == "一二三"
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%E8%A1%A5")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == with_file.media_type


def test_a_browser_keeps_a_file_but_asks_each_time(client, with_file):
    path = f"/attachments/{with_file.pk}/"
    first = client.get(path)

    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


def test_a_file_goes_with_its_notice(client):
    draft = draft_notice()
    file = attachment(draft)
    path = f"/attachments/{file.pk}/"
    publish(draft)
    etag = client.get(path).headers["ETag"]

    Notice.objects.filter(pk=draft.pk).update(
        status="withdrawn", withdrawn_at=clock.now(), withdrawal_ground="wrong"
    )

    assert client.get(path, headers={"if-none-match": etag}).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"audience": "staff"}], ids=["draft", "staff"])
def test_a_file_of_what_is_not_public_is_not_found(client, fields):
    draft = draft_notice(**fields)
    file = attachment(draft)
    if fields:
        publish(draft)
    client.force_login(draft.author, BACKEND)

    assert client.get(f"/attachments/{file.pk}/").status_code == 404


def test_a_front_server_hands_out_the_file_where_there_is_one(
    client, with_file, settings
):
    settings.X_ACCEL_PREFIX = "/protected/"

    response = client.get(f"/attachments/{with_file.pk}/")

    digest = with_file.public_digest
    place = f"/protected/{digest[:2]}/{digest}"
    assert response.headers["X-Accel-Redirect"] == place
    assert response.content == b""


def test_the_page_lists_its_files_in_order(client):
    draft = draft_notice()
    attachment(draft, name="甲.txt", content=b"1")
    attachment(draft, name="乙.txt", content=b"22")
    publish(draft)

    files = client.get(f"/notices/{draft.pk}/").context["attachments"]

    assert [file["title"] for file in files] == ["甲", "乙"]
    assert files[0]["extension"] == "TXT"


def test_a_file_costs_one_query(client, django_assert_num_queries, with_file):
    with django_assert_num_queries(1):
        client.get(f"/attachments/{with_file.pk}/")
