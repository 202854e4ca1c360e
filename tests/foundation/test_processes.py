from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from disclosure_portal.foundation import processes
from disclosure_portal.foundation.processes import Crew

ROOT = Path(__file__).parent.parent.parent
SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(99)"]
STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").close()
time.sleep(99)
"""
STARTER = f"""
import os
from disclosure_portal.foundation.processes import Crew
crew = Crew()
crew.start("sleeper", {SLEEPER!r}, os.environ)
crew.is_stopping(99)
crew.stop()
"""


@pytest.fixture
def crew():
    kept = {number: signal.getsignal(number) for number in processes.STOP_SIGNALS}
    crew = Crew()
    yield crew
    crew.stop()
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def starter():
    """A process of its own that has started a sleeper, which shares its output."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    yield process
    process.kill()
    process.stdout.close()
    process.wait()


def test_a_program_that_ends_by_itself_is_named(crew):
    crew.start("sleeper", SLEEPER, os.environ)
    crew.start("brief", [sys.executable, "-c", ""], os.environ)

    crew._programs["brief"].wait()

    assert crew.lost() == "brief"


def test_nothing_is_lost_while_all_run(crew):
    crew.start("sleeper", SLEEPER, os.environ)

    assert crew.lost() == ""


def test_a_program_that_will_not_stop_is_killed(crew, monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "PATIENCE", 0.2)
    ready = tmp_path / "ready"
    os.mkfifo(ready)
    command = [sys.executable, "-c", STUBBORN, str(ready)]
    crew.start("stubborn", command, os.environ)
    ready.read_text()  # waits until the program ignores the request to stop

    crew.stop()

    assert crew._programs["stubborn"].returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", processes.STOP_SIGNALS, ids=lambda each: each.name)
def test_a_signal_to_the_starter_stops_all(starter, number):
    starter.send_signal(number)

    # The end of the output comes when nobody is left who could write to it.
    assert starter.communicate(timeout=30) == (b"", None)
    assert starter.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the orphans")
def test_programs_end_with_a_starter_that_was_killed(starter):
    starter.kill()

    assert starter.communicate(timeout=30) == (b"", None)
