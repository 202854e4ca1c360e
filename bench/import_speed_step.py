"""A child of bench.import_speed: `python -m bench.import_speed_step FILE ANSWER`."""

from __future__ import annotations

import importlib
import sys

import django


def main(*arguments: str) -> None:
    django.setup()
    site = importlib.import_module("bench.import_speed_site")  # models, from here on
    site.import_speed(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
