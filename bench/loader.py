"""Requests to several targets in turn, in this process, on one core.

A machine is never quiet for long: targets asked in turn share its bad moments, so that
the ratio between them holds where the seconds do not.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

Application = Callable[..., Any]

WARM_UP = 20


@dataclass(frozen=True)
class Figures:
    """Requests a second, and milliseconds that 50, 95 and 99 of 100 stay below."""

    per_second: float
    p50: float
    p95: float
    p99: float


def measure(
    application: Application, targets: Mapping[str, str], rounds: int
) -> dict[str, Figures]:
    """The figures of each named path. Raises RuntimeError unless all answer 200."""
    seconds: dict[str, list[float]] = {name: [] for name in targets}
    for turn in range(WARM_UP + rounds):
        for name, path in targets.items():
            taken = _ask(application, path)
            if turn >= WARM_UP:
                seconds[name].append(taken)
    return {name: _figures(taken) for name, taken in seconds.items()}


def status_of(application: Application, path: str) -> str:
    """The status of one answer, such as "200"; its body is read and dropped."""
    statuses: list[str] = []

    def start_response(status: str, *_rest: object) -> None:
        statuses.append(status[:3])

    response = application(_environ(path), start_response)
    for _part in response:
        pass
    response.close()
    return statuses[0]


def _ask(application: Application, path: str) -> float:
    began = time.perf_counter()
    status = status_of(application, path)
    taken = time.perf_counter() - began
    if status != "200":
        raise RuntimeError(f"{path} answers {status}")
    return taken


def _environ(path: str) -> dict[str, Any]:
    path, _mark, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }


def _figures(seconds: list[float]) -> Figures:
    cuts = quantiles(seconds, n=100)
    p50, p95, p99 = (cuts[percent - 1] * 1000 for percent in (50, 95, 99))
    return Figures(len(seconds) / sum(seconds), p50, p95, p99)
