"""Inside a trial: make the people who import, and read every page afterwards.

Run as `python -m bench.trial_site make` and `python -m bench.trial_site read`.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter

import django
from django.core.wsgi import get_wsgi_application

from . import loader

UNIT = "990001"
EDITOR, APPROVER = "trial-editor", "trial-approver"


def make() -> None:
    """A unit under which the import may make others, its editor and its approver."""
    factories = importlib.import_module("tests.factories")
    unit = factories.agency("省直部门", code=UNIT)
    factories.member("editor", unit, username=EDITOR)
    factories.member("approver", unit, username=APPROVER)


def read() -> None:
    """Print how many public pages there are, and how many of them do not answer 200."""
    notices = importlib.import_module("notices.models")
    public = notices.Notice.objects.public().order_by("pk")
    paths = ["/", "/notices/", "/boards/", "/agencies/", "/site-map/"]
    paths += [f"/notices/{key}/" for key in public.values_list("pk", flat=True)]
    paths += [
        f"/boards/{slug}/"
        for slug in notices.Board.objects.public().values_list("slug", flat=True)
    ]
    application = get_wsgi_application()
    statuses = Counter(loader.status_of(application, path) for path in paths)
    failed = statuses.total() - statuses["200"]
    sys.stdout.write(f"{statuses.total()} {failed}\n")


if __name__ == "__main__":
    django.setup()
    {"make": make, "read": read}[sys.argv[1]]()
