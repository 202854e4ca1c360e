"""Attempts on the pages of powers and services: hostile words, strangers, and doors
without a token."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from directories.models import Role, ServiceItem, ServiceUpload
from notices.models import GuideItem
from tests import factories as make
from tests.factories.health import office
from tests.factories.service_lists import guided, service_item, service_point
from tests.factories.structures import guide_draft, publish
from tests.sheets import workbook

from .test_attacks_words import EVIL, code_in, is_data

pytestmark = pytest.mark.django_db

ITEMS = "/admin/directories/serviceitem/"
HEADINGS = ("事项名称", "权力类型", "实施编码", "设定依据")
FORMULA = '=HYPERLINK("https://evil.example","点此")'
LIST_PAGES = [
    ITEMS,
    ITEMS + "{item}/change/",
    ITEMS + "import/",
    ITEMS + "import/{token}/",
    "/admin/directories/servicepoint/",
]
DESK_PAGE = "/desk/notices/{guide}/item/"
PUBLIC_PAGES = ["/services/", "/services/{item}/", "/notices/{guide}/"]


def sheet(*rows):
    return SimpleUploadedFile(f"{EVIL[:60]}.xlsx", workbook([HEADINGS, *rows]))


@pytest.fixture
def keys(client):
    """A unit whose every word is hostile, and a sheet that its clerk looks at."""
    unit = make.agency(EVIL[:100])
    clerk = make.member(Role.EDITOR, unit, is_staff=True)
    words = {"bases": EVIL, "responsibilities": EVIL, "accountability": EVIL}
    item = service_item(EVIL[:300], unit=unit, **words)
    service_point(EVIL[:100], unit=unit, items=(item,))
    guide = guided(item).notice
    rows = [
        (EVIL[:300], "行政许可", "A-1", EVIL),
        (FORMULA, "行政许可", "A-2", FORMULA),
        ("名", EVIL, EVIL, ""),
    ]
    client.force_login(clerk)
    answer = client.post(ITEMS + "import/", {"file": sheet(*rows), "agency": unit.pk})
    client.logout()
    return {
        "unit": unit,
        "clerk": clerk,
        "item": item.pk,
        "guide": guide.pk,
        "token": answer["Location"].rstrip("/").rpartition("/")[2],
    }


@pytest.mark.parametrize("address", [*LIST_PAGES, DESK_PAGE, *PUBLIC_PAGES])
def test_hostile_words_are_words_on_each_page(client, keys, address):
    client.force_login(keys["clerk"])

    answer = client.get(address.format(**keys))

    assert answer.status_code == 200
    assert [hit for hit in code_in(answer.text) if not is_data(hit)] == []


def test_a_preview_shows_a_formula_as_text_or_refuses_it(client, keys):
    client.force_login(keys["clerk"])

    page = client.get(ITEMS + "import/{token}/".format(**keys))

    assert 'href="https://evil.example"' not in page.text
    refused = page.context["preview"].parts[0]
    assert refused.key == "refused"
    assert len(refused.lines) >= 1


DOORS = [
    (ITEMS + "import/", lambda keys: {"file": sheet(("名", "行政许可", "B-1", ""))}),
    (ITEMS + "import/{token}/", lambda keys: {"fingerprint": "x", "apply": "1"}),
    (ITEMS + "add/", lambda keys: {"name": "名", "kind": "licence", "code": "B-2"}),
    (ITEMS + "{item}/change/", lambda keys: {"name": "改", "kind": "licence"}),
    (ITEMS + "{item}/delete/", lambda keys: {"post": "yes"}),
    (DESK_PAGE, lambda keys: {"item": ""}),
]
NAMES = [address for address, _words in DOORS]


def state():
    return (
        list(ServiceItem.objects.values()),
        list(ServiceUpload.objects.values_list("token", flat=True)),
        list(GuideItem.objects.values()),
    )


@pytest.mark.parametrize(("address", "words"), DOORS, ids=NAMES)
def test_a_stranger_finds_no_door_to_a_units_list(client, keys, address, words):
    """Somebody of another unit, whose own list the page of uploads is for."""
    other = make.agency()
    stranger = make.member(Role.EDITOR, other, is_staff=True)
    stranger.memberships.create(agency=other, role=Role.OVERSEER)
    client.force_login(stranger)
    before = state()

    told = {**words(keys), "agency": keys["unit"].pk}
    answer = client.post(address.format(**keys), told)

    assert answer.status_code in (200, 403, 404)
    assert state() == before


@pytest.mark.parametrize(("address", "words"), DOORS, ids=NAMES)
@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.MAILBOX_CLERK])
def test_a_role_that_keeps_no_lists_does_nothing(client, keys, role, address, words):
    client.force_login(make.member(role, keys["unit"], is_staff=True))
    before = state()

    answer = client.post(address.format(**keys), words(keys))

    assert answer.status_code in (403, 404)
    assert state() == before


@pytest.mark.parametrize(("address", "words"), DOORS, ids=NAMES)
def test_a_form_of_another_site_opens_no_door(keys, address, words):
    client = Client(enforce_csrf_checks=True)
    client.force_login(keys["clerk"])
    before = state()

    answer = client.post(address.format(**keys), words(keys))

    assert answer.status_code == 403
    assert state() == before


@pytest.mark.parametrize(("address", "words"), DOORS, ids=NAMES)
def test_whoever_is_not_signed_in_is_asked_to(client, keys, address, words):
    before = state()

    answer = client.post(address.format(**keys), words(keys))

    assert answer.status_code == 302
    assert "login" in answer["Location"]
    assert state() == before


def test_a_sheet_that_waits_is_told_of_to_nobody_else(client, keys):
    """Not to the office, not to a clerk of the same unit, not to the public."""
    colleague = make.member(Role.EDITOR, keys["unit"], is_staff=True)
    address = ITEMS + "import/{token}/".format(**keys)

    for person in (office(is_staff=True), colleague):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.logout()
    assert "A-2" not in client.get("/services/").text
    assert client.get("/api/v1/service-items/", {"code": "A-2"}).json()["results"] == []


def test_a_superuser_without_a_role_chooses_no_item(client, keys):
    guide = publish(guide_draft(unit=keys["unit"]))
    client.force_login(make.user(is_staff=True, is_superuser=True))
    before = state()

    answer = client.post(f"/desk/notices/{guide.pk}/item/", {"item": keys["item"]})

    assert answer.status_code in (403, 404)
    assert state() == before
