"""A real browser in front of a real server, both on this machine only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from directories.models import Agency, Role
from disclosure_portal.foundation.models import User
from notices.models import Board
from tests import factories as make

from . import chromium
from .pages import axe_faults

HERE = Path(__file__).parent
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the package; without one, tests are skipped, in CI they fail."""
    path = chromium.find()
    if not path and os.environ.get("CI") == "true":
        pytest.fail("CI needs Chromium and found none")
    if not path:
        pytest.skip("no Chromium was found; name one with CHROMIUM=/path")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for ours.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        arguments = chromium.arguments()
        with playwright.chromium.launch(executable_path=path, args=arguments) as found:
            yield found


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens pages of a fresh profile each; none may complain or call elsewhere."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **{"viewport": DESKTOP, **options},
        )
        contexts.append(context)
        page = context.new_page()
        note_complaints(page, live_server.url, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def phone_page(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport=PHONE)


@pytest.fixture
def page_without_js(open_page: Callable[..., Page]) -> Page:
    return open_page(java_script_enabled=False)


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Gives a page the session of a user, without the log-in form."""

    def sign_in(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value}
        page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[typeddict-item]

    return sign_in


@pytest.fixture
def unit(db: None) -> Agency:
    return make.agency("清源县自然资源局")


@pytest.fixture
def board(db: None) -> Board:
    return make.board("通知公告")


@pytest.fixture
def editor(unit: Agency) -> User:
    return make.member(Role.EDITOR, unit, is_staff=True, name="王芳")


@pytest.fixture
def approver(unit: Agency) -> User:
    return make.member(Role.APPROVER, unit, is_staff=True, name="李强")


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page: one line for each rule, with the places."""
    return axe_faults


def note_complaints(page: Page, home: str, complaints: list[str]) -> None:
    """Errors of scripts, refusals by the content policy, requests to other hosts."""

    def console(message: Any) -> None:
        # The browser also reports each page that is meant to answer 4xx.
        if message.type == "error" and "Failed to load" not in message.text:
            complaints.append(message.text)

    def request(sent: Any) -> None:
        if not sent.url.startswith((home, "data:", "blob:")):
            complaints.append(f"asked for {sent.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", request)
