"""Requests to several targets in turn, in this process, on one core.

A machine is never quiet for long: targets asked in turn share its bad moments, so that
the ratio between them holds where the seconds do not.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle
from statistics import median, quantiles
from time import perf_counter
from typing import Any

Application = Callable[..., Any]

WARM_UP = 3
# One slow target must not hold up the others: a round asks it less often.
SECONDS_A_ROUND = 1.5
LEAST = 3


@dataclass(frozen=True)
class Target:
    """What is asked under one name: these addresses, one after another."""

    name: str
    paths: Sequence[str]
    status: str = "200"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """Of the best round: requests a second, and milliseconds that 50, 95 and 99 of
    100 stay below; of each round, its requests a second; the answer's size.

    Requests a second are those of the median: others on the machine interrupt some
    requests, and a mean would count what they did.
    """

    per_second: float
    p50: float
    p95: float
    p99: float
    rounds: list[float]
    kib: float

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes


def use_one_core() -> None:
    """The last of the cores: the first ones have the machine's own work."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(
    application: Application, targets: Sequence[Target], *, rounds: int, requests: int
) -> dict[str, Figures]:
    """The figures of each target after `rounds` of `requests` each, asked in turn.

    Raises RuntimeError where a target answers another status than its own.
    """
    paths = {target.name: cycle(target.paths) for target in targets}
    sizes: dict[str, int] = {}
    for target in targets:
        for _turn in range(max(WARM_UP, len(target.paths))):
            _seconds, sizes[target.name] = _ask(application, target, paths)
    taken = [_round(application, targets, paths, requests) for _each in range(rounds)]
    return {
        name: _figures([each[name] for each in taken], sizes[name]) for name in paths
    }


def get(
    application: Application, path: str, headers: Mapping[str, str] | None = None
) -> Answer:
    """One answer, read to its end."""
    found: list[Any] = []

    def start_response(status: str, given: Any, *_rest: object) -> None:
        found.extend((status[:3], dict(given)))

    response = application(_environ(path, headers or {}), start_response)
    body = b"".join(response)
    response.close()
    return Answer(found[0], found[1], body)


def _round(
    application: Application, targets: Sequence[Target], paths: Any, requests: int
) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {target.name: [] for target in targets}
    for turn in range(requests):
        for target in targets:
            taken = seconds[target.name]
            if turn < LEAST or sum(taken) < SECONDS_A_ROUND:
                taken.append(_ask(application, target, paths)[0])
    return seconds


def _ask(application: Application, target: Target, paths: Any) -> tuple[float, int]:
    path = next(paths[target.name])
    began = perf_counter()
    answer = get(application, path, target.headers)
    taken = perf_counter() - began
    if answer.status != target.status:
        raise RuntimeError(f"{target.name}: {path} answers {answer.status}")
    return taken, len(answer.body)


def _environ(path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    path, _mark, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "bench.example",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "bench.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "https",
        **headers,
    }


def _figures(rounds: list[list[float]], size: int) -> Figures:
    speeds = [1 / median(seconds) for seconds in rounds]
    cuts = quantiles(rounds[speeds.index(max(speeds))], n=100, method="inclusive")
    p50, p95, p99 = (cuts[percent - 1] * 1000 for percent in (50, 95, 99))
    return Figures(max(speeds), p50, p95, p99, speeds, size / 1024)
