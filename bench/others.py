"""The goals that have processes of their own: one record of rows for each.

Two are measured here, over a corpus. The others have modules, `bench/<what>_speed.py
[FOLDER]`, that bring their own data and keep their own records (results.keep); where a
module is missing, its goal was not measured.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from . import results, under_load, workers
from .databases import ROOT, Database, say

OWN: dict[str, Callable[[Database, str], dict[str, Any]]] = {
    "worker": workers.compare,
    "load": under_load.run,
}
# Whether it reads real files.
SPEEDS = {
    "export": False,
    "import": True,
    "branch": True,
    "chromium": False,
    "log": False,
    "ledger": False,
    "letter": False,
    "round": False,
}


def measure(name: str, database: Database, corpus: str) -> None:
    """One of OWN."""
    say(f"{database.name}: {name}")
    results.keep(f"{database.name}-{name}", OWN[name](database, corpus))


def measure_speeds(data: str) -> None:
    """All of SPEEDS that there are; each knows both databases."""
    for name, reads_files in SPEEDS.items():
        if importlib.util.find_spec(f"bench.{name}_speed"):
            say(f"{name}: bench.{name}_speed")
            given = [data] if reads_files else []
            command = [sys.executable, "-m", f"bench.{name}_speed", *given]
            # Some end with 1 where a goal is missed: the report says so.
            subprocess.run(command, cwd=ROOT, check=False)
