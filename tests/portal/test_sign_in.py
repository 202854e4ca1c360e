"""Signing in as a person does it: through the pages, with every guard in place."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache

from disclosure_portal.foundation.models import AuditEntry, OutgoingMail, SiteState
from tests.factories import user

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user(username="Wang.Li", email="wang.li@example.org")


def sign_in(client, login, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": login, "password": password}, **extra)


def fail(client, login, times, **extra):
    responses = [sign_in(client, login, "wrong", **extra) for _try in range(times)]
    return responses[-1]


def mailed_link():
    return re.findall(r"https?://\S+", str(mail.outbox[0].body))[0]


def is_signed_in(client):
    return "_auth_user_id" in client.session


# --- The door -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "login", ["Wang.Li", "wang.li", "wang.li@example.org", "WANG.LI@example.org"]
)
def test_a_person_signs_in_by_user_name_or_e_mail(client, clerk, login):
    response = sign_in(client, login)

    assert response.status_code == 302
    assert response["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, clerk):
    wrong = sign_in(client, "wang.li", "wrong")
    unknown = sign_in(client, "nobody", "wrong")

    assert not is_signed_in(client)
    texts = [r.context["form"].non_field_errors() for r in (wrong, unknown)]
    assert texts[0] == texts[1]


def test_signing_in_leads_back_to_where_one_came_from(client, clerk):
    form = {"username": "wang.li", "password": PASSWORD, "next": "/desk/?page=2"}

    response = client.post(LOGIN, form)

    assert response["Location"] == "/desk/?page=2"


def test_signing_in_never_leads_to_another_site(client, clerk):
    form = {
        "username": "wang.li",
        "password": PASSWORD,
        "next": "https://evil.example/",
    }

    response = client.post(LOGIN, form)

    assert response["Location"] == "/desk/"


def test_nobody_can_sign_up(client):
    form = {"username": "me", "password1": PASSWORD, "email": "me@example.org"}

    response = client.post("/accounts/signup/", form)

    assert not is_signed_in(client)
    assert response.status_code in (200, 302)
    assert not type(user())._default_manager.filter(username="me").exists()


def test_a_deactivated_person_is_turned_away(client, clerk):
    type(clerk)._default_manager.filter(pk=clerk.pk).update(is_active=False)

    sign_in(client, "wang.li")

    assert not is_signed_in(client)


def test_the_admin_has_no_door_of_its_own(client):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)


def test_the_admin_has_no_way_of_its_own_to_change_a_password(client):
    client.force_login(user(is_superuser=True, is_staff=True))

    response = client.get("/admin/password_change/")

    assert response["Location"] == "/accounts/password/change/"


def test_the_page_bears_the_name_of_the_site(client):
    SiteState.objects.update_or_create(pk=1, defaults={"name": "清源县人民政府"})

    response = client.get(LOGIN)

    assert "清源县人民政府" in response.content.decode()
    assert "testserver" not in response.content.decode()


def test_sign_in_pages_are_never_stored_and_hold_no_inline_code(client):
    response = client.get(LOGIN)

    assert "no-store" in response["Cache-Control"]
    page = response.content.decode()
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\son\w+=", page)


# --- Lock-out -----------------------------------------------------------------------


def test_five_failures_lock_the_account_for_that_address(client, clerk):
    fail(client, "wang.li", 4)

    response = fail(client, "wang.li", 1)

    assert response.status_code == 429
    assert "15" in response.content.decode()
    assert int(response["Retry-After"]) == pytest.approx(900, abs=5)


def test_the_right_password_does_not_open_a_locked_account(client, clerk):
    fail(client, "wang.li", 5)

    response = sign_in(client, "wang.li")

    assert response.status_code == 429
    assert not is_signed_in(client)


def test_failures_by_name_and_by_mail_count_together(client, clerk):
    fail(client, "wang.li", 3)

    response = fail(client, "WANG.LI@example.org", 2)

    assert response.status_code == 429


def test_another_address_may_still_sign_in(client, clerk):
    fail(client, "wang.li", 5, REMOTE_ADDR="192.0.2.1")

    sign_in(client, "wang.li", REMOTE_ADDR="192.0.2.2")

    assert is_signed_in(client)


def test_another_account_may_still_sign_in_from_there(client, clerk):
    user(username="zhao")
    fail(client, "wang.li", 5)

    sign_in(client, "zhao")

    assert is_signed_in(client)


def test_the_lock_opens_after_its_time(client, clerk, time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    fail(client, "wang.li", 5)
    time_machine.shift(timedelta(minutes=14))
    still = sign_in(client, "wang.li")
    time_machine.shift(timedelta(minutes=2))

    sign_in(client, "wang.li")

    assert still.status_code == 429
    assert is_signed_in(client)


def test_trying_while_locked_does_not_lengthen_the_lock(client, clerk, time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    fail(client, "wang.li", 5)
    time_machine.shift(timedelta(minutes=10))

    response = fail(client, "wang.li", 1)

    assert int(response["Retry-After"]) == 300


def test_signing_in_forgets_earlier_failures(client, clerk):
    fail(client, "wang.li", 4)
    sign_in(client, "wang.li")
    client.logout()

    response = fail(client, "wang.li", 4)

    assert response.status_code == 200


def test_the_lock_holds_in_every_process(client, clerk):
    fail(client, "wang.li", 5)
    cache.clear()  # what another process would see: nothing of this one's memory

    response = sign_in(client, "wang.li")

    assert response.status_code == 429


def test_a_reader_behind_our_proxy_is_known_by_their_own_address(
    client, clerk, settings
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    fail(client, "wang.li", 5, HTTP_X_FORWARDED_FOR="192.0.2.1")

    sign_in(client, "wang.li", HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2")

    assert is_signed_in(client)


# --- The trail ----------------------------------------------------------------------


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "target_name"))


def test_the_trail_names_sign_in_and_sign_out(client, clerk):
    sign_in(client, "wang.li")
    client.post("/accounts/logout/")

    assert actions() == [("signed_in", str(clerk)), ("signed_out", str(clerk))]
    assert {entry.actor for entry in AuditEntry.objects.all()} == {clerk}


def test_the_trail_names_failures_and_one_lock_out(client, clerk):
    fail(client, "wang.li", 7, REMOTE_ADDR="192.0.2.7")

    names = [action for action, _name in actions()]
    assert names.count("locked_out") == 1
    assert names.count("sign_in_failed") == 5
    entry = AuditEntry.objects.filter(action="locked_out").get()
    assert entry.target_id == clerk.pk
    assert entry.facts == {"address": "192.0.2.7"}


def test_what_a_stranger_types_is_not_kept(client):
    sign_in(client, "my-secret-password", "x")

    entry = AuditEntry.objects.get()
    assert entry.action == "sign_in_failed"
    assert "my-secret-password" not in str(vars(entry))


# --- Passwords ----------------------------------------------------------------------


def test_a_forgotten_password_is_chosen_anew_through_a_mailed_link(client, clerk):
    client.post("/accounts/password/reset/", {"email": "wang.li@example.org"})
    form_url = client.get(mailed_link())["Location"]
    new = "a quite different one"
    client.post(form_url, {"password1": new, "password2": new})
    sign_in(client, "wang.li", new)

    assert mail.outbox[0].to == ["wang.li@example.org"]
    assert is_signed_in(client)
    assert ("password_reset", str(clerk)) in actions()


def test_the_link_is_gone_from_the_outbox_once_it_was_sent(client, clerk, settings):
    settings.EMAIL_BACKEND = "disclosure_portal.foundation.mail.OutboxBackend"
    client.post("/accounts/password/reset/", {"email": "wang.li@example.org"})

    row = OutgoingMail.objects.get()
    assert row.sent_at is not None
    assert row.body == ""


def test_a_reset_link_works_once(client, clerk):
    client.post("/accounts/password/reset/", {"email": "wang.li@example.org"})
    link = mailed_link()
    form_url = client.get(link)["Location"]
    client.post(form_url, {"password1": "first new one", "password2": "first new one"})

    response = client.get(link)

    assert response.context["token_fail"]


def test_asking_for_an_unknown_address_tells_nothing_and_mails_nobody(client, clerk):
    known = client.post("/accounts/password/reset/", {"email": clerk.email})
    sent = len(mail.outbox)

    unknown = client.post("/accounts/password/reset/", {"email": "x@example.org"})

    assert unknown.status_code == known.status_code
    assert unknown["Location"] == known["Location"]
    assert len(mail.outbox) == sent


def change_password(client, new="a quite different one"):
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return client.post("/accounts/password/change/", form)


def test_changing_the_password_ends_the_other_sessions(client, clerk):
    sign_in(client, "wang.li")
    elsewhere = type(client)()
    sign_in(elsewhere, "wang.li")

    change_password(client)

    assert client.get("/accounts/password/change/").status_code == 200
    assert elsewhere.get("/accounts/password/change/").status_code == 302
    assert ("password_changed", str(clerk)) in actions()


@pytest.mark.parametrize("new", ["short", "12345678901", "password123", "wang.li2026"])
def test_a_weak_password_is_refused(client, clerk, new):
    sign_in(client, "wang.li")

    response = change_password(client, new)

    assert response.context["form"].errors


# --- Sessions -----------------------------------------------------------------------


@pytest.fixture
def morning(time_machine):
    time_machine.move_to("2026-11-23T08:00:00+08:00", tick=False)
    return time_machine


def is_let_in(client):
    return client.get("/accounts/password/change/").status_code == 200


def test_an_idle_session_ends(client, clerk, morning):
    sign_in(client, "wang.li")
    morning.shift(timedelta(minutes=61))

    response = client.get("/desk/?page=3")

    assert response.status_code == 302
    assert response["Location"] == f"{LOGIN}?next=/desk/%3Fpage%3D3"
    assert not is_signed_in(client)


def test_work_keeps_a_session_alive(client, clerk, morning):
    sign_in(client, "wang.li")
    for _visit in range(4):
        morning.shift(timedelta(minutes=50))
        assert is_let_in(client)


def test_a_page_that_only_reports_itself_keeps_nothing_alive(client, clerk, morning):
    sign_in(client, "wang.li")
    for _beat in range(2):
        morning.shift(timedelta(minutes=31))
        client.get("/desk/", headers={"X-Quiet": "1"})

    assert not is_signed_in(client)


def test_a_page_that_reports_itself_is_told_that_the_session_is_over(
    client, clerk, morning
):
    sign_in(client, "wang.li")
    morning.shift(timedelta(minutes=61))

    response = client.get("/desk/", headers={"X-Quiet": "1"})

    assert response.status_code == 401


def test_a_session_ends_with_the_working_day_however_busy(client, clerk, morning):
    sign_in(client, "wang.li")
    for _visit in range(13):
        morning.shift(timedelta(minutes=50))
        is_let_in(client)

    assert not is_let_in(client)


def test_the_rules_follow_the_settings(client, clerk, morning, settings):
    settings.SESSION_IDLE_MINUTES = 5
    sign_in(client, "wang.li")

    morning.shift(timedelta(minutes=6))

    assert not is_let_in(client)


def test_the_session_cookie_ends_with_the_browser_and_is_not_for_scripts(client, clerk):
    sign_in(client, "wang.li")

    cookie = client.cookies["sessionid"]
    assert cookie["expires"] == ""
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_busy_session_is_written_at_most_once_a_minute(client, clerk, morning):
    sign_in(client, "wang.li")
    is_let_in(client)
    before = Session.objects.get().session_data
    morning.shift(timedelta(seconds=30))

    is_let_in(client)

    assert Session.objects.get().session_data == before


# --- Demonstration accounts ---------------------------------------------------------


def test_demonstration_accounts_sign_in_to_a_demonstration(client, settings):
    settings.DEMO = True
    user(username="demo", is_demo=True)

    sign_in(client, "demo")

    assert is_signed_in(client)


def test_demonstration_accounts_are_refused_elsewhere(client):
    user(username="demo", is_demo=True)

    response = sign_in(client, "demo")

    assert response["Location"] == "/accounts/inactive/"
    assert not is_signed_in(client)


def test_a_session_of_a_demonstration_account_ends_with_the_demonstration(
    client, settings
):
    settings.DEMO = True
    user(username="demo", is_demo=True)
    sign_in(client, "demo")

    settings.DEMO = False

    assert not is_let_in(client)


def test_public_pages_never_touch_the_session(client, clerk, morning):
    sign_in(client, "wang.li")
    morning.shift(timedelta(hours=2))

    client.get("/")

    assert is_signed_in(client)
