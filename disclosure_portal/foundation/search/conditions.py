"""What a record is found by, and what is asked of an index. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

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
    from `first` to `last`. It is met by at most `at_most` of `records`."""

    terms: Sequence[Term] = ()
    facets: Sequence[Sequence[str]] = ()
    without: Sequence[str] = ()
    first: int = 0
    last: int = EVERYTHING
    is_title_only: bool = False
    at_most: int = EVERYTHING
    records: int = 0
