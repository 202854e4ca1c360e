"""What `check` asks beside Django's own questions; most of it, with `--deploy`, of a
real installation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning as Advice, register
from django.db import DatabaseError

from .models import AdministratorPost, SiteState, User
from .search import requirements

KEY_LENGTH = 32
KEY_VARIETY = 10  # different characters: a key of one repeated letter is no key

# What the national guideline asks of every page's footer (国办发〔2017〕47号).
IDENTITY = (
    "name",
    "site_code",
    "host_unit",
    "operator_unit",
    "telephone",
    "icp_number",
    "police_number",
)


def register_all() -> None:
    """Called once, when the apps are ready."""
    checks = (_demonstration, _people, _administrators, _identity, _keys, _surroundings)
    for check in checks:
        register(check, Tags.security, deploy=True)
    register(requirements.fts5, Tags.compatibility)
    register(requirements.encoding, Tags.database)


def _demonstration(**_more: Any) -> Iterator[CheckMessage]:
    if settings.DEMO:
        yield Error(
            "DEMO is on: demonstration accounts can sign in.", id="foundation.E001"
        )
    if settings.CLOCK_MAY_BE_SET:
        yield Error(
            "CLOCK_MAY_BE_SET is on: the day of a publication could be forged.",
            id="foundation.E002",
        )


def _people(**_more: Any) -> Iterator[CheckMessage]:
    try:
        names = sorted(
            User.objects.filter(is_demo=True).values_list("username", flat=True)
        )
    except DatabaseError as error:
        yield _unreadable(error)
        return
    if names:
        yield Error(
            f"There are demonstration accounts: {', '.join(names)}.",
            hint="A real portal starts from an empty database.",
            id="foundation.E003",
        )


def _administrators(**_more: Any) -> Iterator[CheckMessage]:
    if not settings.SEPARATE_ADMINISTRATORS:
        yield Error(
            "SEPARATE_ADMINISTRATORS is off: a superuser grants rights and reads the"
            " trail of it.",
            id="foundation.E005",
        )
    try:
        filled = set(User.objects.filter(is_active=True).values_list("post", flat=True))
    except DatabaseError as error:
        yield _unreadable(error)
        return
    for post in AdministratorPost.values:
        if post not in filled:
            yield Advice(
                f"Nobody is the {post} administrator.",
                hint=f"Run `manage.py name_administrator USERNAME {post}`.",
                id="foundation.W007",
            )


def _identity(**_more: Any) -> Iterator[CheckMessage]:
    try:
        state = SiteState.objects.current()
    except DatabaseError as error:
        yield _unreadable(error)
        return
    for name in IDENTITY:
        if not getattr(state, name):
            yield Advice(
                f"The site settings lack “{name}”, which every page must show.",
                hint="Fill it in under Administration, Site settings.",
                id="foundation.W001",
            )


def _keys(**_more: Any) -> Iterator[CheckMessage]:
    names = ("SECRET_KEY", "RECEIPT_KEY", "LOOKUP_KEY")
    keys = {name: getattr(settings, name) for name in names}
    for number, key in enumerate(settings.FIELD_KEYS, start=1):
        keys[f"FIELD_KEYS (number {number})"] = key
    if not settings.FIELD_KEYS:
        keys["FIELD_KEYS"] = ""
    for name, key in keys.items():
        if len(key) < KEY_LENGTH or len(set(key)) < KEY_VARIETY:
            yield Advice(
                f"{name} is weak.",
                hint=f"Use {KEY_LENGTH} random characters or more.",
                id="foundation.W002",
            )
    if len(set(keys.values())) < len(keys):
        yield Advice(
            "One key serves two purposes.",
            hint="SECRET_KEY, FIELD_KEYS, RECEIPT_KEY and LOOKUP_KEY must differ.",
            id="foundation.W003",
        )


def _surroundings(**_more: Any) -> Iterator[CheckMessage]:
    if not settings.SITE_URL.startswith("https://"):
        yield Advice("SITE_URL does not begin with https://.", id="foundation.W004")
    if "smtp" not in settings.OUTBOX_DELIVERY:
        yield Advice(
            "No mail leaves this portal.",
            hint="Set EMAIL_URL, for example smtp+tls://user:password@host:587.",
            id="foundation.W005",
        )
    if not settings.SECOND_FACTOR_REQUIRED:
        yield Advice(
            "SECOND_FACTOR_REQUIRED is off: who signs needs a password only.",
            id="foundation.W006",
        )


def _unreadable(error: DatabaseError) -> CheckMessage:
    return Error(
        f"The database could not be read: {error}",
        hint="Run `manage.py migrate` first.",
        id="foundation.E004",
    )
