"""The portal as in production, over a database that is thrown away."""

from __future__ import annotations

import warnings

from disclosure_portal.settings.test import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# No static file is collected here, of which WhiteNoise warns.
warnings.filterwarnings("ignore", "No directory at", UserWarning)
