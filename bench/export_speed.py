"""How fast open data are handed out, beside the database's own way (goal 7).

`python -m bench.export_speed [notices] [rounds]`, on SQLite and then on PostgreSQL. The
reference writes the same columns in the same order: COPY … TO STDOUT on PostgreSQL,
cursor and csv.writer of the standard library on SQLite. Both are asked in turn.
"""

from __future__ import annotations

import csv
import importlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any, NamedTuple

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection

from tests.postgres import temporary_server

from . import processor, speed_rows
from .speed_rows import Speed


class Measured(NamedTuple):
    """`cpu` is that of this process and of its backend of the database: on a busy
    machine only its ratio means something."""

    seconds: float
    cpu: float
    size: int


REFERENCES = {"sqlite": "sqlite3 and csv", "postgresql": "COPY"}
# Of goal 7, by the processor's seconds.
GOALS = {"csv": 0.8, "ndjson": 0.6}
# Rows fetched at once by the reference, as by the portal.
CHUNK = 1000


def main(arguments: list[str]) -> None:
    if "DATABASE_URL" in os.environ:
        run(*(int(each) for each in arguments))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _on(f"sqlite:///{folder}/bench.sqlite3", arguments)
    with temporary_server() as url:
        _on(url, arguments)


def _on(url: str, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "bench.export_speed", *arguments]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True)


def run(notices: int = 100_000, rounds: int = 3) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ["EXPORTS_A_MINUTE"] = "1000000"
    django.setup()
    call_command("migrate", verbosity=0)
    corpus = importlib.import_module("bench.export_corpus")  # models, from here on
    corpus.fill(notices)
    application = get_wsgi_application()
    speeds = [
        speed
        for name in ("notices", "fee-lines")
        for speed in _compare(application, name, corpus.reference_sql(name), rounds)
    ]
    speed_rows.keep("export", connection.vendor, speeds)


def _compare(application: Any, name: str, sql: str, rounds: int) -> Iterator[Speed]:
    ways: dict[str, Callable[[], Iterator[bytes]]] = {
        "reference": lambda: _reference(sql),
        "csv": lambda: _portal(application, f"/data/{name}.csv"),
        "ndjson": lambda: _portal(application, f"/data/{name}.ndjson"),
    }
    before = _peak()
    turns = [
        {way: _measured(read()) for way, read in ways.items()} for _ in range(rounds)
    ]
    best = {way: min(turn[way] for turn in turns) for way in ways}
    least = {way: min(turn[way].cpu for turn in turns) for way in ways}
    rows = _rows(sql)
    _say(f"{connection.vendor}: {name}, {rows} rows, best of {rounds}")
    for way, (seconds, _cpu_seconds, size) in best.items():
        worst = max(turn[way][0] for turn in turns)
        ratio = best["reference"][0] / seconds
        _say(
            f"{way:>10} {rows / seconds:>9.0f} rows/s {size / seconds / 1e6:>6.0f} MB/s"
            f" {seconds:>6.2f}–{worst:.2f} s  {ratio:.2f} × reference;"
            f" cpu {least[way]:.2f} s, {least['reference'] / least[way]:.2f} ×"
        )
    _say(f"      peak memory {before:.0f} → {_peak():.0f} MiB")
    for way, at_least in GOALS.items():
        what = f"export of {name} as {way.upper()} / {REFERENCES[connection.vendor]}"
        detail = f"{least['reference']:.2f} / {least[way]:.2f} s, {rows:,} rows"
        yield Speed(what, detail, least["reference"] / least[way], at_least)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _measured(blocks: Iterator[bytes]) -> Measured:
    start, cpu = time.perf_counter(), processor.spent()
    size = sum(map(len, blocks))
    return Measured(time.perf_counter() - start, processor.spent() - cpu, size)


def _rows(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) AS rows")  # our own text
        return int(cursor.fetchone()[0])


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _portal(application: Any, address: str) -> Iterator[bytes]:
    """All answers of a set, one after another, through the whole middleware."""
    while address:
        address = yield from _answer(application, address)


def _answer(application: Any, address: str) -> Generator[bytes, None, str]:
    links: list[str] = []

    def start(_status: str, headers: list[tuple[str, str]]) -> None:
        links.extend(value for name, value in headers if name == "Link")

    answer = application(_environ(address), start)
    yield from answer
    answer.close()
    return _following(links[0])


def _following(links: str) -> str:
    for link in links.split(", "):
        address, _semicolon, relation = link.partition("; ")
        if relation == 'rel="next"':
            return address.strip("<>").removeprefix("https://bench.example")
    return ""


def _environ(address: str) -> dict[str, Any]:
    path, _mark, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "bench.example",
        "SERVER_PORT": "443",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
    }


def _reference(sql: str) -> Iterator[bytes]:
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv)") as copy,
        ):
            yield from copy
        return
    cursor = connection.connection.cursor()
    cursor.execute(sql)
    while rows := cursor.fetchmany(CHUNK):
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        yield text.getvalue().encode()


if __name__ == "__main__":
    main(sys.argv[1:])
