"""Every answer says what a browser may do with it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

ANSWERS = (
    "/",
    "/search/?q=低保",
    "/api/v1/",
    "/accounts/login/",
    "/nowhere/",
    "/desk/",
)


@pytest.mark.parametrize("path", ANSWERS)
def test_no_answer_lets_a_page_use_the_readers_device(client, path):
    policy = client.get(path).headers["Permissions-Policy"]
    assert policy == "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


@pytest.mark.parametrize("path", ANSWERS)
def test_no_answer_is_framed_guessed_at_or_scripted_from_elsewhere(client, path):
    headers = client.get(path).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
