"""One module of the bench inside the portal: `python -m bench.inside NAME arguments`.

The models can only be imported once the portal is set up; so that nobody has to write
imports within functions, this is the one door. Its answer is the last line, as JSON.
"""

from __future__ import annotations

import importlib
import json
import sys

import django


def main(name: str, *arguments: str) -> None:
    django.setup()
    module = importlib.import_module(f"bench.{name}")
    answer = module.main(*arguments)
    sys.stdout.write(f"{json.dumps(answer)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
