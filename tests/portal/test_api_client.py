"""The client script of docs/api.md, and two senders at once, against a real server with
threads and a database of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent.parent
CLIENT = ROOT / "docs" / "examples" / "api_client.py"
# The server below has its own SQLite, whatever the suite runs on.
pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="runs once, on a database of its own"
)
SEED = """
from tests.factories import attachment, board, draft_notice
from tests.factories.structures import publish
from tests.factories.systems import new_token
where = board(slug="policy")
for number in range(3):
    notice = draft_notice(board=where, title=f"公开{number}")
    attachment(notice, content=f"附件{number}".encode())
    publish(notice)
draft_notice(board=where, title="草稿")
print(new_token().text)
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "VAR_DIR": str(folder),
        "SITE_URL": f"http://127.0.0.1:{port}",
    }


def run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.strip()


@pytest.fixture(scope="module")
def site(environment):
    """The address of a server; its token is in the environment."""
    run(environment, "manage.py", "migrate", "--verbosity", "0")
    token = run(environment, "manage.py", "shell", "--no-imports", "-c", SEED)
    environment["TOKEN"] = token.splitlines()[-1]
    address = environment["SITE_URL"]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "disclosure_portal.wsgi"),
            *("--bind", address.removeprefix("http://"), "--log-level", "warning"),
            *("--worker-class", "gthread", "--threads", "8"),
        ],
        cwd=ROOT,
        env=environment,
    )
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address):
    deadline = time.monotonic() + 30
    while True:
        try:
            urlopen(address + "/api/v1/boards/")
            return
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def lines_of(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def sent(source_id, title):
    return {
        "source_id": source_id,
        "reviewer": "陈立新",
        "reviewed_at": "2026-03-02T10:20:00+08:00",
        "board_slug": "policy",
        "title": title,
        "body": "<p>文</p>",
    }


def test_the_script_mirrors_all_that_is_public_and_goes_on(environment, site, tmp_path):
    run(environment, str(CLIENT), "mirror", site, str(tmp_path))
    first = lines_of(tmp_path / "notices.ndjson")
    run(environment, str(CLIENT), "mirror", site, str(tmp_path))

    assert [each["title"] for each in first] == ["公开0", "公开1", "公开2"]
    assert lines_of(tmp_path / "notices.ndjson") == first
    for number, notice in enumerate(first):
        stored = tmp_path / "files" / notice["attachments"][0]["sha256"]
        assert stored.read_text("utf-8") == f"附件{number}"


def test_the_script_pushes_a_notice_with_its_files(environment, site, tmp_path):
    notice, file = tmp_path / "通知.json", tmp_path / "附件.txt"
    notice.write_text(json.dumps(sent("P-1", "推送")), "utf-8")
    file.write_text("附件", "utf-8")

    told = run(environment, str(CLIENT), "push", site, str(notice), str(file))

    state = _ask(environment, f"{site}/api/v1/submissions/P-1/")[1]
    assert told == "in_review"
    assert [each["file_name"] for each in state["attachments"]] == ["附件.txt"]


def test_of_senders_at_once_one_makes_the_draft(environment, site):
    address = f"{site}/api/v1/submissions/"

    def send(number):
        return _ask(environment, address, sent("R-1", f"第{number}"))[0]

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(send, range(4)))

    assert statuses == [200, 200, 200, 201]
    listed = _ask(environment, f"{address}?status=draft")[1]["results"]
    assert [row["source_id"] for row in listed] == ["R-1"]


def _ask(environment, address, data=None):
    body = None if data is None else json.dumps(data).encode()
    headers = {
        "Authorization": f"Bearer {environment['TOKEN']}",
        "Content-Type": "application/json",
    }
    try:
        with urlopen(Request(address, body, headers)) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)
