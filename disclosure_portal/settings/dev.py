"""A developer's machine and the demonstration: `make run`."""

from __future__ import annotations

from . import environment as env

# Made once by `make run`; the environment wins over the file.
env.read_file(env.VAR_DIR / "keys.env")

from .base import *  # noqa: E402, F403 - the keys must be read first

# Off even here: readers of the demonstration meet the portal's own error pages.
DEBUG = env.flag("DEBUG", False)
DEMO = True
CLOCK_MAY_BE_SET = True
SECRET_KEY = env.text("SECRET_KEY", "only-for-the-machine-of-a-developer")
FIELD_KEYS = env.words("FIELD_KEYS", "only-for-the-machine-of-a-developer")
RECEIPT_KEY = env.text("RECEIPT_KEY", "only-for-the-machine-of-a-developer")
LOOKUP_KEY = env.text("LOOKUP_KEY", "only-for-the-machine-of-a-developer")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Static files straight from the source, without collecting them first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
