"""Every kind of public page in a real browser: on a phone, on a desktop, in large
type, and by keyboard."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from notices.models import Kind
from tests import factories as make

from .pages import (
    LARGE,
    SCROLLED,
    TITLE,
    axe_faults,
    build_county,
    faults_of,
    shape_faults,
)

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
WEIGHT = 60_000
# Pixels between the margins of a sheet.
A4 = 657
# The lines of a heading as they stand on the page.
LINES = """heading => {
  const lines = [], range = document.createRange();
  let top = null;
  const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (let at = 0; at < texts.currentNode.length; at++) {
      range.setStart(texts.currentNode, at);
      range.setEnd(texts.currentNode, at + 1);
      const here = range.getBoundingClientRect().top;
      if (here !== top) lines.push("");
      top = here;
      lines[lines.length - 1] += range.toString();
    }
  }
  return lines;
}"""

# --- Sound in every view ---


@pytest.mark.parametrize(
    ("viewport", "is_large"),
    [
        pytest.param(PHONE, False, id="phone"),
        pytest.param(DESKTOP, False, id="desktop"),
        pytest.param(PHONE, True, id="phone in large type"),
    ],
)
def test_every_public_page_is_sound(open_page, live_server, viewport, is_large):
    page = open_page(viewport=viewport)
    if is_large:
        page.context.add_cookies([{**LARGE, "url": live_server.url}])

    faults = {stop.name: faults_of(page, stop) for stop in build_county().values()}

    assert page.locator("html.view-large").count() == is_large
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_drawer_of_filters_is_sound_on_a_phone(open_page):
    make.published_notice()
    page = open_page(viewport=PHONE)
    page.goto(reverse("notice-list"))

    page.click(".list-bar__filter")

    expect(page.locator(".facets")).to_be_visible()
    assert axe_faults(page) + shape_faults(page) == []


def test_the_description_of_the_api_is_drawn(browser_page):
    browser_page.goto(reverse("api-docs"))

    browser_page.locator(".opblock", has_text="/api/v1/notices/").first.wait_for()


def test_a_wide_table_scrolls_within_its_frame(open_page):
    county = build_county()
    page = open_page(viewport=PHONE)
    page.goto(county["notice"].address)
    frame = page.locator(".table-scroll")

    frame.focus()
    page.keyboard.press("ArrowRight")

    assert frame.evaluate(SCROLLED)
    assert frame.bounding_box()["width"] < PHONE["width"]


# --- Paper ---


def test_paper_carries_the_text_and_none_of_the_tools(browser_page):
    address = build_county()["notice"].address
    browser_page.goto(address)
    browser_page.emulate_media(media="print")

    shown = {
        part: browser_page.locator(part).first.is_visible()
        for part in (
            "h1",
            ".body",
            ".facts",
            ".attachments",
            ".nav",
            ".strip",
            ".tools",
        )
    }

    assert [part for part, is_shown in shown.items() if is_shown] == [
        "h1",
        ".body",
        ".facts",
        ".attachments",
    ]
    assert address in browser_page.locator(".foot .print-only").inner_text()


def test_paper_shows_nothing_that_can_only_be_pressed(browser_page):
    county = build_county()
    browser_page.emulate_media(media="print")
    pressed = ".search, .button, .section__more, .attachment__download, .strip"

    shown = {}
    for name in ("home", "notice", "list", "unit"):
        browser_page.goto(county[name].address)
        parts = browser_page.locator(pressed).all()
        shown[name] = [part.inner_text() for part in parts if part.is_visible()]

    assert shown == {"home": [], "notice": [], "list": [], "unit": []}


def test_a_heading_keeps_its_phrases_whole_on_a_phone(open_page):
    title = "动物防疫条件合格证核发办事指南"
    page = open_page(viewport=PHONE)
    page.goto(make.published_notice(title=title).get_absolute_url())

    heading = page.get_by_role("heading", name=title, exact=True)

    assert heading.evaluate(LINES) == ["动物防疫条件合格证", "核发办事指南"]


def test_a_wide_table_gives_way_on_paper(open_page):
    county = build_county()
    page = open_page(viewport={"width": A4, "height": 900})
    page.emulate_media(media="print")

    page.goto(county["notice"].address)

    assert page.locator(".body table").bounding_box()["width"] <= A4
    assert shape_faults(page) == []


# --- Weight ---


def test_the_first_page_is_light(browser_page):
    unit = make.agency("清源县教育局")
    for number in range(8):
        board = make.board(f"公开栏目之{number}", is_on_home=True)
        for serial in range(6):
            make.published_notice(
                unit=unit, board=board, title=f"{TITLE}（{serial}）", kind=Kind.POLICY
            )
    for number in range(40):
        make.agency(f"清源县第{number}局")
    received: dict[str, float] = {}
    wire = browser_page.context.new_cdp_session(browser_page)
    wire.send("Network.enable")
    wire.on(
        "Network.loadingFinished",
        lambda event: received.update({event["requestId"]: event["encodedDataLength"]}),
    )

    browser_page.goto(reverse("home"))
    browser_page.wait_for_load_state("networkidle")

    assert browser_page.locator(".front__boards .row").count() == 48
    assert 20_000 < sum(received.values()) <= WEIGHT


# --- Keyboard ---

# Numbers what can be reached, as far as it can be seen; says how many there are.
NUMBER = """() => {
  const all = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
    .filter(e => e.checkVisibility() && e.getClientRects().length);
  all.forEach((e, place) => { e.dataset.stop = place; });
  return all.length;
}"""

# Which of them has the focus, and whether a reader can see that it has.
FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  const box = e.getBoundingClientRect();
  return {
    stop: e.dataset.stop === undefined ? null : Number(e.dataset.stop),
    html: e.outerHTML.slice(0, 80),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.width > 1,
  };
}"""

BY_KEYBOARD = [
    "home",
    "filtered list",
    "notice",
    "opened tree",
    "unit",
    "index look-up",
]


def test_everything_is_reached_and_shown_by_keyboard(browser_page):
    county = build_county()

    lost = {name: lost_by_keyboard(browser_page, county[name]) for name in BY_KEYBOARD}

    assert {name: found for name, found in lost.items() if found} == {}


def lost_by_keyboard(page, stop):
    """What the Tab key does not reach, in order, with a visible ring."""
    page.goto(stop.address)
    count = page.evaluate(NUMBER)
    assert count > 15
    lost: list[str] = []
    for place in range(count):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if focus["stop"] != place:
            return [*lost, f"place {place}: {focus['html']}"]
        if not (focus["ringed"] and focus["inView"]):
            lost.append(f"not seen: {focus['html']}")
    return lost


def test_the_first_key_leads_past_the_head(browser_page):
    county = build_county()

    arrived = {
        name: arrives_in_main(browser_page, county[name])
        for name in ("home", "notice", "unknown page")
    }

    assert all(arrived.values()), arrived


def arrives_in_main(page, stop):
    page.goto(stop.address)
    page.keyboard.press("Tab")
    with page.expect_navigation(url="**#main"):
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    return page.evaluate("document.activeElement.closest('main') !== null")
