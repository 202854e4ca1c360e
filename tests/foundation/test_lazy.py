"""What web workers do without (foundation/lazy.py)."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys

from django.http import HttpResponse

from disclosure_portal.foundation import lazy

from .. import house

# As a server starts a worker; every address of the portal is known then.
START = """
import json, sys
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver, reverse
get_wsgi_application()
get_resolver().url_patterns
reverse("home")
print(json.dumps(sorted(sys.modules)))
"""


def test_a_worker_starts_without_the_heavy_modules():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=house.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )

    loaded = set(json.loads(done.stdout.splitlines()[-1]))

    assert "disclosure_portal.urls" in loaded
    assert loaded & lazy.HEAVY == set()


def test_every_heavy_module_is_installed():
    assert all(importlib.import_module(name) for name in lazy.HEAVY)


def test_a_module_is_loaded_when_one_of_its_names_is_asked_for(monkeypatch):
    monkeypatch.delitem(sys.modules, "this", raising=False)
    zen = lazy.Module("this")
    assert "this" not in sys.modules

    assert zen.s.startswith("Gur Mra")
    assert "this" in sys.modules


def test_a_view_is_given_what_the_address_holds(rf):
    view = lazy.View("tests.foundation.test_lazy.numbered")

    answer = view(rf.get("/"), number=7)

    assert isinstance(answer, HttpResponse)
    assert answer.content == b"7"


def numbered(request, number):
    return HttpResponse(str(number))
