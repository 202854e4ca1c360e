"""Requests to several targets in turn, in this process, on one core.

A machine is never quiet for long: targets asked in turn share its bad moments. What a
request costs is counted in seconds of the processor, ours and the database server's for
us, which others on the machine can't stretch; milliseconds are those of the wall clock.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any, NamedTuple

Application = Callable[..., Any]
Spent = Callable[[], float]

WARM_UP = 3
# One slow target must not hold up the others: a round asks it less often.
SECONDS_A_ROUND = 1.5
LEAST = 3


def nothing() -> float:
    """What a database within this process spends beside it."""
    return 0.0


@dataclass(frozen=True)
class Target:
    """What is asked under one name: these addresses, one after another."""

    name: str
    paths: Sequence[str]
    status: str = "200"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """Of the best round: requests that one core answers in a second, by the median of
    what they cost it, and milliseconds that 50, 95 and 99 of 100 stay below; of all
    rounds, milliseconds of the processor that 95 of 100 stay below; of each round, its
    requests a second; the answer's size."""

    per_second: float
    p50: float
    p95: float
    p99: float
    p95_spent: float
    rounds: list[float]
    kib: float

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


class Taken(NamedTuple):
    """Of one request: seconds of the wall clock, of the processor; bytes."""

    waited: float
    spent: float
    size: int


@dataclass(frozen=True)
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes


def use_one_core() -> None:
    """The last of the cores: the first ones have the machine's own work."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(
    application: Application,
    targets: Sequence[Target],
    *,
    rounds: int,
    requests: int,
    server: Spent = nothing,
) -> dict[str, Figures]:
    """The figures of each target after `rounds` of `requests` each, asked in turn;
    `server` tells the seconds of the processor that the database server has spent.

    Raises RuntimeError where a target answers another status than its own.
    """
    paths = {target.name: cycle(target.paths) for target in targets}
    for target in targets:
        for _turn in range(max(WARM_UP, len(target.paths))):
            _ask(application, target, next(paths[target.name]), server)
    taken = [
        _round(application, targets, paths, requests, server) for _each in range(rounds)
    ]
    return {name: _figures([each[name] for each in taken]) for name in paths}


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
    application: Application,
    targets: Sequence[Target],
    paths: Mapping[str, Iterator[str]],
    requests: int,
    server: Spent,
) -> dict[str, list[Taken]]:
    found: dict[str, list[Taken]] = {target.name: [] for target in targets}
    for turn in range(requests):
        for target in targets:
            taken = found[target.name]
            if turn < LEAST or sum(each.waited for each in taken) < SECONDS_A_ROUND:
                path = next(paths[target.name])
                taken.append(_ask(application, target, path, server))
    return found


def _ask(application: Application, target: Target, path: str, server: Spent) -> Taken:
    of_server, own, began = server(), process_time(), perf_counter()
    answer = get(application, path, target.headers)
    waited, own = perf_counter() - began, process_time() - own
    if answer.status != target.status:
        raise RuntimeError(f"{target.name}: {path} answers {answer.status}")
    return Taken(waited, own + server() - of_server, len(answer.body))


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


def _figures(rounds: list[list[Taken]]) -> Figures:
    speeds = [1 / median(each.spent for each in taken) for taken in rounds]
    best = rounds[speeds.index(max(speeds))]
    waits = _cuts(each.waited for each in best)
    p95_spent = _cuts(each.spent for taken in rounds for each in taken)[1]
    return Figures(max(speeds), *waits, p95_spent, speeds, best[-1].size / 1024)


def _cuts(seconds: Iterable[float]) -> tuple[float, float, float]:
    """Milliseconds that 50, 95 and 99 of 100 stay below."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    p50, p95, p99 = (cuts[percent - 1] * 1000 for percent in (50, 95, 99))
    return p50, p95, p99
