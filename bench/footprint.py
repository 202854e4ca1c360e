"""How much memory a worker has to itself after a hundred requests, and what its start
took. Imports nothing that a worker of the portal has not anyway."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from .loader import Application, get

REQUESTS = 100
ROLLUP = Path("/proc/self/smaps_rollup")


@dataclass(frozen=True)
class Footprint:
    """Seconds of the processor until its first answer was out, and MiB of its own."""

    seconds: float
    mib: float

    @classmethod
    def of(cls, application: Application, paths: Sequence[str]) -> Footprint:
        get(application, paths[0])
        seconds = time.process_time()
        for path in islice(cycle(paths), REQUESTS):
            answer = get(application, path)
            assert answer.status == "200", f"{path} answers {answer.status}"
        return cls(seconds, unshared_mib(ROLLUP.read_text()))

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


def unshared_mib(rollup: str) -> float:
    """USS: the pages that would be free again if this process ended."""
    lines = (line.split() for line in rollup.splitlines()[1:])
    kib = sum(int(line[1]) for line in lines if line[0].startswith("Private_"))
    return kib / 1024
