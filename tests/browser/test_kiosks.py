"""A touch screen in a real browser, with its clock in the test's hand."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db(transaction=True)

HALL = {"width": 1080, "height": 1920}
LEAST_TARGET = 64
SMALL = f"""() => [...document.querySelectorAll("a[href], button")]
  .map(e => e.getBoundingClientRect())
  .filter(box => box.width < {LEAST_TARGET} || box.height < {LEAST_TARGET}).length"""


@pytest.fixture
def guide(unit):
    return publish(guide_draft(unit=unit, title="残疾人证办理指南"))


@pytest.fixture
def kiosk(open_page, unit, guide) -> Page:
    page: Page = open_page(viewport=HALL, has_touch=True, service_workers="block")
    page.clock.install()
    page.goto(reverse("kiosk", args=[unit.slug]))
    return page


def test_a_guide_is_three_touches_away_and_everything_is_large(kiosk, axe):
    faults = []
    steps = {
        "办事指南": "**/guides/",
        "C": "**/guides/?letter=C",
        "残疾人证办理指南": "**/notices/*/",
    }
    for name, address in steps.items():
        faults += [*axe(kiosk), *["small"] * kiosk.evaluate(SMALL)]
        kiosk.get_by_role("link", name=name).first.tap()
        kiosk.wait_for_url(address)

    expect(kiosk.get_by_role("heading", level=1)).to_have_text("残疾人证办理指南")
    faults += [*axe(kiosk), *["small"] * kiosk.evaluate(SMALL)]
    assert faults == []


def test_a_guide_is_found_by_pressing_letters(kiosk, axe):
    kiosk.locator(".kiosk__tile--search").tap()
    kiosk.wait_for_url("**/search/")
    faults = [*axe(kiosk), *["small"] * kiosk.evaluate(SMALL)]

    for letters in ("C", "CJ", "CJR"):
        kiosk.get_by_role("link", name=letters[-1], exact=True).tap()
        kiosk.wait_for_url(f"**/search/?letters={letters}")
    faults += [*axe(kiosk), *["small"] * kiosk.evaluate(SMALL)]
    kiosk.get_by_role("link", name="残疾人证办理指南").tap()

    expect(kiosk.get_by_role("heading", level=1)).to_have_text("残疾人证办理指南")
    assert faults == []


def test_it_goes_back_to_its_start_when_nobody_touches_it(kiosk, unit, guide):
    kiosk.goto(reverse("kiosk-notice", args=[unit.slug, guide.pk]))
    kiosk.clock.run_for(59_000)
    kiosk.mouse.move(5, 5)
    kiosk.keyboard.press("Shift")
    kiosk.clock.run_for(59_000)
    expect(kiosk.get_by_role("heading", level=1)).to_have_text("残疾人证办理指南")

    kiosk.clock.run_for(1_000)

    kiosk.wait_for_url(f"**{reverse('kiosk', args=[unit.slug])}")


def test_without_a_network_it_says_so_and_stays(kiosk):
    kiosk.context.set_offline(True)

    kiosk.get_by_role("link", name="办事指南").tap()

    expect(kiosk.locator("[data-lost]")).to_be_visible()
    expect(kiosk.get_by_role("link", name="办事指南")).to_be_visible()
