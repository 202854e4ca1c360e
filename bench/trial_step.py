"""A child of bench.trial: `python -m bench.trial_step people` or `pages FILE`."""

from __future__ import annotations

import importlib
import sys

import django


def main(name: str, *arguments: str) -> None:
    django.setup()
    site = importlib.import_module("bench.trial_site")  # models, only from here on
    getattr(site, name)(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
