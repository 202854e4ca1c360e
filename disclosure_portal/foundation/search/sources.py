"""The table of what search finds; apps register in apps.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .writing import Record


@dataclass(frozen=True)
class Source:
    """`records` gives all records of a kind from behind a number on, in the order of
    their numbers; `count` says how many there are. `in_branch` gives those of units at
    and below a path, where a job puts them in again after a move."""

    kind: str
    records: Callable[[int], Iterator[Record]]
    count: Callable[[], int]
    in_branch: Callable[[str, int], Iterator[Record]] | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Registering a kind again replaces it."""
    _sources[source.kind] = source


def of_kind(kind: str) -> Source:
    return _sources[kind]


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.kind)
