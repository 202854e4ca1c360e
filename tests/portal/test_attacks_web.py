"""Attempts by forged requests and addresses that lead astray."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from directories.models import Role
from notices.models import Notice
from tests import factories as make

pytestmark = pytest.mark.django_db


# --- Forged requests ----------------------------------------------------------------

CONVERTED = {"int": "1", "slug": "sign", "str": "x", "path": "1", "uuid": "1"}


def addresses(patterns=None, before="/"):
    """An address for every pattern there is."""
    for entry in patterns or get_resolver().url_patterns:
        part = str(entry.pattern)
        part = re.sub(r"<(?:(\w+):)?\w+>", lambda m: CONVERTED[m[1] or "str"], part)
        part = re.sub(r"\(\?P<\w+>[^()]*(?:\([^()]*\))?[^()]*\)", "1", part)
        part = part.strip("^$").replace("\\Z", "").replace("\\.", ".").strip("?")
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, before + part.lstrip("/"))
        elif isinstance(entry, URLPattern):
            yield before + part.lstrip("/").replace("/?", "/")


def test_no_address_does_anything_without_the_forms_token():
    """Signed in as somebody who may do all, from a page of another site."""
    unit = make.agency()
    person = make.member(Role.EDITOR, unit, is_staff=True, is_superuser=True)
    notice = make.draft_notice(unit=unit)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(person)

    codes = {
        address: client.post(address, {"_submit": "1", "password": "x"}).status_code
        for address in sorted(set(addresses()))
    }

    assert len(codes) > 60
    # 405: an address that only reads; 404: no such row or address; 401: one that knows
    # tokens only, and no session.
    unguarded = {
        at: code for at, code in codes.items() if code not in (401, 403, 404, 405)
    }
    # Leads to signing in, whatever comes; changes nothing and knows nobody; asks a
    # mailbox to confirm, a few times a day at most; takes a letter of whoever writes,
    # by a token of its form, or opens one by its query code.
    assert set(unguarded) <= {
        "/accounts/signup/",
        "/alerts/",
        "/letters/new/",
        "/letters/track/",
        "/api/v1/letters/track/",
        "/log/verify/",
        "/subsidies/check/",
    }
    assert Notice.objects.get(pk=notice.pk).status == "draft"


@pytest.mark.parametrize("name", ["sign", "return", "withdraw", "submit", "recall"])
def test_no_link_presses_a_button(client, name):
    notice = make.submitted_notice()
    client.force_login(make.member(Role.APPROVER, notice.agency))

    client.get(reverse("desk-deed", args=[notice.pk, name]), {"reason": "x"})

    assert Notice.objects.get(pk=notice.pk).status == "in_review"


# --- Being led away -----------------------------------------------------------------

AWAY = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/%09/evil.example/",
    "/\r\nLocation: https://evil.example/",
    "javascript:alert(1)",
    "https:evil.example",
    "http:///evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    " https://evil.example/",
    "\x00//evil.example/",
    "/" * 5000,
]
DOORS = [
    "/view/?size=large&next={}",
    "/accounts/login/?next={}",
    "/accounts/logout/?next={}",
    "/accounts/signup/?next={}",
    "/accounts/reauthenticate/?next={}",
    "/admin/login/?next={}",
    "/admin/logout/?next={}",
]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("target", AWAY, ids=lambda target: repr(target[:30]))
def test_no_address_leads_to_another_site(client, door, target):
    person = make.user(username="li")
    if "login" not in door:
        client.force_login(person)
    address = door.format(quote(target))
    data = {"username": "li", "password": "correct horse battery", "next": target}

    for answer in (client.get(address), client.post(address, data)):
        assert host_of(answer.headers.get("Location", "/")) == "testserver"
        assert answer.status_code < 500


def host_of(place):
    """Where a browser would go, which reads some signs in its own way."""
    read = re.sub(r"[\t\r\n]", "", place).strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/", read)).netloc
