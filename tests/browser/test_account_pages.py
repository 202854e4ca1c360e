"""The pages of signing in: without script, on a phone, and for everybody."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from directories.models import Role
from tests.factories import agency, member

from .pages import follow

PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def approver():
    return member(Role.APPROVER, agency(), username="wang.li")


def sign_in_by_form(page):
    page.goto("/accounts/login/")
    page.fill("input[name=username]", "wang.li")
    page.fill("input[name=password]", PASSWORD)
    follow(page, "main button[type=submit]")
    assert page.url.endswith("/desk/")


def confirm(page):
    page.fill("input[name=password]", PASSWORD)
    follow(page, "main button[type=submit]")


def code_for(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-set-password/",
        "/accounts/password/reset/key/done/",
        "/accounts/inactive/",
    ],
)
def test_pages_before_signing_in_are_for_everybody(browser_page, axe, path):
    browser_page.goto(path)

    assert axe(browser_page) == []


def test_a_refused_form_is_for_everybody(browser_page, axe):
    browser_page.goto("/accounts/login/")
    browser_page.fill("input[name=username]", "nobody")
    browser_page.fill("input[name=password]", "wrong")
    follow(browser_page, "main button[type=submit]")

    assert browser_page.locator(".error-summary").is_visible()
    assert axe(browser_page) == []


def test_a_person_signs_in_and_sets_up_the_second_factor(
    page_without_js, approver, live_server
):
    page = page_without_js
    sign_in_by_form(page)
    page.goto("/accounts/2fa/totp/activate/")
    confirm(page)
    page.fill("input[name=code]", code_for(page.locator("main code").inner_text()))
    follow(page, "main button[type=submit]")

    assert page.url.endswith("/accounts/2fa/recovery-codes/")
    assert page.locator("main li code").count() == 10


def test_pages_after_signing_in_are_for_everybody(phone_page, approver, axe):
    page = phone_page
    sign_in_by_form(page)
    page.goto("/accounts/2fa/totp/activate/")
    found = {"confirm": axe(page)}
    confirm(page)
    page.wait_for_selector("main img")
    found["set up"] = axe(page)
    for path in ("password/change/", "2fa/", "logout/"):
        page.goto(f"/accounts/{path}")
        found[path] = axe(page)

    assert found == dict.fromkeys(found, [])


def test_nothing_is_wider_than_a_phone(phone_page, approver):
    page = phone_page
    sign_in_by_form(page)
    page.goto("/accounts/2fa/totp/activate/")
    confirm(page)
    page.wait_for_selector("main img")

    width = page.evaluate("document.documentElement.scrollWidth")

    assert width <= 375


def test_the_lock_out_is_for_everybody(browser_page, approver, axe):
    for _failure in range(5):
        browser_page.goto("/accounts/login/")
        browser_page.fill("input[name=username]", "wang.li")
        browser_page.fill("input[name=password]", "wrong")
        follow(browser_page, "main button[type=submit]")

    assert "15" in browser_page.locator(".error-summary").inner_text()
    assert axe(browser_page) == []
