"""Chains in the admin: drawn, edited with their steps, by their overseers only."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from notices.models import ReviewChain
from tests.factories import agency, member, user
from tests.factories.chains import chain_of, whole_chain
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

LIST = "admin:notices_reviewchain_changelist"
ADD = "admin:notices_reviewchain_add"
WHOLE = "admin:notices_reviewchain_whole"


def change_url(chain):
    return reverse("admin:notices_reviewchain_change", args=[chain.pk])


@pytest.fixture
def unit(db):
    return agency("教育局")


@pytest.fixture
def overseer(client, unit):
    client.force_login(member(Role.OVERSEER, unit, is_staff=True))
    return client


def form(unit, *roles, **changes):
    data = {
        "agency": unit.pk if unit else "",
        "kind": "",
        "steps-TOTAL_FORMS": str(len(roles)),
        "steps-INITIAL_FORMS": "0",
    }
    for number, role in enumerate(roles):
        data |= {
            f"steps-{number}-position": str(number),
            f"steps-{number}-name": f"第{number + 1}关",
            f"steps-{number}-role": role,
            f"steps-{number}-ticks": ["complete"],
        }
    return data | changes


def test_an_overseer_sets_up_a_chain_with_its_steps(overseer, unit):
    answer = overseer.post(reverse(ADD), form(unit, "reviewer", "approver"))

    chain = ReviewChain.objects.get()
    assert answer.status_code == 302
    assert [(step.code, step.ticks) for step in chain.steps.all()] == [
        ("reviewer-1", ["complete"]),
        ("signature", ["complete"]),
    ]
    assert AuditEntry.objects.filter(target_id=chain.pk, action="created").exists()


@pytest.mark.parametrize(
    "roles",
    [
        (),
        ("reviewer",),
        ("approver", "reviewer"),
        ("approver", "approver"),
    ],
    ids=["none", "unsigned", "signed first", "signed twice"],
)
def test_a_chain_ends_with_one_signature(overseer, unit, roles):
    page = overseer.post(reverse(ADD), form(unit, *roles))

    assert page.status_code == 200
    assert not ReviewChain.objects.exists()


def test_one_press_puts_the_whole_chain_on(overseer, unit):
    overseer.post(reverse(WHOLE), {"agency": unit.pk})

    page = overseer.get(reverse(LIST)).content.decode()
    assert "财务审核 → 审核 → 会签 → 签发" in page


def test_the_picture_shows_who_decides_and_where_nobody_does(overseer, unit):
    member(Role.APPROVER, unit, name="黎签发")
    chain = whole_chain(unit)

    page = overseer.get(change_url(chain)).content.decode()

    assert "黎签发" in page
    assert "尚无人办理" in page


def test_branches_do_not_see_each_others_chains_nor_the_sites(overseer):
    site, other = chain_of(None, "approver"), chain_of(agency(), "approver")

    for chain in (site, other):
        assert overseer.get(change_url(chain)).status_code == 404
    assert overseer.get(reverse(LIST)).context["cl"].result_count == 0


@pytest.mark.parametrize("address", [ADD, WHOLE])
def test_a_branch_sets_no_chain_for_the_site_or_for_others(overseer, address):
    for foreign in (None, agency()):
        overseer.post(reverse(address), form(foreign, "approver"))

    assert not ReviewChain.objects.exists()


def test_who_answers_for_the_county_sets_the_sites_chain(client):
    client.force_login(member(Role.OVERSEER, county(), is_staff=True))
    client.post(reverse(WHOLE), {"agency": ""})
    chain = ReviewChain.objects.get(agency=None)

    assert client.get(change_url(chain)).status_code == 200
    assert client.get(reverse(LIST)).context["cl"].result_count == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OVERSEER])
def test_nobody_else_comes_near_a_chain(client, unit, role):
    chain = chain_of(unit, "reviewer", "approver")
    place = unit if role != Role.INSPECTOR else unit.parent
    client.force_login(member(role, place, is_staff=True))

    answers = [
        client.get(reverse(LIST)).status_code,
        client.get(change_url(chain)).status_code,
        client.post(reverse(WHOLE), {"agency": unit.pk}).status_code,
        client.post(f"{change_url(chain)[:-7]}delete/", {"post": "yes"}).status_code,
    ]

    assert set(answers) <= {200, 403, 404}
    assert chain.steps.count() == 2
    assert ReviewChain.objects.count() == 1


def test_a_superuser_sees_all_and_is_on_record(client, unit):
    client.force_login(user(is_superuser=True, is_staff=True))

    client.post(reverse(WHOLE), {"agency": unit.pk})

    assert AuditEntry.objects.get(action="chain_set").actor is not None
