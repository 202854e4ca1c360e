"""A child of bench.trial: `python -m bench.trial_step people`, `pages ANSWER`,
`lists FILE ANSWER`, `offices` or `rounds FILE ANSWER`."""

from __future__ import annotations

import importlib
import sys

import django

ELSEWHERE = {
    "lists": "trial_lists",
    "offices": "trial_rounds",
    "rounds": "trial_rounds",
}


def main(name: str, *arguments: str) -> None:
    django.setup()
    module = f"bench.{ELSEWHERE.get(name, 'trial_site')}"
    site = importlib.import_module(module)  # models, only from here on
    getattr(site, name)(*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
