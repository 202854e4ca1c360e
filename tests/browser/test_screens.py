"""A wall screen in a real browser, with its clock in the test's hand."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from directories.models import Role
from notices.models import WithdrawalGround
from notices.publication import withdraw
from tests import factories as make
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db(transaction=True)

WALL = {"width": 1920, "height": 1080}
UPRIGHT = {"width": 1080, "height": 1920}
TURN = 15_000
DAY = 24 * 3600 * 1000


@pytest.fixture
def notice(unit):
    return make.published_notice(unit=unit, title="关于滨河路停水的通知")


@pytest.fixture
def guide(unit, notice):
    return publish(guide_draft(unit=unit, title="残疾人证办理指南"))


def opened(open_page, unit, **options) -> Page:
    """Without its worker, which would still be asking while the test writes."""
    page: Page = open_page(**{"viewport": WALL, "service_workers": "block", **options})
    page.clock.install()
    page.goto(reverse("screen", args=[unit.slug]))
    return page


def test_pages_turn_by_themselves(open_page, unit, guide):
    page = opened(open_page, unit)
    expect(page.get_by_text("关于滨河路停水的通知")).to_be_visible()

    page.clock.run_for(TURN)

    expect(page.get_by_text("残疾人证办理指南")).to_be_visible()
    expect(page.get_by_text("关于滨河路停水的通知")).to_be_hidden()


def test_what_is_withdrawn_leaves_with_the_next_turn(open_page, unit, notice, guide):
    page = opened(open_page, unit)
    withdraw(
        notice,
        by=make.member(Role.APPROVER, unit),
        ground=WithdrawalGround.WRONG,
        reason="内容有误。",
    )

    page.clock.run_for(TURN)

    expect(page.get_by_text("残疾人证办理指南")).to_be_visible()
    expect(page.get_by_text("关于滨河路停水的通知")).to_have_count(0)


def test_without_a_network_it_goes_on_for_a_day_and_says_how_old_it_is(
    open_page, unit, guide
):
    page = opened(open_page, unit)
    page.context.set_offline(True)

    page.clock.run_for(TURN)
    expect(page.locator(".stage__age--lost")).to_be_visible()
    expect(page.get_by_text("残疾人证办理指南")).to_be_visible()

    page.clock.fast_forward(DAY)
    page.clock.run_for(TURN)
    expect(page.locator("[data-old]")).to_be_visible()

    page.context.set_offline(False)
    page.clock.run_for(TURN)
    expect(page.locator("[data-old]")).to_be_hidden()
    expect(page.locator(".stage__age--lost")).to_have_count(0)


def test_a_screen_that_is_switched_on_without_a_network_shows_what_it_had(
    open_page, unit, guide
):
    page: Page = open_page(viewport=WALL)
    address = reverse("screen", args=[unit.slug])
    page.goto(address)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.context.set_offline(True)

    page.goto(address)

    expect(page.get_by_text("关于滨河路停水的通知")).to_be_visible()


@pytest.mark.parametrize("viewport", [WALL, UPRIGHT], ids=["wall", "upright"])
def test_nothing_is_cut_off_and_axe_finds_nothing(
    open_page, unit, guide, axe, viewport
):
    page = opened(open_page, unit, viewport=viewport)

    size = page.evaluate(
        "() => [document.documentElement.scrollWidth, window.innerWidth]"
    )
    assert size[0] <= size[1]
    assert axe(page) == []


def test_without_script_the_next_page_is_asked_for(page_without_js, live_server, unit):
    make.published_notice(unit=unit)

    page_without_js.goto(reverse("screen", args=[unit.slug]))

    page_without_js.wait_for_url(f"**/screen/{unit.slug}/1/")
