"""Words suggested under a box of search, in a real browser and by keyboard only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.synonyms import load_start_set
from disclosure_portal.foundation.search.vocabulary import refresh
from tests import factories as make

from .pages import LARGE

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
ADDRESS = "**/search/suggest/**"
BOXES = {
    "home": ("home", "#front-search"),
    "search": ("search", "#site-search"),
    "list": ("notice-list", "#site-search"),
    "units": ("agency-tree", "#site-search"),
}
# What reaches beyond the screen, or is smaller than a finger.
MISFITS = """() => [...document.querySelectorAll("[role=option]")]
  .map(e => e.getBoundingClientRect())
  .filter(box => box.left < 0 || box.right > document.documentElement.clientWidth
    || box.height < 44).length
  + Number(document.documentElement.scrollWidth > document.documentElement.clientWidth)
"""


@pytest.fixture(autouse=True)
def words(unit) -> None:
    load_start_set()
    for number in range(3):
        title = f"城乡低保标准调整通知{number}"
        make.published_notice(unit=unit, title=title)
    make.published_notice(unit=unit, title="低温雨雪冰冻天气防范")
    count_new()
    refresh()


@pytest.fixture
def asked(browser_page: Page) -> list[str]:
    """What the page asks for while somebody types."""
    requests: list[str] = []
    browser_page.on(
        "request",
        lambda sent: requests.append(sent.url) if "/suggest/" in sent.url else None,
    )
    return requests


@pytest.fixture
def composing(browser_page: Page) -> Iterator[object]:
    """The input method of the system, which composes characters from letters."""
    wire = browser_page.context.new_cdp_session(browser_page)
    yield wire
    wire.detach()


def box_of(page: Page, selector: str = "#site-search"):
    return page.locator(selector)


def typed(page: Page, text: str, selector: str = "#site-search"):
    """The box, with the words under it."""
    box = box_of(page, selector)
    box.focus()
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()
    return box


@pytest.mark.parametrize("name", BOXES)
def test_each_box_suggests_and_a_word_is_taken_by_keyboard(browser_page, name):
    view, selector = BOXES[name]
    browser_page.goto(reverse(view))

    box = typed(browser_page, "dib", selector)
    expect(box).to_have_attribute("aria-expanded", "true")
    listed = browser_page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(listed).to_have_role("listbox")
    first = browser_page.get_by_role("option").first.text_content()
    assert "低保" in first
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("Enter")

    browser_page.wait_for_url("**/search/?q=*")
    expect(box_of(browser_page)).to_have_value(first)


def test_the_arrows_go_round_and_leave_the_text_alone(browser_page):
    browser_page.goto(reverse("search"))
    box = typed(browser_page, "低")
    options = browser_page.get_by_role("option")
    assert options.count() >= 2

    browser_page.keyboard.press("ArrowUp")
    last = options.last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", last.get_attribute("id"))
    browser_page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "")
    browser_page.keyboard.press("ArrowDown")

    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(browser_page.locator("[aria-selected=true]")).to_have_count(1)
    expect(box).to_be_focused()
    expect(box).to_have_value("低")


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft", "ArrowRight"])
def test_keys_within_the_text_leave_the_list(browser_page, key):
    browser_page.goto(reverse("search"))
    box = typed(browser_page, "低")
    browser_page.keyboard.press("ArrowDown")

    browser_page.keyboard.press(key)

    expect(box).to_have_attribute("aria-activedescendant", "")
    expect(box).to_have_attribute("aria-expanded", "true")
    caret = box.evaluate("e => e.selectionStart")
    assert caret == (0 if key in ("Home", "ArrowLeft") else 1)


def test_escape_closes_and_the_down_key_opens_again(browser_page):
    browser_page.goto(reverse("search"))
    box = typed(browser_page, "低")

    browser_page.keyboard.press("Escape")

    expect(browser_page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("低")
    browser_page.keyboard.press("ArrowDown")
    expect(browser_page.get_by_role("option").first).to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(browser_page):
    browser_page.goto(reverse("search"))
    typed(browser_page, "低")

    browser_page.keyboard.press("Enter")

    browser_page.wait_for_url("**/search/?q=*")
    expect(box_of(browser_page)).to_have_value("低")


def test_the_tab_key_leaves_the_list_for_the_button(browser_page):
    browser_page.goto(reverse("search"))
    typed(browser_page, "低")

    browser_page.keyboard.press("Tab")

    expect(browser_page.get_by_role("option")).to_have_count(0)
    expect(browser_page.locator("#site-search + button")).to_be_focused()


def test_how_many_there_are_is_said_politely(browser_page):
    browser_page.goto(reverse("search"))
    typed(browser_page, "低")
    count = browser_page.get_by_role("option").count()

    told = browser_page.locator("[data-suggest] [role=status]")
    expect(told).to_contain_text(str(count))
    browser_page.keyboard.press("Escape")
    expect(told).to_have_text("")


def test_a_word_is_taken_by_touch_on_a_phone(open_page, axe):
    page = open_page(viewport=PHONE, has_touch=True)
    page.goto(reverse("home"))

    typed(page, "低", "#front-search")
    faults = [*axe(page), *["misfit"] * page.evaluate(MISFITS)]
    page.get_by_role("option", name="低保", exact=True).tap()

    page.wait_for_url("**/search/?q=*")
    expect(box_of(page)).to_have_value("低保")
    assert faults == []


@pytest.mark.parametrize("look", ["", LARGE["value"], "zoom-200.tone-yellow-black"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_open_list_is_fit_for_everybody(open_page, live_server, axe, width, look):
    page = open_page(viewport={"width": width, "height": 740})
    cookie = {"name": "view", "value": look, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(reverse("search"))

    typed(page, "低")
    page.keyboard.press("ArrowDown")

    assert [*axe(page), *["misfit"] * page.evaluate(MISFITS)] == []


def at_a_standstill(page: Page) -> None:
    """The page of search, whose clock only the test moves: not even a slow machine
    waits too long between two letters."""
    page.clock.install(time=datetime(2026, 11, 23, tzinfo=UTC))
    page.goto(reverse("search"))
    page.clock.pause_at(datetime(2026, 11, 24, tzinfo=UTC))


def test_nothing_is_asked_while_characters_are_being_composed(
    browser_page, asked, composing
):
    at_a_standstill(browser_page)
    box = box_of(browser_page)
    box.focus()

    for letters in ("d", "di", "dib", "dibao"):
        composing.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": 0},
        )
        browser_page.clock.run_for(1_000)
    expect(box).to_have_value("dibao")
    assert asked == []

    composing.send("Input.insertText", {"text": "低保"})
    browser_page.clock.run_for(1_000)

    expect(browser_page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_value("低保")
    assert len(asked) == 1


def test_who_types_on_is_asked_for_once(browser_page, asked):
    at_a_standstill(browser_page)
    box_of(browser_page).focus()

    for letter in "dibao":
        browser_page.keyboard.type(letter)
        browser_page.clock.run_for(100)
    assert asked == []
    browser_page.clock.run_for(100)

    expect(browser_page.get_by_role("option").first).to_be_visible()
    assert [address.rpartition("=")[2] for address in asked] == ["dibao"]


def test_an_answer_that_comes_too_late_is_dropped(browser_page):
    late: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if late:
            route.continue_()
        else:
            late.append(route)

    browser_page.route(ADDRESS, hold_the_first)
    browser_page.goto(reverse("search"))
    box_of(browser_page).focus()
    with browser_page.expect_request(ADDRESS):
        browser_page.keyboard.type("d")
    typed(browser_page, "ibao")
    before = browser_page.get_by_role("option").all_text_contents()

    with browser_page.expect_response(ADDRESS) as answered:
        late[0].fulfill(json={"words": ["太迟"]})
    answered.value.finished()

    assert browser_page.get_by_role("option").all_text_contents() == before


@pytest.mark.parametrize("fault", ["abort", "500", "429", "no JSON"])
def test_a_fault_is_silent_and_the_box_goes_on_working(browser_page, fault):
    def fail(route: Route) -> None:
        if fault == "abort":
            route.abort()
        elif fault == "no JSON":
            route.fulfill(body="<html>", content_type="text/html")
        else:
            route.fulfill(status=int(fault), json={"words": []})

    browser_page.route(ADDRESS, fail)
    browser_page.goto(reverse("search"))
    box_of(browser_page).focus()
    event = "requestfailed" if fault == "abort" else "requestfinished"
    with browser_page.expect_event(event, lambda sent: "/suggest/" in sent.url):
        browser_page.keyboard.type("低保")

    expect(browser_page.get_by_role("option")).to_have_count(0)
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/search/?q=*")
    expect(browser_page.locator(".rows .row").first).to_be_visible()


def test_without_a_script_the_box_works_as_ever(page_without_js):
    page_without_js.goto(reverse("home"))
    box = page_without_js.locator("#front-search")
    assert box.get_attribute("role") is None

    box.fill("低保")
    box.press("Enter")

    page_without_js.wait_for_url("**/search/?q=*")
    expect(page_without_js.locator(".rows .row").first).to_be_visible()


# --- The form with more than one box ----------------------------------------------


def tab_to(page: Page, selector: str) -> None:
    """Goes on by keyboard until a field has the focus; a day has parts of its own."""
    for _step in range(60):
        if page.locator(selector).evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def test_the_form_is_filled_in_mended_and_sent_by_keyboard_on_a_phone(open_page, axe):
    page = open_page(viewport=PHONE)
    page.goto(reverse("search-advanced"))
    faults = axe(page)

    tab_to(page, "#id_without")
    page.keyboard.type("低温")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/advanced/?*go=1*")
    faults += axe(page)
    tab_to(page, ".error-summary a")
    page.keyboard.press("Enter")
    expect(page.locator("#id_without")).to_be_focused()
    expect(page.locator("#id_without")).to_have_value("低温")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type("低保")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#results .row")).to_have_count(3)
    assert faults == []


def test_the_form_works_without_a_script(page_without_js):
    page_without_js.goto(reverse("search-advanced"))
    page_without_js.locator("#id_q").fill("低")
    page_without_js.locator("#id_where").select_option("title")
    page_without_js.locator("main button[type=submit]").click()

    page_without_js.wait_for_url("**/notices/?*where=title*")
    expect(page_without_js.locator("#results .row")).to_have_count(4)
