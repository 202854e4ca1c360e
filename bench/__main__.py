"""`python -m bench [measure|others|load|profile|report] …`: see bench/README.md."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from . import others, report, results
from .databases import FOLDER, NAMES, Database, databases, say
from .process_goals import RECORDS

ROUNDS, REQUESTS = 5, 60


def main() -> None:
    given = _arguments()
    names = [given.database] if given.database else NAMES
    if given.what != "report":
        with databases(*names) as found:
            for database in found:
                DEEDS[given.what](database, given)
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


def _others(database: Database, given: argparse.Namespace) -> None:
    only = "" if given.what == "others" else given.what
    others.measure(database, database.corpus(given.size), only)


DEEDS = {
    "measure": _measure,
    "others": _others,
    **dict.fromkeys(RECORDS, _others),
    "profile": _profile,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "what", nargs="?", default="measure", choices=[*DEEDS, "report"]
    )
    parser.add_argument("path", nargs="?", default="/notices/", help="to profile")
    parser.add_argument("--size", type=int, default=10_000, help="notices")
    parser.add_argument("--database", choices=NAMES, help="only this one")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="in each round")
    return parser.parse_args()


if __name__ == "__main__":
    main()
