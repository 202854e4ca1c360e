"""The inbox worked by keys, without taking any from who types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from feedback.models import Letter
from tests.factories import agency
from tests.factories.letters import mailbox, office_clerk, submitted_letter

from .pages import axe_faults

pytestmark = pytest.mark.django_db(transaction=True)
INBOX = "/desk/letters/?tab=new"
HELP = "#inbox-keys"


@pytest.fixture
def letters() -> list[Letter]:
    box = mailbox(agency("政府办公室"))
    return [submitted_letter(box) for _number in range(3)]


@pytest.fixture
def inbox(
    letters: list[Letter], browser_page: Page, sign_in: Callable[..., Any]
) -> Page:
    sign_in(browser_page, office_clerk(letters[0]))
    browser_page.goto(INBOX)
    browser_page.locator("[data-inbox-keys]").wait_for()
    return browser_page


def focused(page: Page) -> str:
    inside = "document.activeElement.closest('.inbox__row')"
    return str(page.evaluate(f"{inside} ? {inside}.textContent : ''"))


def test_keys_move_tick_and_open(inbox: Page, letters: list[Letter]) -> None:
    for key, letter in zip("jjkk", (0, 1, 0, 0), strict=True):
        inbox.keyboard.press(key)
        assert letters[letter].title in focused(inbox)
    inbox.keyboard.press("j")
    inbox.keyboard.press("x")
    ticked = inbox.locator(".inbox__choice:checked")
    assert ticked.get_attribute("value") == str(letters[1].pk)
    inbox.keyboard.press("x")
    expect(ticked).to_have_count(0)
    inbox.keyboard.press("o")
    inbox.wait_for_url(f"**/desk/letters/{letters[1].pk}/")


def test_who_types_types(inbox: Page) -> None:
    box = inbox.locator("#find-letter")
    box.focus()
    inbox.keyboard.type("jxko?")
    expect(box).to_have_value("jxko?")
    assert not inbox.locator(HELP).is_visible()
    inbox.locator("[data-inbox-keys]").focus()
    inbox.keyboard.press("Control+k")
    expect(inbox.locator("[data-inbox-keys]")).to_be_focused()


def test_the_help_tells_the_keys_and_switches_them_off(
    inbox: Page, letters: list[Letter]
) -> None:
    inbox.keyboard.press("?")
    help_ = inbox.locator(HELP)
    expect(help_).to_be_visible()
    assert axe_faults(inbox) == []
    inbox.locator("[data-keys-on]").uncheck()
    inbox.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    inbox.reload()
    inbox.locator("[data-inbox-keys]").wait_for()
    inbox.keyboard.press("j")
    assert letters[0].title not in focused(inbox)
    inbox.locator("[data-inbox-keys]").click()
    inbox.locator("[data-keys-on]").check()
    inbox.locator("[data-keys-close]").click()
    inbox.keyboard.press("j")
    assert letters[0].title in focused(inbox)


def test_without_a_script_nothing_is_announced(
    letters: list[Letter],
    open_page: Callable[..., Page],
    sign_in: Callable[..., Any],
) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, office_clerk(letters[0]))
    page.goto(INBOX)
    expect(page.locator(".inbox__row")).to_have_count(3)
    assert not page.locator("[data-inbox-keys]").is_visible()
    assert not page.locator(HELP).is_visible()
