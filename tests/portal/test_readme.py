"""The README names what an installation can set and what it can run."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = ROOT / "disclosure_portal" / "settings"
README = (ROOT / "README.md").read_text("utf-8")
# Switches of the developer's machine: production sets them itself.
OF_DEVELOPERS = {"DEBUG", "SEPARATE_ADMINISTRATORS"}
APPS = ("directories", "notices", "feedback", "supervision", "disclosure_portal")


def test_every_variable_of_the_environment_is_told():
    sources = (path.read_text("utf-8") for path in SETTINGS.glob("*.py"))
    read = {
        name
        for source in sources
        for name in re.findall(r"env\.[a-z_]+\(\s*\"([A-Z_]+)\"", source)
    }
    assert len(read) > 40
    assert not {name for name in read - OF_DEVELOPERS if f"`{name}`" not in README}


def test_every_command_is_told():
    ours = {
        name for name, app in get_commands().items() if str(app).split(".")[0] in APPS
    }
    assert len(ours) > 20
    assert not {name for name in ours if name not in README}
