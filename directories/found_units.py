"""The units that words name, or whose duties they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from disclosure_portal.foundation.search.finding import (
    Finder,
    Groups,
    Hit,
    Search,
    words_to_mark,
)
from disclosure_portal.foundation.search.folding import fold
from disclosure_portal.foundation.search.questions import Question, ask
from disclosure_portal.foundation.search.showing import Reason, reason
from disclosure_portal.foundation.search.terms import runs

from .models import Agency
from .search import IS_AGENCY

# So much of a whole question has to be answered by a unit.
ENOUGH = 0.5
# What more units do names none of them.
TELLING = 20


# What of a unit is asked for, at the end of a question. No two of these words make a
# third: else it would take long to see that a long text is none.
_FILLING = r"的|是|多少|什么|[?。!,]|\s"
_ASKED = (
    "联系电话|办公电话|咨询电话|电话|号码|联系方式|怎么联系|地址|位置|办公地点|在哪里"
    "|在哪儿|在哪|在什么地方|怎么走|办公时间|上班时间|工作时间|几点上班|几点下班"
)
WHAT_OF_IT = re.compile(f"(?:{_FILLING})*(?:{_ASKED})(?:{_FILLING}|{_ASKED})*$")
POLITE = re.compile(r"^(?:请问|想问一下|想问|你好|您好|[,。!]|\s)+")
# A short name as people of the place say it: they know which county it is of.
LEVEL = re.compile(r"^[省市县区旗镇乡]")
SHORTEST = 3


class FoundUnit(NamedTuple):
    agency: Agency
    reason: Reason
    score: float


def found_units(finder: Finder) -> list[FoundUnit]:
    """The open units that what is asked fits, the best first, those of the name before
    those of the duty; four queries, of a sentence a few more."""
    core = _without_what_of_it(finder.search.question.folded)
    finder = finder.among(IS_AGENCY)
    finder = _of_core(core, finder.search.facets) if core else finder
    hits = [hit for hit in finder.best() if finder.share(hit) >= ENOUGH]
    return _units(hits, finder.search.question)


def _without_what_of_it(folded: str) -> str:
    """Who is asked for where somebody asks for a telephone or an address; "" where
    nobody does."""
    core = WHAT_OF_IT.sub("", POLITE.sub("", folded)).strip()
    return core if core != folded.strip() and runs(core) else ""


def _of_core(core: str, facets: Groups) -> Finder:
    finder = Finder(Search(ask(core), facets))
    if finder.search.question.can_be_loose and not finder.newest(1):
        return finder.loosened()
    return finder


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
    names += [short for name in names if (short := _without_level(name))]
    return any(
        name in wording or wording.strip() in name
        for name in names
        for wording in question.variants
    )


def _without_level(name: str) -> str:
    """“县民政局” as “民政局”; "" where nothing telling is left."""
    short = LEVEL.sub("", name)
    return short if short != name and len(short) >= SHORTEST else ""
