"""A developer's machine and the demonstration: `make run`."""

from __future__ import annotations

from .base import *  # noqa: F403
from .base import VAR_DIR, env

# Made once by `make run`; the environment wins over the file.
env.read_env(str(VAR_DIR / "keys.env"))

DEBUG = True
DEMO = True
CLOCK_MAY_BE_SET = True
SECRET_KEY = env.str("SECRET_KEY", default="only-for-a-developer's-machine")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]
