"""Three administrators exclude each other, and bind a superuser too."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from directories.administrators import (
    PostTaken,
    dismiss_administrator,
    name_administrator,
)
from directories.granting import grant
from directories.models import Membership, Role
from directories.second_factor import needs_second_factor
from disclosure_portal.foundation.models import AdministratorPost, AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from tests import factories as make

pytestmark = pytest.mark.django_db

SYSTEM, SECURITY, AUDIT = AdministratorPost
PAGES = {
    "foundation_user": {SYSTEM, SECURITY, AUDIT},
    "foundation_sitestate": {SYSTEM},
    "foundation_calendaroverride": {SYSTEM},
    "foundation_oldaddress": {SYSTEM},
    "foundation_outgoingmail": {SYSTEM},
    "directories_membership": {SECURITY},
    "directories_employment": {SECURITY},
    "directories_sourcesystem": {SECURITY},
    "mfa_authenticator": {SECURITY},
    "foundation_auditentry": {AUDIT},
    "notices_notice": set(),
    "notices_board": set(),
    "notices_programme": set(),
}


@pytest.fixture(autouse=True)
def separated(settings):
    settings.SEPARATE_ADMINISTRATORS = True


def administrator(post):
    person = make.user()
    name_administrator(person, post, note="政办〔2026〕1号")
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("post", AdministratorPost)
@pytest.mark.parametrize("page", PAGES)
def test_each_opens_the_pages_of_its_post_and_no_others(client, post, page):
    client.force_login(administrator(post))

    answer = client.get(reverse(f"admin:{page}_changelist"), follow=True)

    assert answer.status_code == (200 if post in PAGES[page] else 403)


@pytest.mark.parametrize("page", PAGES)
def test_a_superuser_without_a_post_opens_none(client, page):
    client.force_login(make.user(is_superuser=True, is_staff=True))

    answer = client.get(reverse(f"admin:{page}_changelist"), follow=True)

    assert answer.status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_where_nothing_is_separated_a_superuser_opens_all(client, settings, page):
    settings.SEPARATE_ADMINISTRATORS = False
    client.force_login(make.user(is_superuser=True, is_staff=True))

    answer = client.get(reverse(f"admin:{page}_changelist"), follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize("second", AdministratorPost)
@pytest.mark.parametrize("first", AdministratorPost)
def test_who_holds_a_post_is_given_no_other(first, second):
    person = administrator(first)

    with pytest.raises(PostTaken):
        name_administrator(person, second, note="再任")

    person.refresh_from_db()
    assert person.post == first


@pytest.mark.parametrize("post", AdministratorPost)
def test_who_decides_in_a_unit_keeps_no_house(post):
    person = make.member(Role.READER, make.agency())

    with pytest.raises(PostTaken):
        name_administrator(person, post, note="任命")

    person.refresh_from_db()
    assert person.post == ""


@pytest.mark.parametrize("post", AdministratorPost)
@pytest.mark.parametrize("role", Role.values)
def test_an_administrator_is_named_to_no_role(post, role):
    person = administrator(post)
    seat = Membership(user=person, agency=make.agency(), role=role)

    with pytest.raises(NotAllowed):
        grant(seat, by=administrator(SECURITY))

    assert not Membership.objects.filter(user=person).exists()


def test_the_security_administrator_names_the_first_overseer():
    person, root = make.user(), make.county()

    grant(
        Membership(user=person, agency=root, role=Role.OVERSEER),
        by=administrator(SECURITY),
    )

    assert Membership.objects.get(user=person).role == Role.OVERSEER


@pytest.mark.parametrize("post", [SYSTEM, AUDIT, ""])
def test_nobody_else_does_superusers_included(post):
    by = make.user(is_superuser=True)
    if post:
        name_administrator(by, post, note="任命")
        by.refresh_from_db()
    seat = Membership(user=make.user(), agency=make.county(), role=Role.OVERSEER)

    with pytest.raises(NotAllowed):
        grant(seat, by=by)


@pytest.mark.parametrize("post", AdministratorPost)
def test_no_administrator_gets_a_new_password_from_another(client, post):
    client.force_login(administrator(SYSTEM))
    other = administrator(post)
    address = reverse("admin:auth_user_password_change", args=[other.pk])

    answer = client.post(
        address, {"password1": "new-word-2026", "password2": "new-word-2026"}
    )

    other.refresh_from_db()
    assert answer.status_code == 403
    assert other.check_password("correct horse battery")


def test_the_system_administrator_makes_accounts_but_no_superuser(client):
    client.force_login(administrator(SYSTEM))
    person = make.user()

    client.post(
        reverse("admin:foundation_user_change", args=[person.pk]),
        {
            **{"username": person.username, "name": "新名", "email": person.email},
            **{"language": "zh-hans", "is_active": "on", "is_superuser": "on"},
            **{"post": "audit", "memberships-TOTAL_FORMS": 0},
            "memberships-INITIAL_FORMS": 0,
        },
    )

    person.refresh_from_db()
    assert (person.name, person.is_superuser, person.post) == ("新名", False, "")


def test_the_page_of_an_account_holds_no_password(client):
    client.force_login(administrator(SYSTEM))
    person = make.user()

    page = client.get(reverse("admin:foundation_user_change", args=[person.pk]))

    assert person.password not in page.text
    assert 'name="password"' not in page.text


def test_both_ways_are_on_record():
    person = administrator(AUDIT)

    dismiss_administrator(person, note="换岗")

    person.refresh_from_db()
    assert (person.post, person.is_staff) == ("", False)
    told = AuditEntry.objects.filter(target_id=person.pk).order_by("pk")
    assert list(told.values_list("action", "before", "after", "note")) == [
        ("post_given", "", "audit", "政办〔2026〕1号"),
        ("post_taken", "audit", "", "换岗"),
    ]


def test_who_holds_no_post_is_not_dismissed():
    with pytest.raises(TransitionError):
        dismiss_administrator(make.user(), note="换岗")


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_service": True}])
def test_an_account_that_cannot_sign_in_is_given_no_post(fields):
    with pytest.raises(NotAllowed):
        name_administrator(make.user(**fields), AUDIT, note="任命")


def test_each_needs_a_second_factor():
    assert all(needs_second_factor(administrator(post)) for post in AdministratorPost)


# --- At the server ------------------------------------------------------------------


def test_a_post_is_filled_and_emptied_by_a_command():
    person, out = make.user("甄理"), io.StringIO()

    call_command(
        "name_administrator", person.username, "system", note="任命", stdout=out
    )
    person.refresh_from_db()
    assert person.post == "system"
    call_command("name_administrator", person.username, "none", note="离任", stdout=out)

    person.refresh_from_db()
    assert person.post == ""
    assert "甄理" in out.getvalue()


@pytest.mark.parametrize("username", ["nobody", "taken"])
def test_the_command_says_what_it_refuses(username):
    name_administrator(make.user(username="taken"), AUDIT, note="任命")

    with pytest.raises(CommandError):
        call_command("name_administrator", username, "system", note="任命")
