"""`python -m bench [notices] [rounds]`: build a corpus, ask, print the figures."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from . import loader

TARGETS = {"const": "/bench/const/", "list": "/notices/"}
WIDTH = 10


def main(size: int = 300, rounds: int = 300) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        _run(size, rounds)


def _run(size: int, rounds: int) -> None:
    django.setup()
    corpus = importlib.import_module("bench.corpus")  # models, only from here on
    call_command("migrate", verbosity=0)
    _say(f"publishing {size} notices")
    corpus.build(size)
    figures = loader.measure(get_wsgi_application(), TARGETS, rounds)
    _say("".join(f"{head:>{WIDTH}}" for head in ("", "req/s", "p50", "p95", "p99", "")))
    most = figures["const"].per_second
    for name, found in figures.items():
        cells = [found.per_second, found.p50, found.p95, found.p99]
        row = "".join(f"{cell:>{WIDTH}.1f}" for cell in cells)
        _say(f"{name:>{WIDTH}}{row}   {found.per_second / most:.2f} × const")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
