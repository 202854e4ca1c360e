"""Which of the texts found answers best: BM25 over title and body, with the text itself
at hand. Pure.

The weights of terms were set by a half of the questions of CMRC 2018 among 150,000
articles and passages; docs/performance.md has what the other half gave. Age and kind
weigh a few per cent: they order what answers about as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .questions import Question
from .terms import times

TITLE = 2.0
SATURATION = 0.9
LENGTH = 0.2
SINGLE = 1.0
# So much of what a text is worth it is only worth if it has all that is asked for.
WHOLE = 0.5
PHRASE_IN_TITLE = 4.0
PHRASE_IN_BODY = 2.0
# Who cites the document number that was asked for, in whatever spelling.
CITED = 4.0
# Another word for the same thing counts so much of the one that was typed.
NEARLY = 0.9
# Of a long document the beginning: what it is about is said there.
READ = 20_000

# What was published goes out of date, so much in a year, for so many years.
YEARLY = 0.03
YEARS = 4
# What does not hold any more answers less well than what does.
ENDED = 0.9
# Who types a word mostly wants to do something about it.
GUIDED = 1.1
# Who asks how something is done wants the guide, not the news of those who did it.
HOW_GUIDED = 1.5

Weights = list[tuple[str, float]]


@dataclass(frozen=True)
class Corpus:
    """How many texts there are, and how long they are on average, in characters."""

    count: int
    length: float

    def idf(self, df: int) -> float:
        return math.log1p((max(self.count, df) - df + 0.5) / (df + 0.5))


@dataclass(frozen=True)
class Weighed:
    """A question with the weight of each of its terms."""

    question: Question
    wordings: list[Weights]
    length: float

    def score(self, title: str, body: str) -> float:
        """How well a text answers; both parts folded. 0: not at all."""
        norm = 1 - LENGTH + LENGTH * len(body) / self.length

        def weight_of(weighed: Iterable[tuple[str, float]]) -> tuple[float, float]:
            total, had = 0.0, 0.0
            for term, weight in weighed:
                tf = TITLE * times(term, title) + times(term, body) / norm
                total += weight * tf / (tf + SATURATION)
                had += weight * (tf > 0)
            return total, had

        def worth_of(wording: Weights) -> float:
            total, had = weight_of(wording)
            return total * (1 - WHOLE + WHOLE * had / (_sum(wording) or 1.0))

        best = max(map(worth_of, self.wordings))
        if not best:
            return 0.0
        best += weight_of((single, SINGLE) for single in self.question.singles)[0]
        return best + self._phrase(title, body)

    def _phrase(self, title: str, body: str) -> float:
        if not self.question.is_phrase:
            return 0.0
        own, *others = map(str.strip, self.question.variants)

        def held_by(text: str) -> float:
            is_other = any(wording in text for wording in others)
            return 1.0 if own in text else NEARLY * is_other

        return PHRASE_IN_TITLE * held_by(title) + PHRASE_IN_BODY * held_by(body)


def standing(
    *,
    age: float,
    is_over: bool = False,
    is_guide: bool = False,
    is_word: bool = False,
    asks_how: bool = False,
) -> float:
    """What a score is multiplied by for what is known of a record beside its text; its
    age in years. A guide is corrected where it stands, so it doesn't age."""
    factor = 1.0 if is_guide else 1 - YEARLY * min(max(age, 0.0), YEARS)
    if is_guide and asks_how:
        factor *= HOW_GUIDED
    elif is_guide and is_word:
        factor *= GUIDED
    return factor * ENDED if is_over else factor


def weigh(question: Question, corpus: Corpus, df: Callable[[str], int]) -> Weighed:
    """`df` says in how many texts a term is."""
    first, *others = [
        [(term.text, corpus.idf(df(term.text))) for term in question.wanted(variant)]
        for variant in question.variants
    ]
    wordings = [first, *(_scaled(other, to=NEARLY * _sum(first)) for other in others)]
    return Weighed(question, wordings, max(corpus.length, 1.0))


def _scaled(weighed: Weights, *, to: float) -> Weights:
    """A long word is worth no more than the short one for the same thing."""
    scale = to / (_sum(weighed) or 1.0)
    return [(term, weight * scale) for term, weight in weighed]


def _sum(weighed: Weights) -> float:
    return sum(weight for _term, weight in weighed)
