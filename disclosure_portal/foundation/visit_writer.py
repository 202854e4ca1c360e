"""The one thread of a web process that writes down visits, so that no reader waits.

A request only counts in memory. What a process has seen is written every few seconds
(VISIT_SECONDS) and when it ends; one that is killed loses no more than that.
"""

from __future__ import annotations

import atexit
import logging
import os
from threading import Event, Lock, Thread

from django.conf import settings
from django.db import DatabaseError, connections

from .visit_batches import Asked, Batch, Lost, View
from .visit_counting import write

logger = logging.getLogger(__name__)

_lock = Lock()
_batch = Batch()
_full = Event()
_process = 0


def note_view(view: View) -> None:
    with _lock:
        _batch.add_view(view)
    _see_to_it()


def note_robot(view: View) -> None:
    with _lock:
        _batch.robots[view.day] += 1
    _see_to_it()


def note_lost(lost: Lost) -> None:
    with _lock:
        _batch.add_lost(lost)
    _see_to_it()


def note_asked(asked: Asked) -> None:
    with _lock:
        _batch.add_asked(asked)
    _see_to_it()


def write_now() -> None:
    """Write what this process has seen. What can't be written now is kept."""
    global _batch
    with _lock:
        taken, _batch = _batch, Batch()
    if not taken:
        return
    try:
        write(taken)
    except DatabaseError:
        logger.warning("Visits could not be written and are kept", exc_info=True)
        with _lock:
            _batch.take_back(taken)


def _see_to_it() -> None:
    """Threads don't survive a fork: each worker starts its own, with its first page."""
    global _process
    if _batch.is_full:
        _full.set()
    if _process == os.getpid():
        return
    with _lock:
        if _process == os.getpid():
            return
        _process = os.getpid()
    Thread(target=_write_on, name="visits", daemon=True).start()
    atexit.register(write_now)


def _write_on() -> None:
    while True:
        _full.wait(settings.VISIT_SECONDS)
        _full.clear()
        write_now()
        connections.close_all()
