"""Goals that are measured by processes of their own: the rows of their table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import results

HEAD = ("#", "what", "goal", "database", "measured", "met")
NAMES = ("export", "import", "branch", "worker", "load")


def process_rows() -> list[Sequence[str]]:
    return [HEAD, *_rows()]


def _rows() -> Iterator[Sequence[str]]:
    """What each kept record says of itself."""
    for name in NAMES:
        for database in ("sqlite", "postgresql"):
            record = results.read(f"{database}-{name}")
            yield from (record or {}).get("rows", ())
