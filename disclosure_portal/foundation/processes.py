"""Several programs that live and die together: for `manage.py serve`."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event
from types import FrameType

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10  # seconds between asking a program to stop and killing it
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class Crew:
    """Programs started together; none outlives the others, nor the one who started.

    Start it in the main thread: it takes the signals that mean "stop".
    """

    def __init__(self) -> None:
        self._programs: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = Event()
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop_asked)

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we stop them in order.
        self._programs[name] = subprocess.Popen(
            command, env=env, start_new_session=True, preexec_fn=_die_with_parent
        )

    def is_stopping(self, seconds: float = 0) -> bool:
        """Wait up to `seconds`; whether somebody asked to stop."""
        return self._stopping.wait(seconds)

    def lost(self) -> str:
        """The name of a program that ended by itself, or nothing."""
        for name, program in self._programs.items():
            if program.poll() is not None:
                return name
        return ""

    def stop(self) -> None:
        """Ask all to stop, the last one first, and kill what does not."""
        for program in reversed(self._programs.values()):
            _signal_group(program, signal.SIGTERM)
        for program in self._programs.values():
            with suppress(subprocess.TimeoutExpired):
                program.wait(PATIENCE)
            # Also what the program itself left behind.
            _signal_group(program, signal.SIGKILL)
            program.wait()

    def _stop_asked(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()


def _signal_group(program: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, number)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
