"""The test suite, on either database."""

from __future__ import annotations

from .base import *  # noqa: F403
from .base import DATABASES

SECRET_KEY = "for-tests-only-and-never-anywhere-else"
FIELD_KEYS = ["for-tests-only-and-never-anywhere-else"]
RECEIPT_KEY = "for-tests-only-and-never-anywhere-else"
LOOKUP_KEY = "for-tests-only-and-never-anywhere-else"
CLOCK_MAY_BE_SET = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "files": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"},
}
FILES_BACKEND = "files"
OUTBOX_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
VISIT_SECONDS = 0
# pytest-django knows in-memory databases by Django's own engine only, and would make a
# file of each process.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
