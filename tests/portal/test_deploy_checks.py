"""What a real installation is refused or told before it opens."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

from directories.administrators import name_administrator
from disclosure_portal.foundation.models import AdministratorPost, SiteState, User
from tests.factories import user

ROOT = Path(__file__).parent.parent.parent
IDENTITY = {
    "name": "清源县人民政府",
    "site_code": "9900000001",
    "host_unit": "清源县人民政府办公室",
    "operator_unit": "清源县政务公开中心",
    "telephone": "0990-1234567",
    "icp_number": "某ICP备00000000号",
    "police_number": "某公网安备00000000000000号",
}


@pytest.fixture
def production(settings, db):
    """A portal as it should be."""
    settings.DEMO = False
    settings.CLOCK_MAY_BE_SET = False
    settings.SECOND_FACTOR_REQUIRED = True
    settings.SEPARATE_ADMINISTRATORS = True
    settings.SECRET_KEY = secrets.token_urlsafe(40)
    settings.RECEIPT_KEY = secrets.token_urlsafe(40)
    settings.LOOKUP_KEY = secrets.token_urlsafe(40)
    settings.FIELD_KEYS = [secrets.token_urlsafe(40)]
    settings.SITE_URL = "https://www.example.gov.cn"
    settings.OUTBOX_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    SiteState.objects.update_or_create(pk=1, defaults=IDENTITY)
    for post in AdministratorPost:
        name_administrator(user(), post, note="任命")
    return settings


def test_a_post_that_nobody_holds_is_named(production):
    User.objects.filter(post=AdministratorPost.AUDIT).update(is_active=False)

    assert findings() == ["foundation.W007"]


def findings():
    """Ids of what our own checks say."""
    messages = run_checks(tags=["security"], include_deployment_checks=True)
    ids = [str(message.id) for message in messages]
    return sorted(one for one in ids if one.startswith("foundation."))


def test_a_portal_as_it_should_be_has_nothing_to_hear(production):
    assert findings() == []


@pytest.mark.parametrize(
    ("setting", "value", "finding"),
    [
        ("DEMO", True, "foundation.E001"),
        ("CLOCK_MAY_BE_SET", True, "foundation.E002"),
        ("SEPARATE_ADMINISTRATORS", False, "foundation.E005"),
        ("SECRET_KEY", "short", "foundation.W002"),
        ("RECEIPT_KEY", "x" * 50, "foundation.W002"),
        ("RECEIPT_KEY", "", "foundation.W002"),
        ("LOOKUP_KEY", "", "foundation.W002"),
        ("FIELD_KEYS", [], "foundation.W002"),
        ("FIELD_KEYS", [secrets.token_urlsafe(40), "abc"], "foundation.W002"),
        ("SITE_URL", "http://www.example.gov.cn", "foundation.W004"),
        (
            "OUTBOX_DELIVERY",
            "django.core.mail.backends.console.EmailBackend",
            "foundation.W005",
        ),
        ("SECOND_FACTOR_REQUIRED", False, "foundation.W006"),
    ],
)
def test_what_is_wrong_is_named(production, setting, value, finding):
    setattr(production, setting, value)

    assert findings() == [finding]


def test_one_key_for_two_purposes_is_named(production):
    production.RECEIPT_KEY = production.SECRET_KEY

    assert findings() == ["foundation.W003"]


def test_demonstration_accounts_are_an_error_and_named(production):
    user(username="demo-editor", is_demo=True)

    messages = run_checks(tags=["security"], include_deployment_checks=True)

    (error,) = [m for m in messages if m.id == "foundation.E003"]
    assert "demo-editor" in error.msg
    assert error.is_serious()


@pytest.mark.parametrize("field", IDENTITY)
def test_each_empty_field_of_the_identity_is_named(production, field):
    SiteState.objects.update(**{field: ""})

    messages = run_checks(tags=["security"], include_deployment_checks=True)

    texts = [m.msg for m in messages if m.id == "foundation.W001"]
    assert len(texts) == 1
    assert field in texts[0]


def test_a_new_portal_hears_of_every_field(production):
    SiteState.objects.all().delete()

    assert findings() == ["foundation.W001"] * len(IDENTITY)


# --- The real command in a process of its own ---------------------------------------


@pytest.fixture
def environment(tmp_path):
    """What an administrator would set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.production",
        "PYTHONIOENCODING": "utf-8",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": secrets.token_urlsafe(48),
        "RECEIPT_KEY": secrets.token_urlsafe(48),
        "LOOKUP_KEY": secrets.token_urlsafe(48),
        "SITE_URL": "https://www.example.gov.cn",
        "ALLOWED_HOSTS": "www.example.gov.cn",
        "EMAIL_URL": "smtp+tls://portal:secret@mail.example.gov.cn:587",
    }


def run(environment, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_installation_passes_and_hears_what_it_still_lacks(environment):
    run(environment, "manage.py", "migrate", "--verbosity", "0")

    result = run(environment, "manage.py", "check", "--deploy", "--fail-level", "ERROR")

    ours = [line for line in result.stderr.splitlines() if "(foundation." in line]
    assert result.returncode == 0, result.stderr
    assert len(ours) == len(IDENTITY) + len(AdministratorPost)
    assert "security.W" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", "short"),
        ("FIELD_KEYS", None),
        ("RECEIPT_KEY", None),
        ("LOOKUP_KEY", None),
        ("SITE_URL", None),
        ("SITE_URL", "www.example.gov.cn"),
        ("ALLOWED_HOSTS", None),
        ("DATABASE_URL", "oracle://u:p@h/db"),
        ("SESSION_IDLE_MINUTES", "an hour"),
        ("SECURE_SSL_REDIRECT", "perhaps"),
    ],
)
def test_a_bad_environment_stops_the_start_and_names_the_variable(
    environment, name, value
):
    environment.pop(name, None)
    if value is not None:
        environment[name] = value

    result = run(environment, "-c", "import disclosure_portal.settings.production")

    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured")
    assert name in last
