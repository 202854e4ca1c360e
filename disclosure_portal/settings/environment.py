"""Reading the environment: a bad value stops the start and names its variable.

The value itself is never shown where it may be a secret.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or BASE_DIR / ".var")

KEY_LENGTH = 32
DATABASES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}

_environment = environ.Env()


def read_file(path: Path) -> None:
    """Add the variables of a file; those of the process win."""
    if path.exists():
        environ.Env.read_env(str(path))


def text(name: str, default: str | None = None) -> str:
    """A text; without a default it must be there and not be empty."""
    value = os.environ.get(name, default)
    if value is None or (default is None and not value.strip()):
        raise ImproperlyConfigured(f"{name} is missing: set it in the environment.")
    return value


def key(name: str) -> str:
    """A secret of at least 32 characters."""
    value = text(name)
    _require_length(name, value)
    return value


def keys(name: str) -> list[str]:
    """Secrets separated by commas, the newest first; at least one."""
    values = _split(text(name))
    if not values:
        raise ImproperlyConfigured(f"{name} is missing: set it in the environment.")
    for value in values:
        _require_length(name, value)
    return values


def words(name: str, default: str | None = "") -> list[str]:
    """Words separated by commas."""
    return _split(text(name, default))


def integer(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, not below `least`."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}.")
    return number


def flag(name: str, default: bool) -> bool:
    """Yes or no, in one of the usual spellings and in no other."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(FLAGS)}.")
    return FLAGS[value]


def site_url(name: str, default: str | None = None) -> str:
    """Scheme and host, without a path and without the last slash."""
    value = text(name, default).strip().rstrip("/")
    parts = _parsed(name, urlsplit, value)
    _parsed(name, lambda _value: parts.port, value)  # a bad port shows only here
    is_whole = parts.scheme in ("http", "https") and parts.hostname
    if not is_whole or parts.path or parts.query or parts.fragment or "@" in value:
        raise ImproperlyConfigured(
            f"{name} must be like https://www.example.gov.cn, without a path."
        )
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """sqlite:///path/to/file or postgres://user:password@host:port/name."""
    config: dict[str, Any] = _parsed(
        name, _environment.db_url_config, text(name, default)
    )
    if config.get("ENGINE") not in DATABASES or not config.get("NAME"):
        raise ImproperlyConfigured(
            f"{name} must be sqlite:///path or postgres://user:password@host/name."
        )
    return config


def mail(name: str, default: str) -> dict[str, Any]:
    """smtp+tls://user:password@host:port, smtp://, smtp+ssl:// or consolemail://."""
    return _parsed(name, _environment.email_url_config, text(name, default))


def cache(name: str, default: str) -> dict[str, Any]:
    return _parsed(name, _environment.cache_url_config, text(name, default))


def _parsed(name: str, parse: Callable[[str], Value], value: str) -> Value:
    try:
        return parse(value)
    except (ValueError, KeyError, ImproperlyConfigured):
        raise ImproperlyConfigured(f"{name} is not an address we understand.") from None


def _require_length(name: str, value: str) -> None:
    if len(value) < KEY_LENGTH:
        raise ImproperlyConfigured(
            f"{name} is too short: a key has at least {KEY_LENGTH} characters."
        )


def _split(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]
