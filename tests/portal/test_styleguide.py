"""The page that shows each component, for those who build the portal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

pytestmark = pytest.mark.django_db


def test_readers_of_the_portal_never_meet_it(client):
    assert client.get("/styleguide/").status_code == 404


def test_it_shows_every_component_that_pages_share(client, settings):
    settings.DEBUG = True
    frame = {"_meta.html", "_findable.html"}
    page = client.get("/styleguide/")

    shown = {str(each.name).rpartition("/")[2] for each in page.templates if each.name}

    components = {path.name for path in TEMPLATES.glob("includes/_*.html")}
    assert components - shown - frame == set()


def test_nothing_that_it_shows_is_left_empty(client, settings):
    settings.DEBUG = True

    html = client.get("/styleguide/").content.decode()

    assert not re.search(r"<(h\d|dt|dd|th|td|li)[^>]*>\s*</\1>", html)
