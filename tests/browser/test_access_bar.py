"""The accessible version (无障碍): its bar in a real browser, script or none."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from disclosure_portal.foundation.reading_view import TONES
from tests import factories as make

from .pages import LARGE, axe_faults, build_county, faults_of, follow, shape_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}

# Stands in for the voice that no headless browser has: it notes what it would say.
VOICE = """() => {
  window.said = [];
  const voice = {lang: "zh-CN", name: "test"};
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => [voice],
    addEventListener: () => undefined,
    cancel: () => undefined,
    speak: utterance => {
      window.said.push(utterance.text);
      if (window.said.length < 500) Promise.resolve().then(() => utterance.onend());
    },
  }});
}"""


def seen_by(page, live_server, view):
    page.context.add_cookies([{**LARGE, "value": view, "url": live_server.url}])


def press_key(page, digit):
    """Alt and a digit as a keyboard sends them: Playwright's own press leaves out the
    sign, by which a browser finds the `accesskey`."""
    wire = page.context.new_cdp_session(page)
    key = {"key": digit, "code": f"Digit{digit}", "unmodifiedText": digit}
    code = {"windowsVirtualKeyCode": ord(digit), "modifiers": 1}
    for kind in ("keyDown", "keyUp"):
        wire.send("Input.dispatchKeyEvent", {"type": kind, **key, **code})


def classes_of(page):
    return set((page.locator("html").get_attribute("class") or "").split())


def test_without_script_type_colours_and_pointer_are_set_and_kept(page_without_js):
    page = page_without_js
    page.goto(reverse("help"))
    follow(page, ".strip a:has-text('无障碍')")

    for deed in ("tone=yellow-black", "pointer=on", "zoom=125"):
        follow(page, f".access a[href*='{deed}']")
    page.goto(reverse("home"))

    kept = {"tone", "tone-yellow-black", "big-pointer", "zoom-125"}
    assert classes_of(page) == kept
    assert page.locator(".access [data-aid]:visible").count() == 0


def test_leaving_puts_everything_back(browser_page):
    page = browser_page
    page.goto(
        f"{reverse('view-settings')}?bar=on&zoom=200&tone=black-yellow&next=/help/"
    )
    page.click("[data-aid=line]")

    with page.expect_navigation():
        press_key(page, "9")

    expect(page.locator(".access")).to_have_count(0)
    assert classes_of(page) == set()
    assert page.locator(".reading-line").count() == 0
    assert page.evaluate("localStorage.getItem('access-aids')") == "{}"


def test_the_keys_do_what_the_bar_says(browser_page, live_server):
    page = browser_page
    seen_by(page, live_server, "bar")
    page.goto(reverse("help"))

    for digit in ("2", "3"):
        with page.expect_navigation(url="**/help/#access"):
            press_key(page, digit)
    press_key(page, "5")

    expect(page.locator("[data-aid=line]")).to_have_attribute("aria-pressed", "true")
    assert classes_of(page) == {"zoom-125", "tone", "tone-black-white"}
    assert page.locator(".reading-line").count() == 1


def test_the_reading_line_follows_and_is_there_on_the_next_page(
    browser_page, live_server
):
    page = browser_page
    seen_by(page, live_server, "bar")
    page.goto(reverse("help"))
    page.click("[data-aid=line]")

    page.goto(reverse("home"))
    page.mouse.move(300, 400)

    assert 400 < page.locator(".reading-line").bounding_box()["y"] < 430


def test_the_page_is_read_aloud_from_its_heading_to_its_end(browser_page, live_server):
    page = browser_page
    page.add_init_script(f"({VOICE})()")
    seen_by(page, live_server, "bar")
    page.goto(reverse("help"))

    page.click("[data-aid=aloud]")
    page.locator("[data-aid=aloud][aria-pressed=false]").wait_for()

    said = page.evaluate("window.said")
    assert said[0] == page.locator("h1").inner_text()
    assert page.locator("main p").last.inner_text().endswith(said[-1])
    assert page.locator(".is-read").count() == 0


def test_what_has_the_focus_is_read_aloud(browser_page, live_server):
    page = browser_page
    page.add_init_script(f"({VOICE})()")
    seen_by(page, live_server, "bar")
    page.goto(reverse("help"))
    page.click("[data-aid=point]")

    page.focus("#site-search")

    said = page.evaluate("window.said")
    assert said[-1] == page.locator("label[for=site-search]").inner_text()


def test_type_of_twice_its_size_fits_a_phone(open_page, live_server):
    page = open_page(viewport=PHONE)
    seen_by(page, live_server, "large.bar.zoom-200")
    county = build_county()
    names = ("home", "notice", "filtered list", "unit", "decisions", "mistake")

    faults = {name: faults_of(page, county[name]) for name in names}

    assert {name: found for name, found in faults.items() if found} == {}


def test_at_twice_the_size_the_bar_leaves_room_for_the_page(open_page, live_server):
    page = open_page(viewport=PHONE)
    seen_by(page, live_server, "large.bar.zoom-200")
    page.goto(reverse("home"))

    assert page.locator(".access").bounding_box()["height"] < PHONE["height"] / 2
    assert page.locator(".figures").count() == 0 or not page.is_visible(".figures")


def test_every_pair_of_colours_is_sound(browser_page, live_server):
    address = make.published_notice(body="<p>正文</p>").get_absolute_url()
    page = browser_page
    faults = {}

    for tone in TONES:
        seen_by(page, live_server, f"bar.tone-{tone}")
        page.goto(address)
        faults[tone] = axe_faults(page) + shape_faults(page)

    assert {tone: found for tone, found in faults.items() if found} == {}


def test_focus_is_never_hidden_behind_the_bar(browser_page, live_server):
    page = browser_page
    seen_by(page, live_server, "bar")
    page.goto(reverse("help"))

    page.locator(".foot a").last.focus()

    box = page.locator(".foot a").last.bounding_box()
    top = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('.foot') !== null",
        [box["x"] + 2, box["y"] + 2],
    )
    assert top
