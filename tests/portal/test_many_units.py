"""No page of the desk or the admin offers all units of a large tree for choosing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from directories.branch_admin import SCROLLED
from directories.models import Agency, Role
from tests import factories as make

pytestmark = pytest.mark.django_db

NAME = "可供选择的单位"
CHOSEN_FROM = re.compile(
    rf"<option[^>]*>\s*{NAME}|<nav id=\"changelist-filter\".*?</nav>", re.S
)


@pytest.fixture
def office():
    """A unit with more below it than a list is scrolled for."""
    office = make.agency("县政府办")
    for number in range(SCROLLED + 5):
        make.agency(f"{NAME}{number}", parent=office, code=f"U{number}")
    return office


@pytest.fixture(params=["superuser", *Role.values])
def person(request, client, office):
    is_superuser = request.param == "superuser"
    role = Role.OVERSEER if is_superuser else request.param
    user = make.member(role, office, is_staff=True, is_superuser=is_superuser)
    client.force_login(user)
    return user


def plain_addresses() -> Iterator[str]:
    """The desk's and the public pages that need nothing but their address."""
    for pattern in get_resolver().url_patterns:
        yield from _plain(pattern, "/")


def _plain(pattern: Any, before: str) -> Iterator[str]:
    address = f"{before}{pattern.pattern}"
    if isinstance(pattern, URLResolver) and pattern.namespace is None:
        for inner in pattern.url_patterns:
            yield from _plain(inner, address)
    elif isinstance(pattern, URLPattern) and not re.search(r"[<(^]", address):
        yield address


def admin_addresses() -> Iterator[str]:
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_add")
    for kind in ("fee", "warning", "subsidy", "procedure"):
        yield f"{reverse('admin:notices_notice_add')}?kind={kind}"
    for unit in Agency.objects.filter(parent=None):
        yield reverse("admin:directories_agency_change", args=[unit.pk])


def offered(text: str) -> int:
    return sum(found.count(NAME) for found in CHOSEN_FROM.findall(text))


def test_no_field_and_no_filter_offers_every_unit(client, person):
    addresses = [*admin_addresses(), *plain_addresses()]

    answers = {address: client.get(address) for address in addresses}

    shown = {
        address: offered(answer.content.decode(errors="replace"))
        for address, answer in answers.items()
        if not answer.streaming
    }
    assert len(shown) > 40
    assert {address: n for address, n in shown.items() if n > SCROLLED} == {}


def test_a_list_of_few_units_is_offered_whole(client):
    office = make.agency("县政府办")
    for number in range(3):
        make.agency(f"{NAME}{number}", parent=office)
    client.force_login(make.member(Role.EDITOR, office, is_staff=True))

    page = client.get("/desk/notices/from-word/").content.decode()

    assert offered(page) == 3
