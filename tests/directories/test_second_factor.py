"""The second factor: set up by anybody, demanded of those who sign or grant rights."""

from __future__ import annotations

import base64

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache

from directories.models import Role
from directories.second_factor import needs_second_factor
from disclosure_portal.foundation.models import AuditEntry
from tests.factories import agency, member, user

PASSWORD = "correct horse battery"
SET_UP = "/accounts/2fa/totp/activate/"

pytestmark = pytest.mark.django_db


def code_for(secret):
    """The code that an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def office():
    return agency()


@pytest.fixture
def approver(office):
    return member(Role.APPROVER, office, username="approver")


def sign_in(client, person):
    form = {"username": person.username, "password": PASSWORD}
    return client.post("/accounts/login/", form)


def confirm(client):
    """Give the password again, as every change of the second factor asks."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def set_up(client):
    confirm(client)
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    client.post(SET_UP, {"code": code_for(secret)})
    return secret


def is_signed_in(client):
    return "_auth_user_id" in client.session


# --- Who needs it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.EDITOR, False),
        (Role.REVIEWER, False),
        (Role.AUDITOR, False),
        (Role.APPROVER, True),
        (Role.MAILBOX_CLERK, False),
        (Role.INSPECTOR, False),
        (Role.OVERSEER, True),
        (Role.READER, False),
    ],
)
def test_those_who_sign_or_grant_rights_need_it(role, expected, office):
    assert needs_second_factor(member(role, office)) is expected


def test_superusers_need_it():
    assert needs_second_factor(user(is_superuser=True, is_staff=True))


@pytest.mark.parametrize("page", ["/desk/", "/admin/"])
def test_staff_pages_wait_until_it_is_set_up(client, approver, settings, page):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(approver)

    response = client.get(page)

    assert response.status_code == 302
    assert response["Location"] == SET_UP


def test_staff_pages_open_once_it_is_set_up(client, approver, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, approver)
    set_up(client)

    response = client.get("/desk/")

    assert response.status_code == 200


def test_others_enter_without_it(client, office, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(member(Role.EDITOR, office))

    assert client.get("/desk/").status_code == 200


def test_a_demonstration_asks_nobody_for_it(client, approver, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(approver)

    assert client.get("/desk/").status_code == 200


# --- Setting it up and using it -----------------------------------------------------


def test_setting_it_up_asks_for_the_password_again(client, approver):
    client.force_login(approver)

    response = client.get(SET_UP)

    assert response["Location"].startswith("/accounts/reauthenticate/")


def test_a_wrong_code_sets_nothing_up(client, approver):
    sign_in(client, approver)
    confirm(client)
    client.get(SET_UP)

    client.post(SET_UP, {"code": "000000"})

    assert not Authenticator.objects.exists()


def test_the_secret_lies_encrypted(client, approver):
    sign_in(client, approver)

    secret = set_up(client)

    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert base64.urlsafe_b64decode(stored)[0] == 0x80  # the mark of Fernet


@pytest.mark.django_db(transaction=True)
def test_setting_up_and_removing_stand_in_the_trail(client, approver):
    sign_in(client, approver)
    set_up(client)

    client.post("/accounts/2fa/totp/deactivate/")

    lines = AuditEntry.objects.order_by("pk").values_list("action", "facts__kind")
    assert ("second_factor_added", "totp") in lines
    assert ("second_factor_removed", "totp") in lines
    assert not Authenticator.objects.exists()


@pytest.fixture
def protected(client, approver):
    """A signed-out approver whose second factor is set up; gives the secret."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(approver, secret)
    RecoveryCodes.activate(approver)
    return secret


def test_the_password_alone_no_longer_lets_in(client, approver, protected):
    response = sign_in(client, approver)

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_password_and_code_let_in(client, approver, protected):
    sign_in(client, approver)

    client.post("/accounts/2fa/authenticate/", {"code": code_for(protected)})

    assert is_signed_in(client)


def test_a_code_lets_in_once_in_whichever_process(client, approver, protected):
    code = code_for(protected)
    sign_in(client, approver)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    cache.clear()  # what another process would see
    other = type(client)()
    sign_in(other, approver)

    other.post("/accounts/2fa/authenticate/", {"code": code})

    assert is_signed_in(client)
    assert not is_signed_in(other)


def test_a_recovery_code_lets_in_once(client, approver, protected):
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    code = codes.wrap().get_unused_codes()[0]
    sign_in(client, approver)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    first = is_signed_in(client)
    client.post("/accounts/logout/")
    sign_in(client, approver)

    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert first
    assert not is_signed_in(client)


def test_guessed_codes_lock_the_account_like_guessed_passwords(
    client, approver, protected
):
    sign_in(client, approver)
    for _guess in range(4):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    fifth = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    right = client.post("/accounts/2fa/authenticate/", {"code": code_for(protected)})

    assert fifth.status_code == 429
    assert right.status_code == 429
    assert not is_signed_in(client)


def test_a_known_password_does_not_reset_the_count_of_guessed_codes(
    client, approver, protected
):
    for _round in range(5):
        sign_in(client, approver)
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    response = sign_in(type(client)(), approver)

    assert response.status_code == 429


def test_codes_stay_readable_after_a_new_key_was_put_first(
    client, approver, protected, settings
):
    settings.FIELD_KEYS = ["a-newer-key-of-enough-characters", *settings.FIELD_KEYS]
    sign_in(client, approver)

    client.post("/accounts/2fa/authenticate/", {"code": code_for(protected)})

    assert is_signed_in(client)


def test_a_lost_key_gives_a_message_and_no_failure(
    client, approver, protected, settings
):
    settings.FIELD_KEYS = ["quite-another-key-of-enough-characters"]
    sign_in(client, approver)

    response = client.post("/accounts/2fa/authenticate/", {"code": "123456"})

    assert response.status_code == 200
    assert response.context["form"].errors["code"]
