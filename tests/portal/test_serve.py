"""`make run` without make: the command that starts everything."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def environment(tmp_path):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "VAR_DIR": str(tmp_path),
    }


@pytest.fixture
def manage(environment):
    def run(*arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_serves_says_where_and_leaves_nobody_behind(manage, environment, free_port):
    manage("migrate", "--verbosity", "0")
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(free_port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address = f"http://127.0.0.1:{free_port}/"
    assert server.stdout is not None
    while address not in server.stdout.readline():
        assert server.poll() is None

    with urlopen(address + "static/admin/css/base.css") as answer:
        assert answer.status == 200
    # Readers of the demonstration meet the portal's own words, not a debugger's.
    with pytest.raises(HTTPError) as missing:
        urlopen(address + "boards/none/")
    assert missing.value.code == 404
    assert "没有这个页面" in missing.value.read().decode()
    server.terminate()

    # The output ends only when none of the programs is left.
    server.communicate(timeout=30)
    assert server.returncode == 0


def test_a_taken_port_is_named_before_anything_starts(manage):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        answer = manage("serve", "--port", port)

    assert answer.returncode == 1
    assert port in answer.stderr
    assert "Traceback" not in answer.stderr


def test_keys_are_made_once_and_for_their_owner_only(manage, tmp_path):
    manage("make_keys")
    keys = tmp_path / "keys.env"
    first = keys.read_text()

    manage("make_keys")

    assert keys.read_text() == first
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert [line.split("=")[0] for line in first.splitlines()] == [
        "SECRET_KEY",
        "FIELD_KEYS",
        "RECEIPT_KEY",
        "LOOKUP_KEY",
    ]
