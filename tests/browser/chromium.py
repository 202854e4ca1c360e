"""The Chromium of the machine; browser tests bring none of their own."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")

# One page, no network, no profile: nothing a test does may depend on the machine.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def find() -> str:
    """The path of Chromium: CHROMIUM, or what the machine has, or nothing."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named) or ""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def arguments() -> list[str]:
    # Chromium's sandbox refuses to work for root, who is the user in a container.
    return [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
