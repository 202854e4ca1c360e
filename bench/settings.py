"""A production installation over a corpus: all of its middleware, no page cache,
connections that stay open."""

from __future__ import annotations

import os
import warnings

KEY = "for-the-bench-only-and-never-anywhere-else"
for name in ("SECRET_KEY", "FIELD_KEYS", "RECEIPT_KEY", "LOOKUP_KEY"):
    os.environ.setdefault(name, f"{KEY}-{name}")
os.environ.setdefault("SITE_URL", "https://bench.example")
os.environ.setdefault("ALLOWED_HOSTS", "bench.example")
# One reader asks more often here than the limits of the interface allow.
os.environ.setdefault("API_LISTS_A_MINUTE", "100000000")
os.environ.setdefault("API_DETAILS_A_MINUTE", "100000000")

from disclosure_portal.settings.production import *  # noqa: E402, F403 - reads the keys
from disclosure_portal.settings.production import (  # noqa: E402 - as above
    INSTALLED_APPS,
    LOGGING,
    STORAGES,
)

ROOT_URLCONF = "bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
# What a log-in writes is no figure.
LOGGING["loggers"] = {"axes": {"level": "WARNING"}}
# Nothing is collected here: addresses of static files are the plain ones.
STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
warnings.filterwarnings("ignore", "No directory at", UserWarning)
