"""Tokens of units' systems: who issues them, what they open, what they never do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directories.granting import grant
from directories.models import ApiToken, Membership, Role, SourceSystem
from directories.tokens import issue, register, revoke_token
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed
from notices.models import Notice, Tick
from notices.publication import sign
from tests.factories import agency, member, submitted_notice
from tests.factories.directories import county
from tests.factories.systems import ROOT, SystemClient, new_token, source_system

pytestmark = pytest.mark.django_db


def code_of(answer):
    return answer.json()["errors"][0]["code"]


# --- What a token opens ---------------------------------------------------------------


def expired(token):
    ApiToken.objects.update(expires_on=local_day(clock.now()) - timedelta(days=1))


def revoked(token):
    revoke_token(token, by=member(Role.OVERSEER, token.system.agency))


def elsewhere(token):
    ApiToken.objects.update(addresses="10.1.0.0/16\n2001:db8::/32")


def deactivated(token):
    User.objects.filter(pk=token.system.user_id).update(is_active=False)


@pytest.mark.parametrize(
    ("spoil", "status", "code"),
    [
        (expired, 401, "token_expired"),
        (revoked, 401, "token_revoked"),
        (deactivated, 401, "invalid_token"),
        (elsewhere, 403, "address_not_allowed"),
    ],
)
def test_a_token_that_holds_no_more_opens_nothing(spoil, status, code):
    system = SystemClient()
    spoil(system.token)

    for answer in (system.get(), system.post(sent=system.notice())):
        assert (answer.status_code, code_of(answer)) == (status, code)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer x", "Basic eDp5", "Bearer dp_\u00e9"]
)
def test_without_a_token_there_is_nothing(header):
    sent = {} if header is None else {"authorization": header}

    answer = Client(headers=sent).get(ROOT)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_being_signed_in_is_no_token(client):
    client.force_login(member(Role.EDITOR, agency()))

    assert client.get(ROOT).status_code == 401


@pytest.mark.parametrize(
    ("right", "path", "sent"),
    [
        ("may_write", "", {}),
        ("may_write", "A-1/attachments/", {}),
        ("may_write", "A-1/attachments/1/remove/", {}),
        ("may_write", "A-1/recipients/", {}),
        ("may_submit", "A-1/submit/", {}),
        ("may_ask_withdrawal", "A-1/withdrawal-request/", {}),
    ],
)
def test_a_right_that_was_not_given_is_missing(right, path, sent):
    system = SystemClient(new_token(None, **{right: False}))

    answer = system.post(path, sent)

    assert (answer.status_code, code_of(answer)) == (403, "scope_missing")
    assert system.get().status_code == 200


def test_a_system_writes_for_its_branch_only():
    office = agency(code="office")
    agency(code="station", parent=office)
    agency(code="other")
    system = SystemClient(system=source_system(office))

    answers = {
        code: system.post(sent=system.notice(code, agency_code=code)).status_code
        for code in ("office", "station", "other")
    }

    assert answers == {"office": 201, "station": 201, "other": 403}
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    ("addresses", "address", "is_allowed"),
    [
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.2.3", "10.1.2.4", False),
        ("10.1.0.0/16 2001:db8::/32", "10.1.255.1", True),
        ("10.1.0.0/16\n2001:db8::/32", "2001:db8::7", True),
        ("10.1.0.0/16", "2001:db8::7", False),
        ("10.1.2.3", "::ffff:10.1.2.3", True),
        ("0.0.0.0/0", "::1", False),
        ("10.1.2.3", "", False),
        ("10.1.2.3", None, False),
    ],
)
def test_addresses_are_single_ones_or_networks(addresses, address, is_allowed):
    assert ApiToken(addresses=addresses).allows(address) is is_allowed


def test_a_token_is_limited_whatever_its_address(settings):
    settings.API_THROTTLE_RATES = {"system": 1}
    system = SystemClient()

    answers = [system.get().status_code for _time in range(2)]

    assert answers == [200, 429]
    assert SystemClient().get().status_code == 200


def test_the_last_use_is_kept():
    system = SystemClient()

    system.get()

    token = ApiToken.objects.get()
    assert token.last_used_from == "127.0.0.1"
    assert token.last_used_at is not None


# --- What a system never does ---------------------------------------------------------


def test_nobody_signs_in_as_a_system(client):
    account = source_system().user
    account.set_password("correct horse battery")
    account.save()

    client.post(
        reverse("account_login"),
        {"username": account.username, "password": "correct horse battery"},
    )

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", Role)
def test_the_account_of_a_system_gets_no_other_role(role):
    system = source_system()
    overseer = member(Role.OVERSEER, system.agency)
    other = Membership(user=system.user, agency=system.agency, role=role)

    with pytest.raises(NotAllowed):
        grant(other, by=overseer)


def test_a_system_signs_nothing_though_it_had_the_role():
    notice = submitted_notice()
    account = source_system(notice.agency).user
    Membership.objects.create(user=account, agency=notice.agency, role=Role.APPROVER)

    with pytest.raises(NotAllowed):
        sign(notice, by=account, ticks=Tick.values)


# --- Who issues them ------------------------------------------------------------------


def test_only_a_digest_of_a_token_is_kept():
    token: Any = new_token()

    kept = str([*ApiToken.objects.values(), *AuditEntry.objects.values()])

    assert token.text.startswith(token.prefix)
    assert token.text not in kept
    assert len(token.text) > 43


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_only_overseers_register_and_issue(role):
    system = source_system()
    person = member(role, system.agency)

    with pytest.raises(NotAllowed):
        register(SourceSystem(agency=system.agency, code="x", name="x"), by=person)
    with pytest.raises(NotAllowed):
        issue(ApiToken(system=system), by=person)


def test_the_county_itself_has_no_system():
    system = SourceSystem(agency=county(), code="x", name="x")

    with pytest.raises(NotAllowed):
        register(system, by=member(Role.OVERSEER, county()))


@pytest.fixture
def overseer(client):
    person = member(Role.OVERSEER, agency(), is_staff=True)
    client.force_login(person)
    return person


def unit_of(person):
    return Membership.objects.get(user=person).agency


def address(model, view, *args):
    return reverse(f"admin:directories_{model}_{view}", args=args)


def token_form(system, **fields):
    return {
        "system": system.pk,
        "label": "主服务器",
        "may_write": "on",
        "expires_on": local_day(clock.now()) + timedelta(days=30),
        "addresses": "10.1.0.0/16",
    } | fields


def test_an_overseer_registers_a_system_and_sees_its_token_once(client, overseer):
    client.post(
        address("sourcesystem", "add"),
        {"agency": unit_of(overseer).pk, "code": "oa", "name": "办公", "contact": "王"},
    )
    system = SourceSystem.objects.get()

    shown = client.post(address("apitoken", "add"), token_form(system))

    token = ApiToken.objects.get()
    assert f'value="{token.prefix}' in shown.text
    assert shown.headers["Cache-Control"].startswith("max-age=0") or (
        "no-store" in shown.headers["Cache-Control"]
    )
    later = client.get(address("apitoken", "change", token.pk)).text
    assert token.prefix in later
    assert "dp_" not in later.replace(token.prefix, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"addresses": "10.1.0.0/99"},
        {"addresses": "office"},
        {"addresses": ""},
        {"expires_on": "2020-01-01"},
        {"expires_on": "2099-01-01"},
    ],
)
def test_a_token_without_bounds_is_refused(client, overseer, wrong):
    system = source_system(unit_of(overseer))

    client.post(address("apitoken", "add"), token_form(system, **wrong))

    assert not ApiToken.objects.exists()


def test_systems_of_other_units_are_not_there(client, overseer):
    token = new_token()

    client.post(address("apitoken", "add"), token_form(token.system))

    assert ApiToken.objects.count() == 1
    assert client.get(address("apitoken", "change", token.pk)).status_code == 404
    assert token.prefix not in client.get(address("apitoken", "changelist")).text


def test_an_overseer_revokes_from_the_list(client, overseer):
    token = new_token(source_system(unit_of(overseer)))

    client.post(
        address("apitoken", "changelist"),
        {"action": "revoke", "_selected_action": [token.pk]},
    )

    assert ApiToken.objects.get().revoked_at is not None
    assert AuditEntry.objects.filter(action="token_revoked").exists()


@pytest.mark.parametrize("network", ["0.0.0.0/0", "10.0.0.0/7", "::/0", "2000::/3"])
def test_half_the_world_is_no_restriction(client, overseer, network):
    form = token_form(source_system(unit_of(overseer)), addresses=network)

    client.post(address("apitoken", "add"), form)

    assert not ApiToken.objects.exists()


def test_a_token_is_issued_by_one_button(client, overseer):
    page = client.get(address("apitoken", "add")).text

    assert "_save" in page
    assert "_addanother" not in page
    assert "_continue" not in page
