"""The steps of a procedure as a graph: what a clerk typed, understood. Pure.

Each step names the steps that may follow it: "3；2（材料不全）". Nothing named means
the step below; 结束 means that the procedure ends there, as it does after the last.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# What stands between brackets is the name of a branch and may hold any sign.
DIVIDERS = re.compile(r"[；;、，,\n]+(?![^（(]*[)）])")
WAY = re.compile(r"(?P<target>[^（(]*)(?:[（(](?P<label>.*)[)）])?", re.DOTALL)
ENDS = frozenset({"结束", "办结", "完结", "终止", "end"})


@dataclass(frozen=True)
class Way:
    """One way on from a step; without a target the procedure ends there."""

    target: str
    label: str = ""


@dataclass(frozen=True)
class Edge:
    """A way between two steps, by their places in the table."""

    source: int
    target: int
    label: str = ""


@dataclass(frozen=True)
class Graph:
    """`numbers` are the steps as others name them; `unknown` are pairs of a step's
    number and a number that no step bears; `doubles` are numbers given twice."""

    numbers: tuple[str, ...]
    edges: tuple[Edge, ...]
    ends: frozenset[int]
    unknown: tuple[tuple[str, str], ...]
    doubles: tuple[str, ...]

    @property
    def unreachable(self) -> list[str]:
        """Numbers of the steps to which no way leads from the first one."""
        found, open_ends = {0}, [0]
        while open_ends:
            here = open_ends.pop()
            for edge in self.edges:
                if edge.source == here and edge.target not in found:
                    found.add(edge.target)
                    open_ends.append(edge.target)
        return [n for place, n in enumerate(self.numbers) if place not in found]


def step_number(text: str, place: int) -> str:
    """How a step is called: as typed, or else by its place, from 1."""
    typed = unicodedata.normalize("NFKC", text).strip().rstrip(".")
    return typed or str(place)


def ways_of(text: str) -> list[Way]:
    """The ways that a text names, in its order, each once."""
    ways: dict[Way, None] = {}
    for part in DIVIDERS.split(text):
        match = WAY.fullmatch(part.strip())
        if match is None or not part.strip():
            continue
        target = step_number(match["target"], 0)
        is_end = target.lower() in ENDS or not match["target"].strip()
        label = (match["label"] or "").strip()
        ways[Way("" if is_end else target, label)] = None
    return list(ways)


def graph_of(steps: Sequence[tuple[str, str]]) -> Graph:
    """The graph of (number, ways in words) of each step, in the order of the table."""
    numbers = [step_number(number, place) for place, (number, _) in enumerate(steps, 1)]
    # Of two steps with one number the first is meant; the other is reported.
    places = {number: place for place, number in reversed(list(enumerate(numbers)))}
    edges: list[Edge] = []
    ends: set[int] = set()
    unknown: list[tuple[str, str]] = []
    for place, (_, text) in enumerate(steps):
        for way in ways_of(text) or [_default(numbers, place)]:
            if not way.target:
                ends.add(place)
            elif way.target in places:
                edges.append(Edge(place, places[way.target], way.label))
            else:
                unknown.append((numbers[place], way.target))
    doubles = [n for place, n in enumerate(numbers) if places[n] != place]
    return Graph(
        tuple(numbers), tuple(edges), frozenset(ends), tuple(unknown), tuple(doubles)
    )


def _default(numbers: Sequence[str], place: int) -> Way:
    return Way(numbers[place + 1] if place + 1 < len(numbers) else "")
