"""Attempts to come in without the right to, and to weigh the portal down."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from tests import factories as make

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.user(username="wang.li", email="wang.li@example.org")


def sign_in(client, login="wang.li", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": login, "password": password}, **extra)


def is_inside(client):
    return client.get("/desk/").status_code == 200


# --- The lock -----------------------------------------------------------------------

SPOOFED = [
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_CLIENT_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_FORWARDED",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_TRUE_CLIENT_IP",
]


@pytest.mark.parametrize("header", SPOOFED)
def test_no_header_makes_another_reader_of_a_guesser(client, clerk, header):
    for number in range(5):
        sign_in(client, password="wrong", **{header: f"203.0.113.{number}"})

    answer = sign_in(client, **{header: "203.0.113.99"})

    assert answer.status_code == 429
    assert not is_inside(client)


@pytest.mark.parametrize("count", [1, 2])
def test_what_a_reader_adds_before_our_proxies_is_not_believed(
    client, clerk, settings, count
):
    settings.TRUSTED_PROXY_COUNT = settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
    proxies = ", ".join(["192.0.2.7"] + ["10.0.0.1"] * (count - 1))
    for number in range(5):
        spoofed = f"203.0.113.{number}, {proxies}"
        sign_in(client, password="wrong", headers={"X-Forwarded-For": spoofed})

    answer = sign_in(client, headers={"X-Forwarded-For": f"203.0.113.99, {proxies}"})

    assert answer.status_code == 429


@pytest.mark.parametrize(
    "value",
    ["junk", "", ",,,", "1.2.3.4.5", "::1%eth0", "a" * 3000, "<script>", "\u5730"],
)
def test_a_strange_address_of_origin_is_no_failure(clerk, settings, value):
    settings.TRUSTED_PROXY_COUNT = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client(raise_request_exception=False)

    for password in ("wrong", PASSWORD):
        answer = sign_in(client, password=password, HTTP_X_FORWARDED_FOR=value)
        assert answer.status_code < 500


@pytest.mark.parametrize(
    "typed", ["WANG.LI", " wang.li ", "wang.li@example.org", "wang.li\u200b"]
)
def test_other_spellings_of_a_name_are_the_same_lock(client, clerk, typed):
    for _try in range(5):
        sign_in(client, password="wrong")

    sign_in(client, typed)

    assert not is_inside(client)


# --- The second factor --------------------------------------------------------------


@pytest.fixture
def guarded(clerk):
    TOTP.activate(clerk, generate_totp_secret())
    return clerk


def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(client, guarded):
    for door in (LOGIN, "/admin/login/", "/admin/login/?next=/admin/"):
        client.post(
            door,
            {
                "username": "wang.li",
                "password": PASSWORD,
                "this_is_the_login_form": "1",
            },
        )
        assert "_auth_user_id" not in client.session, door
        assert not is_inside(client), door


def test_a_mailed_link_opens_nothing_where_there_is_a_second_factor(client, guarded):
    EmailAddress.objects.create(user=guarded, email=guarded.email, verified=True)
    client.post("/accounts/password/reset/", {"email": guarded.email})
    link = re.findall(r"https?://\S+", str(mail.outbox[0].body))[0]
    page = client.get(link, follow=True)

    new = "another horse battery"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    guarded.refresh_from_db()
    assert guarded.check_password(new)
    assert "_auth_user_id" not in client.session


def test_a_second_factor_is_not_removed_with_a_stolen_session(client, guarded):
    """An hour after signing in, the password or a code is asked for again."""
    client.force_login(guarded)

    client.post("/accounts/2fa/totp/deactivate/")

    assert guarded.authenticator_set.filter(type="totp").exists()


@pytest.mark.parametrize(
    "path",
    ["/desk/", "/admin/", "/desk/clean/", "/admin/jsi18n/", "/admin/autocomplete/"],
)
def test_no_page_of_staff_opens_before_the_factor_is_set_up(client, settings, path):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(make.member(Role.APPROVER, make.agency(), is_staff=True))

    for method in (client.get, client.post):
        answer = method(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/2fa/")


# --- Sessions -----------------------------------------------------------------------


def test_a_session_laid_before_signing_in_is_worth_nothing_after(client, clerk):
    client.get("/accounts/login/")
    session = client.session
    session["laid"] = True
    session.save()
    laid = session.session_key

    sign_in(client)

    other = Client()
    other.cookies["sessionid"] = laid
    assert client.session.session_key != laid
    assert is_inside(client)
    assert not is_inside(other)


def test_signing_out_ends_the_session_on_the_server(client, clerk):
    sign_in(client)
    kept = client.session.session_key

    client.post("/accounts/logout/")

    other = Client()
    other.cookies["sessionid"] = kept
    assert not is_inside(other)


@pytest.mark.parametrize("path", ["/accounts/password/reset/", LOGIN])
@pytest.mark.parametrize("typed", ["x" * 100_000, "\x00", "'; DROP TABLE x; --", "%00"])
def test_strange_names_are_answered(path, typed):
    client = Client(raise_request_exception=False)

    answer = client.post(path, {"username": typed, "email": typed, "password": typed})

    assert answer.status_code < 500
    kept = str(list(AuditEntry.objects.values()))
    assert typed not in kept


# --- Weight -------------------------------------------------------------------------

LONG = "县" * 20_000
HEAVY = [
    f"/notices/?q={'a ' * 5000}",
    f"/notices/?q={LONG[:5000]}",
    "/notices/?" + "&".join(f"x{n}=1" for n in range(900)),
    "/notices/?cursor=" + "9" * 5000,
    "/notices/?year=" + "9" * 5000,
    "/index/?no=" + "A" * 20_000,
    "/agencies/?q=" + "%E5%8E%BF" * 5000,
    "/agencies/?page=" + "9" * 5000,
    "/api/v1/notices/?limit=" + "9" * 5000,
    "/api/v1/notices/?fields=" + ",".join(["title"] * 3000),
    "/api/v1/notices/?year=1e400",
    "/api/v1/notices/?year=NaN",
    "/api/v1/notices/?published_from=99999-01-01",
    "/api/v1/notices/" + "9" * 19 + "/",
    "/notices/" + "9" * 400 + "/",
    "/attachments/" + "9" * 400 + "/",
    "/leaving/?to=" + "x" * 20_000,
    "/view/?next=" + "/x" * 10_000,
    "/%00/",
    "/notices/?q=%00&branch=%00&board=%00&year=%00",
    "/agencies/?q=%00&open=%00",
    "/api/v1/notices/?branch=%00",
    "/index/?no=%00",
    "/notices/?q=%ff%fe%ed%a0%80",
    "/agencies/?q=%ed%a0%80",
]


@pytest.mark.parametrize("address", HEAVY, ids=lambda address: address[:34])
def test_a_strange_address_is_answered(address, django_assert_max_num_queries):
    make.published_notice()
    client = Client(raise_request_exception=False)

    with django_assert_max_num_queries(25):
        answer = client.get(address)

    assert answer.status_code < 500
