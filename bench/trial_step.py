"""A child of bench.trial: `python -m bench.trial_step people`, `pages ANSWER` or
`lists FILE ANSWER`."""

from __future__ import annotations

import importlib
import sys

import django


def main(name: str, *arguments: str) -> None:
    django.setup()
    module = "bench.trial_lists" if name == "lists" else "bench.trial_site"
    site = importlib.import_module(module)  # models, only from here on
    getattr(site, name)(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
