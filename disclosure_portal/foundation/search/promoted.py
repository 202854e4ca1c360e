"""Answers that the office puts first: for a question as readers type it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from .. import clock, kept_objects
from ..days import local_day
from ..models import PromotedAnswer
from .finding import Finder
from .folding import fold
from .questions import Question, ask

Table = Mapping[str, Sequence[PromotedAnswer]]


def promoted(finder: Finder) -> list[PromotedAnswer]:
    """Those that hold today for these words, or for others that mean the same; one
    query when the data are new."""
    table: Table = kept_objects.kept("promoted", finder.words_version, _load)
    today = local_day(clock.now())
    found: dict[int, PromotedAnswer] = {}
    for variant in finder.search.question.variants:
        for answer in table.get(Question((variant,)).bare, ()):
            if _holds(answer, today):
                found[answer.pk] = answer
    return list(found.values())


def _holds(answer: PromotedAnswer, today: date) -> bool:
    is_early = answer.starts_on is not None and today < answer.starts_on
    is_late = answer.ends_on is not None and today > answer.ends_on
    return not is_early and not is_late


def _load() -> Table:
    table: dict[str, list[PromotedAnswer]] = defaultdict(list)
    for answer in PromotedAnswer.objects.order_by("pk"):
        for bare in {ask(fold(line)).bare for line in answer.words.splitlines()}:
            if bare:
                table[bare].append(answer)
    return dict(table)
