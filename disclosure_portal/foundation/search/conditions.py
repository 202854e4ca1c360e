"""What a record is found by, and what is asked of an index. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import prod

from .questions import Term

EVERYTHING = 2**63 - 1


@dataclass(frozen=True)
class Tokens:
    """The terms of a record. A facet token begins with @, which no term does."""

    title: Collection[str]
    body: Collection[str]
    facets: Collection[str]


@dataclass(frozen=True)
class Condition:
    """All of `terms`, one facet token of each group, none of `without`, and docids
    from `first` to `last`.

    `counts` says of each known term and group of facets in how many of all `records`
    it stands.
    """

    terms: Sequence[Term] = ()
    facets: Sequence[Sequence[str]] = ()
    without: Sequence[str] = ()
    first: int = 0
    last: int = EVERYTHING
    is_title_only: bool = False
    counts: Sequence[int] = ()
    records: int = 0

    def likely(self) -> float:
        """How many records meet it, if terms and facets know nothing of one another."""
        whole = max(self.records, 1)
        return whole * prod(min(count / whole, 1) for count in self.counts)
