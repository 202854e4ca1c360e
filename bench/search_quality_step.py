"""How well search finds among all articles of laws and all passages: for bench.inside.

Questions are asked as a page asks them; what answers is known. Sentences of one half
were used when weights were set, the other half is what is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from disclosure_portal.foundation.document_numbers import find
from disclosure_portal.foundation.search.closest import best_or_closest
from disclosure_portal.foundation.search.conditions import Condition, Tokens
from disclosure_portal.foundation.search.finding import Finder, Hit, Search
from disclosure_portal.foundation.search.folding import _simplified, fold
from disclosure_portal.foundation.search.index import index
from disclosure_portal.foundation.search.questions import ask, number_asked
from disclosure_portal.foundation.search.terms import IS_HAN, runs, terms

from . import search_texts
from .search_filling import STEP, Document, fill
from .search_texts import Asked, Text

DEPTH, SHOWN = 10, 20
STRINGS = 300
COMPARED = 400
SPELLINGS: tuple[tuple[str, str], ...] = (
    ("〔", "〕"), ("[", "]"), ("（", "）"), ("(", ")"), ("【", "】"), ("［", "］"),
    (" 〔", "〕 "),
)  # fmt: skip
BRACKETS = "〔〕"
WIDE: dict[int, str] = {ord("0") + n: chr(0xFF10 + n) for n in range(10)}


def main(folder: str) -> dict[str, Any]:
    found = list(search_texts.texts(Path(folder)))
    sizes = fill(map(_document, found))
    keys = [text.keys for text in found]
    halves = {
        is_tuning: search_texts.passage_questions(Path(folder), is_tuning=is_tuning)
        for is_tuning in (True, False)
    }
    laws = search_texts.law_questions()
    mrr = partial(_mrr, keys)
    return {
        **sizes,
        "questions": len(halves[False]),
        "tuned": mrr(halves[True]),
        "other": mrr(halves[False]),
        "traditional": mrr([_traditional(each) for each in halves[False]]),
        "law_questions": len(laws),
        "laws": mrr(laws),
        "strings": _strings(found),
        "numbers": _numbers(found),
        "top": [_top(each.question) for each in [*halves[False][:COMPARED], *laws]],
    }


def _document(text: Text) -> Document:
    tokens = Tokens(terms(text.title), terms(text.body), {"@bench"})
    return Document(text.title, text.body, tokens)


def _best(question: str) -> list[Hit]:
    """As the page does: where nothing has all of a short question, the closest."""
    _finder, hits = best_or_closest(Finder(Search(ask(question))))
    return hits


def _mrr(keys: list[tuple[str, ...]], asked: Iterable[Asked]) -> float:
    """The mean of 1 ÷ the place of the first right answer, 0 beyond the tenth."""
    worth = [_worth(keys, each) for each in asked]
    return sum(worth) / len(worth)


def _worth(keys: list[tuple[str, ...]], asked: Asked) -> float:
    for place, hit in enumerate(_best(asked.question)[:DEPTH], start=1):
        if asked.key in keys[hit.docid // STEP - 1]:
            return 1 / place
    return 0.0


def _top(question: str) -> list[int]:
    return [hit.docid // STEP for hit in _best(question)[:SHOWN]]


def _traditional(asked: Asked) -> Asked:
    """As it is typed in traditional characters: one of those that each stands for."""
    simplified = _simplified().items()
    table = {ord(after): before for before, after in simplified if before != after}
    return asked._replace(question=asked.question.translate(table))


# --- Strings and numbers ----------------------------------------------------------


def _strings(found: list[Text]) -> dict[str, float]:
    """Of the texts that hold a string of 2–4 characters, how many the index finds."""
    random = Random(1)
    folded = [fold(f"{text.title}\n{text.body}") for text in found]
    holding, met = 0, 0
    for string in _sampled(folded, random):
        holders = {place for place, text in enumerate(folded) if string in text}
        asked = ask(string)
        condition = Condition(terms=asked.wanted(asked.folded), records=len(found))
        hits = {docid // STEP - 1 for docid in index().postings(condition, len(found))}
        holding += len(holders)
        met += len(holders & hits)
    return {"asked": STRINGS, "holding": holding, "share": met / holding}


def _sampled(folded: list[str], random: Random) -> Iterator[str]:
    left = STRINGS
    while left:
        run = random.choice(runs(random.choice(folded)))
        length = random.randint(2, 4)
        if IS_HAN.match(run) and len(run) >= length:
            place = random.randrange(len(run) - length + 1)
            yield run[place : place + length]
            left -= 1


def _numbers(found: list[Text]) -> dict[str, float]:
    """How many spellings of the document numbers in the texts are known for one."""
    numbers = sorted({number for text in found for number in find(text.body)})
    asked = [
        (number, spelt(number))
        for number in numbers
        if set(BRACKETS) <= set(number)
        for spelt in _spellings()
    ]
    known = ((number_asked(number), number_asked(spelt)) for number, spelt in asked)
    met = sum(first == other != "" for first, other in known)
    return {"asked": len(asked), "share": met / max(len(asked), 1)}


def _spellings() -> Iterator[Callable[[str], str]]:
    for first, last in SPELLINGS:
        spelt = str.maketrans({BRACKETS[0]: first, BRACKETS[1]: last})
        yield partial(_translated, table=spelt)
        yield partial(_translated, table={**spelt, **WIDE})


def _translated(number: str, *, table: dict[int, str]) -> str:
    return number.translate(table)
