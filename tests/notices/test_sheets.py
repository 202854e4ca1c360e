"""The A4 sheet of a notice."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.drafting import set_posting_period
from notices.models import PostingPeriod
from tests.factories import (
    draft_notice,
    published_notice,
    withdrawn_notice,
)
from tests.factories.postings import shown_elsewhere
from tests.factories.structures import guide_draft, publish
from tests.factories.subsidies import posted_subsidy

pytestmark = pytest.mark.django_db


def address_of(notice):
    return reverse("notice-sheet", args=[notice.pk])


def sheet_of(client, notice):
    return client.get(address_of(notice))


def test_a_posting_hangs_with_its_days_its_telephone_and_its_code(client, settings):
    settings.SITE_URL = "https://portal.example"
    notice = draft_notice(title="拟录用人员公示")
    period = PostingPeriod(
        starts_on=date(2026, 11, 23),
        length=5,
        objection_unit="县人社局人事股",
        objection_telephone="0000-5550109",
    )
    set_posting_period(notice, period)
    publish(notice)

    page = sheet_of(client, notice).text

    assert "2026年11月23日" in page
    assert "2026年11月27日" in page
    assert "0000-5550109" in page
    assert f"<title>https://portal.example/notices/{notice.pk}/</title>" in page
    assert notice.index_number in page


def test_a_guide_stands_on_its_sheet_without_the_chrome_of_the_site(client):
    notice = publish(guide_draft(materials=[{"name": "户口簿"}]))

    page = sheet_of(client, notice).text

    assert "户口簿" in page
    assert 'class="mast"' not in page
    assert "noindex" in page


def test_a_list_that_is_posted_stands_on_no_sheet(client):
    notice = posted_subsidy(starts_on=local_day(clock.now()))

    page = sheet_of(client, notice).text

    assert "石盘镇" in page
    assert reverse("notice-recipients", args=[notice.pk]) not in page
    assert reverse("own-line") not in page


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (withdrawn_notice, 410),
        (draft_notice, 404),
        (lambda: published_notice(audience="staff"), 404),
    ],
    ids=["withdrawn", "draft", "internal"],
)
def test_what_is_not_public_has_no_sheet(client, make, status):
    assert sheet_of(client, make()).status_code == status


def test_a_sheet_has_lines_for_who_puts_it_up(client):
    notice = published_notice()

    page = sheet_of(client, notice).text

    for words in ("张贴地点", "张贴人（签名）", "见证人（签名）"):
        assert words in page


def test_a_sheet_for_a_place_names_it_and_its_days(client):
    notice = published_notice()
    posting = shown_elsewhere(notice, shown_until=date(2026, 3, 9))
    other = published_notice()

    page = client.get(f"{address_of(notice)}?posting={posting.pk}").text
    of_another = client.get(f"{address_of(other)}?posting={posting.pk}").text
    unknown = client.get(f"{address_of(notice)}?posting={'9' * 40}")

    for words in ("村务公开栏", "2026年3月2日", "2026年3月9日"):
        assert words in page
    assert "村务公开栏" not in of_another
    assert unknown.status_code == 200


def test_the_page_of_a_notice_leads_to_its_sheet(client):
    notice = published_notice()

    page = client.get(notice.get_absolute_url()).text

    assert reverse("notice-sheet", args=[notice.pk]) in page
