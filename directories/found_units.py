"""The units that words name, or whose duties they name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from disclosure_portal.foundation.search.finding import Finder, Hit, words_to_mark
from disclosure_portal.foundation.search.folding import fold
from disclosure_portal.foundation.search.questions import Question
from disclosure_portal.foundation.search.showing import Reason, reason

from .models import Agency
from .search import IS_AGENCY

# So much of a whole question has to be answered by a unit.
ENOUGH = 0.5
# What more units do names none of them.
TELLING = 20


class FoundUnit(NamedTuple):
    agency: Agency
    reason: Reason
    score: float


def found_units(finder: Finder) -> list[FoundUnit]:
    """The open units that what is asked fits, the best first, those of the name before
    those of the duty; four queries, of a sentence a few more."""
    finder = finder.within([[IS_AGENCY]])
    hits = [hit for hit in finder.best() if finder.share(hit) >= ENOUGH]
    return _units(hits, finder.search.question)


def _units(hits: Sequence[Hit], question: Question) -> list[FoundUnit]:
    units = Agency.objects.open().select_related("parent")
    known = units.in_bulk([hit.object_id for hit in hits])
    words = words_to_mark(question)
    named: list[FoundUnit] = []
    doing: list[FoundUnit] = []
    for hit in hits:
        unit = known.get(hit.object_id)
        if unit is not None:
            why = reason(unit.name, hit.text, words)
            found = named if _is_named(unit, question) else doing
            found.append(FoundUnit(unit, why, hit.score))
    return named + (doing if len(hits) <= TELLING else [])


def _is_named(unit: Agency, question: Question) -> bool:
    names = [fold(name) for name in (unit.name, unit.short_name) if name]
    return any(
        name in wording or wording.strip() in name
        for name in names
        for wording in question.variants
    )
