"""Subsidies in a real browser: each page sound, and a recipient's own way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from tests.factories import member
from tests.factories.subsidies import (
    posted_subsidy,
    posting_programme,
    programme,
    published_subsidy,
    subsidy_draft,
)

from .pages import LARGE, Stop, axe_faults, faults_of, follow, shape_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


def stops():
    today = local_day(clock.now())
    posted = posted_subsidy(paid_by=posting_programme(), starts_on=today)
    over = posted_subsidy(starts_on=today - timedelta(days=30))
    paid_by = programme(name="稻谷生产者补贴")
    own = published_subsidy(paid_by=paid_by, paid_on=today)
    return [
        Stop("programmes", reverse("subsidy-list")),
        Stop(
            "programme",
            reverse("programme-detail", args=[paid_by.pk]),
        ),
        Stop("look-up", reverse("own-line")),
        Stop("payment", own.get_absolute_url()),
        Stop("payment that is posted", posted.get_absolute_url()),
        Stop("posted list", reverse("notice-recipients", args=[posted.pk])),
        Stop("list that was posted", reverse("notice-recipients", args=[over.pk]), 404),
    ]


@pytest.mark.parametrize(
    ("viewport", "is_large"),
    [
        pytest.param(PHONE, False, id="phone"),
        pytest.param(DESKTOP, False, id="desktop"),
        pytest.param(PHONE, True, id="phone in large type"),
    ],
)
def test_every_page_about_subsidies_is_sound(
    open_page, live_server, viewport, is_large
):
    page = open_page(viewport=viewport)
    if is_large:
        page.context.add_cookies([{**LARGE, "url": live_server.url}])

    faults = {stop.name: faults_of(page, stop) for stop in stops()}

    assert {name: found for name, found in faults.items() if found} == {}


def test_a_recipient_goes_from_the_payment_to_their_own_line(open_page):
    notice = published_subsidy()
    page = open_page(viewport=PHONE)
    page.goto(notice.get_absolute_url())

    page.fill("#own-name", "钟厚朴")
    page.fill("#own-check", "010017")
    follow(page, ".own-line__form button")

    expect(page.locator(".found")).to_contain_text("337.75")
    assert "钟厚朴" not in page.url
    assert axe_faults(page) + shape_faults(page) == []


def test_without_a_script_a_mistake_is_said_and_mended(open_page):
    published_subsidy()
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto(reverse("own-line"))

    page.fill("#id_name", "钟厚朴")
    page.fill("#id_check_value", "01")
    follow(page, ".own-line-form button")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#id_check_value")).to_have_value("")

    page.fill("#id_check_value", "010017")
    follow(page, ".own-line-form button")
    expect(page.locator(".found")).to_have_count(1)


def test_who_decides_pages_through_the_masked_list(open_page, sign_in):
    draft = subsidy_draft()
    page = open_page()
    sign_in(page, member(Role.APPROVER, draft.agency))

    page.goto(reverse("desk-notice", args=[draft.pk]))
    follow(page, f"a[href='{reverse('desk-recipients', args=[draft.pk])}']")

    expect(page.locator(".lines__table tbody tr")).to_have_count(3)
    assert axe_faults(page) == []
