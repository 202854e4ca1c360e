"""The office gives search its synonyms and promoted answers, in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import (
    AuditEntry,
    PromotedAnswer,
    SynonymGroup,
)
from tests.factories import agency, member, published_notice
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

SYNONYMS = reverse("admin:foundation_synonymgroup_add")
ANSWERS = reverse("admin:foundation_promotedanswer_add")


@pytest.fixture
def overseer(client):
    person = member(Role.OVERSEER, county(), is_staff=True)
    client.force_login(person)
    return person


def test_a_synonym_of_the_office_finds_at_once(client, overseer):
    published_notice(title="最低生活保障标准")

    client.post(SYNONYMS, {"words": "吃保\n最低生活保障"})

    assert SynonymGroup.objects.count() == 1
    page = client.get("/notices/", {"q": "吃保"})
    assert [each["row"]["title"] for each in page.context["rows"]] == [
        "最低生活保障标准"
    ]
    assert AuditEntry.objects.filter(action="created", actor=overseer).exists()


def test_a_promoted_answer_stands_above_the_results(client, overseer):
    answer = {"words": "低保", "title": "低保怎么办", "address": "/procedures/"}

    client.post(ANSWERS, answer)

    assert PromotedAnswer.objects.count() == 1
    for address in ("/search/", "/notices/"):
        assert "低保怎么办" in client.get(address, {"q": "低保"}).text


def test_an_answer_never_leads_elsewhere(client, overseer):
    answer = {"words": "低保", "title": "低保", "address": "https://example.org/"}

    page = client.post(ANSWERS, answer)

    assert page.status_code == 200
    assert not PromotedAnswer.objects.exists()


@pytest.mark.parametrize("address", [SYNONYMS, ANSWERS])
@pytest.mark.parametrize("role", Role)
def test_nobody_of_a_single_unit_gives_them(client, role, address):
    client.force_login(member(role, agency(), is_staff=True))

    assert client.get(address).status_code in (302, 403)
