"""`python -m bench measure|load|worker|speeds|profile|report`: bench/README.md."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime

from . import others, report, results
from .databases import FOLDER, NAMES, Database, databases, say

ROUNDS, REQUESTS = 5, 60


def main() -> None:
    given = _arguments()
    names = [given.database] if given.database else NAMES
    if deed := DEEDS.get(given.what):
        with databases(*names) as found:
            for database in found:
                deed(database, given)
    if given.what == "speeds":
        others.measure_speeds(given.data)
    report.write()


def _measure(database: Database, given: argparse.Namespace) -> None:
    corpus = database.corpus(given.size)
    say(f"{database.name}: measuring {given.size:,} notices")
    record = database.run(corpus, "measure", str(given.rounds), str(given.requests))
    made = json.loads((FOLDER / f"{database.name}-{corpus}.json").read_text())
    head = {
        "database": database.name,
        "size": given.size,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "corpus": made,
    }
    results.keep(f"{database.name}-{corpus}", head | record)


def _profile(database: Database, given: argparse.Namespace) -> None:
    found = database.run(database.corpus(given.size), "profile", given.path)
    say(f"\n{database.name}: {given.path}\n")
    for layer, share in found["layers"].items():
        say(f"{share:6.1f} %  {layer}")
    say("\nthe portal's functions, with what they call")
    for place, share, calls in found["dearest"]:
        say(f"{share:6.1f} %  {calls:6.1f} ×  {place}")


def _other(database: Database, given: argparse.Namespace) -> None:
    others.measure(given.what, database, database.corpus(given.size))


Deed = Callable[[Database, argparse.Namespace], None]
DEEDS: dict[str, Deed] = {
    "measure": _measure,
    "profile": _profile,
    **dict.fromkeys(others.OWN, _other),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "what", nargs="?", default="measure", choices=[*DEEDS, "speeds", "report"]
    )
    parser.add_argument("path", nargs="?", default="/notices/", help="to profile")
    parser.add_argument("--size", type=int, default=10_000, help="notices")
    parser.add_argument("--database", choices=NAMES, help="only this one")
    parser.add_argument(
        "--data", default="../shared/data", help="real files, for speeds"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="in each round")
    return parser.parse_args()


if __name__ == "__main__":
    main()
