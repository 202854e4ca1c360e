"""The portal as in production, over a database that is thrown away."""

from __future__ import annotations

from disclosure_portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# Nothing is collected, and a folder that is missing would be warned of.
STATIC_ROOT = STATICFILES_DIRS[0]  # noqa: F405
