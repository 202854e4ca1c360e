"""The table of what search finds; apps register in apps.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .writing import Record


@dataclass(frozen=True)
class Source:
    """`records` gives all records of a kind from behind a number on, in the order of
    their numbers; `count` says how many there are."""

    kind: str
    records: Callable[[int], Iterator[Record]]
    count: Callable[[], int]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Registering a kind again replaces it."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.kind)
