"""What a process reads once for each version of the site, and keeps as it is.

Readers share what is kept: it must never be changed.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

Kept = TypeVar("Kept")

# Under so many names something is kept, of one version each: all units of a large
# county as filters, its boards, and some hundred counts; of some KiB each. A robot that
# tries every filter drives out what is asked seldom, and no more.
MOST = 1000

_objects: dict[str, tuple[int, Any]] = {}
_lock = Lock()


def kept(name: str, version: int, load: Callable[[], Kept]) -> Kept:
    """What `load` gives, asked once for each version of the site."""
    known = _objects.get(name)
    if known is None or known[0] != version:
        known = version, load()
        _keep(name, known)
    value: Kept = known[1]
    return value


def forget_all() -> None:
    """For tests, whose sites all begin with the same version."""
    with _lock:
        _objects.clear()


def _keep(name: str, known: tuple[int, Any]) -> None:
    with _lock:
        _objects.pop(name, None)
        _objects[name] = known
        if len(_objects) > MOST:
            del _objects[next(iter(_objects))]
