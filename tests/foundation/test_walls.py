"""What the process that opens files can still do once it has shut itself in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from disclosure_portal.foundation.extraction import child, running, walls
from disclosure_portal.foundation.extraction.results import Shape

pytestmark = pytest.mark.skipif(not walls.version(), reason="a kernel without Landlock")

ATTEMPT = """
import os, socket, subprocess, sys
from pathlib import Path
from disclosure_portal.foundation.extraction import walls
given, folder, key, port = sys.argv[1:]
assert walls.shut_in(reads=[Path(given)], writes=Path(folder))
def tried(name, act):
    try:
        act()
    except OSError as error:
        print(name, type(error).__name__)
    else:
        print(name, "done")
tried("file", lambda: Path(given).read_bytes())
tried("write", lambda: Path(folder, "made").write_text("x"))
tried("key", lambda: Path(key).read_bytes())
tried("list", lambda: os.listdir(Path(key).parent))
tried("spoil", lambda: Path(given).write_text("x"))
tried("worker", lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes())
tried("program", lambda: subprocess.run(["/bin/true"]))
tried("network", lambda: socket.create_connection(("127.0.0.1", int(port)), 5))
import PIL.Image, openpyxl, pypdfium2, lxml.etree
print("libraries done")
"""


@pytest.fixture
def told(tmp_path):
    """What became of each attempt, as a dictionary."""
    for name in ("given", "keys"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    key, given = tmp_path / "keys" / "file", tmp_path / "given" / "file"
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPT, str(given), str(folder), str(key), "9"],
        env={"PYTHONPATH": str(settings.BASE_DIR), "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return dict(line.split(" ") for line in done.stdout.splitlines())


def test_it_reads_its_file_and_the_libraries_and_writes_in_its_folder(told):
    assert told["file"] == told["write"] == told["libraries"] == "done"


@pytest.mark.parametrize("attempt", ["key", "list", "spoil", "worker", "program"])
def test_it_reaches_no_key_no_other_file_and_no_program(told, attempt):
    assert told[attempt] == "PermissionError"


@pytest.mark.skipif(walls.version() < 4, reason="a kernel before 6.7")
def test_it_reaches_no_network(told):
    assert told["network"] == "PermissionError"


def test_the_child_shuts_itself_in(tmp_path):
    """The real one, asked to open a key file beside the one that it was given."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from disclosure_portal.foundation.extraction import child\n"
        "child._parts = lambda *given: iter(Path(sys.argv[3]).read_text()[:0])\n"
        "child.main(Path(sys.argv[1]), sys.argv[2], Path.cwd())\n"
    )
    (tmp_path / "key").write_text("secret")
    (tmp_path / "a.txt").write_text("文")
    folder = tmp_path / "folder"
    folder.mkdir()

    subprocess.run(
        [sys.executable, spy, tmp_path / "a.txt", "txt", tmp_path / "key"],
        cwd=folder,
        env={"PYTHONPATH": str(settings.BASE_DIR)},
        check=True,
        timeout=60,
    )

    assert "damaged" in (folder / child.RESULTS).read_text()
    outcome = running._outcome(Shape.TEXT, folder, "0" * 64)
    assert outcome.failure is not None


def test_a_kernel_that_cannot_do_it_changes_nothing(monkeypatch):
    monkeypatch.setattr(walls, "version", lambda: 0)

    assert not walls.shut_in(reads=[], writes=Path())
