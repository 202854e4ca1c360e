from __future__ import annotations

from datetime import date

import pytest

from directories.models import (
    Agency,
    AgencyAlias,
    AgencyChange,
    ChangeKind,
    GroupMember,
    Official,
    WorkingGroup,
)
from disclosure_portal.foundation import store
from tests.factories import agency, board, draft_notice, published_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return agency("县教育局", code="JYJ", telephone="0999-1234567", duties="主管教育。")


def page_of(client, unit):
    response = client.get(f"/agencies/{unit.slug}/")
    assert response.status_code == 200
    return response.context


def test_a_unit_says_who_it_is_and_how_to_reach_it(client, unit):
    page = page_of(client, unit)

    assert page["agency"]["duties"] == "主管教育。"
    assert page["agency"]["telephone_url"] == "tel:09991234567"
    assert page["superior"]["title"] == unit.parent.name


def test_only_people_of_today_who_are_public_are_shown(client, unit):
    Official.objects.create(agency=unit, name="李局长", post="局长")
    Official.objects.create(agency=unit, name="前局长", left_on=date(2020, 1, 1))
    Official.objects.create(agency=unit, name="不公开", is_public=False)
    Official.objects.create(agency=unit, name="执法员", kind="enforcement")

    page = page_of(client, unit)

    assert [person["name"] for person in page["leaders"]] == ["李局长"]
    assert [person["name"] for person in page["staff"]] == ["执法员"]


def test_a_group_shows_its_head_apart(client, unit):
    group = WorkingGroup.objects.create(agency=unit, kind="audit", name="理财小组")
    WorkingGroup.objects.create(agency=unit, kind="audit", name="暗", is_public=False)
    GroupMember.objects.create(group=group, name="乙")
    GroupMember.objects.create(group=group, name="甲", is_head=True)

    groups = page_of(client, unit)["groups"]

    assert [each["title"] for each in groups] == ["理财小组"]
    assert groups[0]["head"]["name"] == "甲"
    assert [member["name"] for member in groups[0]["members"]] == ["乙"]


def test_its_own_public_notices_and_boards_are_shown(client, unit):
    published_notice(title="教育", unit=unit)
    published_notice(title="内部", unit=unit, audience="staff")
    draft_notice(title="草稿", unit=unit)
    published_notice(title="别家")
    board("教育栏", agency=unit)
    board("教育内栏", agency=unit, is_internal=True)

    page = page_of(client, unit)

    assert [row["title"] for row in page["rows"]] == ["教育"]
    assert [each["title"] for each in page["boards"]] == ["教育栏"]
    assert page["notices_url"] == "/notices/?branch=jyj"
    assert page["count_text"] == "1"


def test_a_closed_unit_says_so_and_names_its_successor(client, unit):
    heir = agency("县教育体育局")
    Agency.objects.filter(pk=unit.pk).update(closed_on=date(2026, 1, 1), successor=heir)
    AgencyChange.objects.create(
        agency=unit, kind=ChangeKind.MERGED, on=date(2026, 1, 1), other=heir
    )

    page = page_of(client, unit)

    assert page["closed"]["day"] == "2026年1月1日"
    assert page["closed"]["successor"]["title"] == "县教育体育局"
    assert page["changes"][0]["other"]["title"] == "县教育体育局"


def test_an_old_address_leads_to_the_unit_for_good(client, unit):
    AgencyAlias.objects.create(slug="old", agency=unit)

    response = client.get("/agencies/old/")

    assert response.status_code == 301
    assert response.url == "/agencies/jyj/"


def test_a_code_in_capitals_leads_to_the_one_address(client, unit):
    response = client.get("/agencies/JYJ/")

    assert (response.status_code, response.url) == (301, "/agencies/jyj/")


def test_a_website_elsewhere_passes_the_warning(client, unit):
    Agency.objects.filter(pk=unit.pk).update(website="https://jyj.example.com/")

    assert page_of(client, unit)["agency"]["website_url"].startswith("/leaving/?to=")


@pytest.mark.parametrize(
    ("telephone", "address"),
    [
        ("0999-1234567", "tel:09991234567"),
        ("12345", "tel:12345"),
        ("0999-1234567、7654321", ""),
        ("0999-1234567转801", ""),
        ("", ""),
    ],
)
def test_only_one_number_can_be_dialled(client, unit, telephone, address):
    Agency.objects.filter(pk=unit.pk).update(telephone=telephone)

    assert page_of(client, unit)["agency"]["telephone_url"] == address


PICTURE = b"\x89PNG\r\n\x1a\n"


def test_a_photograph_is_shown_while_its_person_is_public(client, unit):
    digest = store.put([PICTURE], max_bytes=100).digest
    person = Official.objects.create(agency=unit, name="李", photo_digest=digest)
    address = page_of(client, unit)["leaders"][0]["photo_url"]

    shown = client.get(address)
    Official.objects.filter(pk=person.pk).update(left_on=date(2020, 1, 1))
    gone = client.get(address)

    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert gone.status_code == 404


def test_the_store_hands_out_nothing_but_photographs(client):
    digest = store.put([b"secret"], max_bytes=100).digest

    assert client.get(f"/photos/{digest}/").status_code == 404


@pytest.mark.parametrize("size", [1, 5])
def test_a_unit_costs_the_same_whatever_it_has(
    client, django_assert_num_queries, unit, size
):
    for number in range(size):
        Official.objects.create(agency=unit, name=str(number))
        group = WorkingGroup.objects.create(agency=unit, kind="audit", name="组")
        GroupMember.objects.create(group=group, name="甲")
        published_notice(unit=unit)
        agency(parent=unit)
    page_of(client, unit)

    # The site's row; the unit; people; groups; members; notices; how many units
    # below; which; history.
    with django_assert_num_queries(9):
        page_of(client, unit)
