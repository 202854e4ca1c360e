"""Where the time of one request goes, by layer: `python -m bench profile /notices/`.

The profiler makes calls dearer than they are: shares are told, not seconds, and layers
of many small calls look somewhat larger than they are.
"""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from typing import Any

from django.core.wsgi import get_wsgi_application

from . import loader

DEAREST = 15
# The first layer that fits a file's path or a built-in's name has its time.
LAYERS = (
    ("database driver", ("sqlite3.", "psycopg")),
    ("connection", ("django/db/backends", "django/db/utils", "django/db/transaction")),
    ("ORM", ("django/db/",)),
    (
        "translation",
        ("django/utils/translation", "gettext.py", "django/utils/functional"),
    ),
    ("template", ("django/template", "django/utils/html", "django/utils/safestring")),
    ("addresses", ("django/urls", "django/utils/http", "urllib")),
    (
        "days and numbers",
        ("django/utils/date", "django/utils/format", "utils/timezone"),
    ),
    ("interface (DRF)", ("rest_framework", "django_filters", "django/forms", "orjson")),
    ("the portal", ("/notices/", "/directories/", "/disclosure_portal/")),
    (
        "middleware, requests",
        ("django/", "whitenoise", "csp/", "allauth", "axes", "asgiref"),
    ),
    ("bench", ("/bench/",)),
)
OTHER = "Python itself"

Function = tuple[str, int, str]


def main(path: str, requests: str = "200") -> dict[str, Any]:
    """Shares of the layers, and the portal's dearest functions with all they call."""
    loader.use_one_core()
    application = get_wsgi_application()
    for _turn in range(loader.WARM_UP):
        loader.get(application, path)
    profiler = cProfile.Profile()
    profiler.enable()
    for _turn in range(int(requests)):
        loader.get(application, path)
    profiler.disable()
    stats: dict[Function, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    return {"layers": layers(stats), "dearest": dearest(stats, int(requests))}


def layers(stats: dict[Function, Any]) -> dict[str, float]:
    """Share of the whole time in per cent by layer. What Python itself does counts for
    the layer that asked for it."""
    seconds: Counter[str] = Counter()
    for function, (_calls, _all, own, _with_callees, callers) in stats.items():
        layer = layer_of(function)
        if layer != OTHER or not callers:
            seconds[layer] += own
            continue
        for caller, (*_counts, own_from_here, _whole) in callers.items():
            seconds[layer_of(caller)] += own_from_here
    total = sum(seconds.values())
    return {name: round(100 * each / total, 1) for name, each in seconds.most_common()}


def layer_of(function: Function) -> str:
    file, _line, name = function
    place = name if file == "~" else file
    return next(
        (layer for layer, marks in LAYERS if any(mark in place for mark in marks)),
        OTHER,
    )


def dearest(
    stats: dict[Function, Any], requests: int
) -> list[tuple[str, float, float]]:
    """The portal's own functions: place, share with all that they call in per cent,
    calls a request."""
    total = sum(own for _calls, _all, own, _whole, _callers in stats.values())
    found = [
        (whole, calls, function)
        for function, (_primitive, calls, _own, whole, _callers) in stats.items()
        # Middleware wraps the whole request: its share says nothing.
        if layer_of(function) == "the portal" and function[2] != "__call__"
    ]
    return [
        (_place(function), round(100 * whole / total, 1), calls / requests)
        for whole, calls, function in sorted(found, reverse=True)[:DEAREST]
    ]


def _place(function: Function) -> str:
    file, line, name = function
    parts = file.split("/")
    start = next(
        place
        for place, part in enumerate(parts)
        if part in ("notices", "directories", "disclosure_portal")
    )
    return f"{'/'.join(parts[start:])}:{line} {name}"
