"""What the tools of a notice's page lead to: reporting a mistake, its QR code."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.urls import reverse

from tests.factories import (
    agency,
    draft_notice,
    published_notice,
    withdrawn_notice,
)

pytestmark = pytest.mark.django_db

DOORS = ("notice-correction", "notice-qr")


@pytest.fixture
def notice():
    unit = agency("县教育局", telephone="0310-5550102", email="jyj@example.org")
    return published_notice(unit=unit, title="招生工作意见")


def correction_of(client, notice):
    return client.get(reverse("notice-correction", args=[notice.pk]))


def test_a_mistake_is_reported_with_address_and_revision(client, notice, settings):
    settings.SITE_URL = "https://www.example.gov.cn"

    page = correction_of(client, notice)

    subject = page.context["subject"]
    assert subject["address"] == f"https://www.example.gov.cn/notices/{notice.pk}/"
    assert (subject["revision"], subject["index_number"]) == (1, notice.index_number)
    assert subject["address"] in page.content.decode()
    assert "noindex" in page.content.decode()


def test_the_mail_names_the_notice_before_anything_is_written(client, notice):
    url = correction_of(client, notice).context["unit"]["email_url"]

    text = unquote(url)
    assert text.startswith("mailto:jyj@example.org?subject=")
    assert notice.title in text
    assert f"/notices/{notice.pk}/" in text
    assert notice.index_number in text


def test_a_unit_without_telephone_and_mail_still_has_a_page_for_mistakes(client):
    notice = published_notice()

    page = correction_of(client, notice)

    assert page.status_code == 200
    assert page.context["unit"]["email_url"] == ""


def test_the_page_of_a_notice_leads_to_both(client, notice):
    html = client.get(notice.get_absolute_url()).content.decode()

    assert all(reverse(door, args=[notice.pk]) in html for door in DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_a_notice_that_is_not_public_has_neither(client, door):
    draft = draft_notice()

    assert client.get(reverse(door, args=[draft.pk])).status_code == 404
    assert client.get(reverse(door, args=[2**70])).status_code == 404


def test_of_a_withdrawn_notice_no_mistake_is_reported(client):
    notice = withdrawn_notice()

    assert correction_of(client, notice).status_code == 410
    assert client.get(reverse("notice-qr", args=[notice.pk])).status_code == 404


def test_the_code_is_a_picture_that_may_be_kept_for_a_day(client, notice):
    picture = client.get(reverse("notice-qr", args=[notice.pk]))

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "public, max-age=86400"
    assert picture.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert b"style=" not in picture.content


def test_the_tools_cost_one_query_and_the_code_another(
    client, notice, django_assert_num_queries
):
    with django_assert_num_queries(3):  # the site's row, the notice, its revision
        correction_of(client, notice)
    with django_assert_num_queries(2):  # the site's row, whether it is public
        client.get(reverse("notice-qr", args=[notice.pk]))
