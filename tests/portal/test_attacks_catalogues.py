"""Attempts on the pages of catalogues and guides: hostile words, strangers, and doors
without a token."""

from __future__ import annotations

import pytest
from django.test import Client

from directories.adopting import adopt
from directories.catalogue_editions import open_edition
from directories.models import (
    Catalogue,
    DisclosureGuide,
    GuideStatus,
    Role,
    StandardItem,
)
from directories.standard_defaults import load
from tests import factories as make
from tests.factories.guides import WHOLE, guide_in, published_guide
from tests.factories.ledger import entry

from .test_attacks_words import EVIL, code_in, is_data

pytestmark = pytest.mark.django_db

CATALOGUE = "/admin/directories/catalogue/"
GUIDE = "/admin/directories/disclosureguide/"
PAGES = [
    CATALOGUE,
    CATALOGUE + "{edition}/change/",
    CATALOGUE + "{edition}/changes/",
    CATALOGUE + "{edition}/entries/{entry}/",
    CATALOGUE + "{edition}/entries/{entry}/leave-out/",
    CATALOGUE + "{edition}/deeds/hand-in/",
    CATALOGUE + "adopt/",
    GUIDE,
    GUIDE + "{guide}/change/",
    "/agencies/{slug}/guide/",
]


@pytest.fixture
def keys():
    """A unit whose every word is hostile, with an edition and a guide."""
    unit = make.agency(EVIL[:100])
    clerk = make.member(Role.EDITOR, unit, is_staff=True)
    words = {name: EVIL for name in WHOLE} | {"office_name": EVIL[:100]}
    words |= {"telephone": EVIL[:60], "fax": EVIL[:60]}
    published_guide(unit, **words)
    guide = guide_in(GuideStatus.DRAFT, unit)
    catalogue = open_edition(unit, by=clerk)
    row = entry(catalogue, EVIL, by=clerk, domain=EVIL[:50], content=EVIL)
    return {
        "edition": catalogue.pk,
        "entry": row.pk,
        "guide": guide.pk,
        "slug": unit.slug,
        "unit": unit,
        "clerk": clerk,
    }


@pytest.mark.parametrize("address", PAGES)
def test_hostile_words_are_words_on_each_page(client, keys, address):
    client.force_login(keys["clerk"])

    answer = client.get(address.format(**keys))

    assert answer.status_code == 200
    assert [hit for hit in code_in(answer.text) if not is_data(hit)] == []
    assert "{{7*7}}" in answer.text


DOORS = [
    CATALOGUE + "{edition}/deeds/hand-in/",
    CATALOGUE + "{edition}/deeds/send-back/",
    CATALOGUE + "{edition}/deeds/file/",
    CATALOGUE + "{edition}/deeds/publish/",
    CATALOGUE + "{edition}/entries/add/",
    CATALOGUE + "{edition}/entries/{entry}/",
    CATALOGUE + "{edition}/entries/{entry}/leave-out/",
    GUIDE + "{guide}/change/",
    GUIDE + "{guide}/deeds/hand-in/",
    GUIDE + "{guide}/deeds/send-back/",
    GUIDE + "{guide}/deeds/publish/",
]


def state():
    return (
        list(Catalogue.objects.values("pk", "status")),
        list(Catalogue.objects.values_list("entries", flat=True)),
        list(DisclosureGuide.objects.values("pk", "status", "access")),
    )


@pytest.mark.parametrize("address", DOORS)
def test_a_stranger_finds_no_door(client, keys, address):
    other = make.agency()
    stranger = make.member(Role.EDITOR, other, is_staff=True)
    stranger.memberships.create(agency=other, role=Role.OVERSEER)
    client.force_login(stranger)
    before = state()

    answer = client.post(address.format(**keys), {**WHOLE, "reason": "x"})

    assert answer.status_code == 404
    assert state() == before


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.MAILBOX_CLERK])
def test_a_role_that_does_not_compile_does_nothing(client, keys, role, address):
    client.force_login(make.member(role, keys["unit"], is_staff=True))
    before = state()

    answer = client.post(address.format(**keys), {**WHOLE, "reason": "x"})

    assert answer.status_code in (403, 404)
    assert state() == before


@pytest.mark.parametrize("address", [*DOORS, CATALOGUE + "adopt/", CATALOGUE + "add/"])
def test_a_form_of_another_site_opens_no_door(keys, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(keys["clerk"])
    before = state()

    answer = client.post(address.format(**keys), {"agency": keys["unit"].pk})

    assert answer.status_code == 403
    assert state() == before


@pytest.mark.parametrize("address", DOORS)
def test_whoever_is_not_signed_in_is_asked_to(client, keys, address):
    before = state()

    answer = client.post(address.format(**keys))

    assert answer.status_code == 302
    assert "login" in answer["Location"]
    assert state() == before


@pytest.mark.parametrize("address", DOORS)
def test_a_superuser_without_a_role_writes_nothing(client, keys, address):
    client.force_login(make.user(is_staff=True, is_superuser=True))
    before = state()

    client.post(address.format(**keys), {**WHOLE, "reason": "x", "in_force_from": ""})

    assert state() == before


@pytest.mark.parametrize("number", ["x", "999999999999999999999", "-1"])
def test_a_bad_number_is_no_edition(client, keys, number):
    client.force_login(keys["clerk"])

    assert client.get(f"{CATALOGUE}{number}/change/").status_code == 404
    assert client.get(f"/agencies/{keys['slug']}/guide/{number}/").status_code == 404


def test_a_preview_of_hostile_items_runs_nothing(client, keys):
    load()
    item = StandardItem.objects.select_related("catalogue")[0]
    item.level_1 = EVIL
    item.save()
    adopt([item], [keys["unit"]], by=keys["clerk"])
    client.force_login(keys["clerk"])

    answer = client.get(
        CATALOGUE + "adopt/",
        {"catalogues": item.catalogue_id, "agency": keys["unit"].pk, "look": "1"},
    )

    assert "{{7*7}}" in answer.text
    assert [hit for hit in code_in(answer.text) if not is_data(hit)] == []
