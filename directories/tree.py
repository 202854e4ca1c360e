"""Paths of the agency tree: four digits a level, equal order under every collation."""

from __future__ import annotations

DIGITS = 4
LAST = 10**DIGITS - 1


class TreeFull(ValueError):
    """A unit already has as many children as a path can number (9,999)."""


def child_path(parent: str, number: int) -> str:
    """The path of child `number` (from 1) under `parent` ("" for the root).

    Raises TreeFull beyond 9,999 children.
    """
    if not 0 < number <= LAST:
        raise TreeFull(f"{number} is not between 1 and {LAST}")
    return f"{parent}{number:0{DIGITS}d}"


def next_number(last_child: str | None) -> int:
    """The number after that of the last child's path; 1 for the first child."""
    return int(last_child[-DIGITS:]) + 1 if last_child else 1


def successor(path: str) -> str:
    """The first path after the whole branch of `path`, for half-open ranges.

    A branch is path >= p AND path < successor(p): an index serves it, where a
    prefix LIKE scans on SQLite.
    """
    head, last = path[:-DIGITS], int(path[-DIGITS:])
    # ":" follows "9" in ASCII and in every collation of digits and punctuation used.
    return f"{head}{last + 1:0{DIGITS}d}" if last < LAST else f"{head}{LAST}:"


def contains(ancestor: str, path: str) -> bool:
    """Does the branch of `ancestor` hold `path` (itself included)?"""
    return path.startswith(ancestor)


def ancestors(path: str) -> list[str]:
    """The paths above `path`, the root first, itself not included."""
    return [path[:end] for end in range(DIGITS, len(path), DIGITS)]


def depth(path: str) -> int:
    """0 for the root."""
    return len(path) // DIGITS - 1


def moved(path: str, source: str, target: str) -> str:
    """The new path of a descendant (or itself) when `source` becomes `target`."""
    return target + path[len(source) :]
