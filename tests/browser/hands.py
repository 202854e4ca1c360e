"""How people work a page: by pointer, or with nothing but the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

# The longest page of a play has fewer places to stop at.
STOPS = 250
IS_FOCUSED = "e => e === document.activeElement"


class Pointer:
    """Clicks, or taps."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def at(self, selector: str) -> Locator:
        return self.page.locator(selector).first

    def press(self, selector: str) -> None:
        """A link or a button that leads to another page."""
        with self.page.expect_navigation():
            self.at(selector).click()

    def open(self, selector: str) -> None:
        """A part of the page that is folded."""
        self.at(selector).click()

    def fill(self, selector: str, text: str) -> None:
        self.at(selector).fill(text)

    def choose(self, selector: str) -> None:
        """A radio or a box."""
        self.at(selector).check()

    def pick(self, selector: str, label: str) -> None:
        """One line of a select."""
        self.at(selector).select_option(label=label)

    def attach(self, selector: str, path: Path) -> None:
        self.at(selector).set_input_files(path)


class Keyboard(Pointer):
    """Tab, arrows, space and Enter; the page must bring the focus everywhere."""

    def reach(self, selector: str) -> Locator:
        wanted = self.at(selector)
        expect(wanted).to_be_visible()
        for _stop in range(STOPS):
            if wanted.evaluate(IS_FOCUSED):
                return wanted
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {selector} on {self.page.url}")

    def press(self, selector: str) -> None:
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def open(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def fill(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Control+A")
        # As an input method gives it: whole words at once.
        self.page.keyboard.insert_text(text)

    def choose(self, selector: str) -> None:
        """Tab stops once at a group of radios, arrows go on within it."""
        wanted = self.at(selector)
        if wanted.get_attribute("type") != "radio":
            self.reach(selector)
            self.page.keyboard.press("Space")
        else:
            name = wanted.get_attribute("name")
            self._arrow_to(wanted, f"input[type=radio][name='{name}']")
        expect(wanted).to_be_checked()

    def _arrow_to(self, wanted: Locator, group: str) -> None:
        radios = self.page.locator(group)
        checked = self.page.locator(f"{group}:checked")
        self.reach(f"{group}:checked" if checked.count() else group)
        for _step in range(radios.count()):
            if wanted.evaluate(IS_FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")

    def pick(self, selector: str, label: str) -> None:
        field = self.reach(selector)
        self.page.keyboard.press("Home")
        for _step in range(field.locator("option").count()):
            if field.locator("option:checked").inner_text() == label:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the arrows do not come to {label} of {selector}")

    def attach(self, selector: str, path: Path) -> None:
        self.reach(selector)
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(path)
