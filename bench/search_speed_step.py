"""How quick search is among many documents: for bench.inside.

Documents are recombined from real sentences, with titles, units, years and numbers of
the bench's own. A question costs what its page costs: finding, counting, choices
beside the list, snippets; the rows of the notices are what every list pays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

from disclosure_portal.foundation.models import SearchTerm
from disclosure_portal.foundation.search.conditions import Tokens
from disclosure_portal.foundation.search.finding import Finder, Search, words_to_mark
from disclosure_portal.foundation.search.folding import fold
from disclosure_portal.foundation.search.questions import GRAMMAR, ask
from disclosure_portal.foundation.search.ranking import weigh
from disclosure_portal.foundation.search.snippets import marked, snippet
from disclosure_portal.foundation.search.terms import IS_HAN, terms
from disclosure_portal.foundation.search.writing import EPOCH, Record, put

from . import search_texts
from .prose import Writer
from .search_filling import Document, fill

POOL, SENTENCES = 40_000, 8
TOWNS, VILLAGES, BOARDS, KINDS = 20, 8, 12, 10
YEARS = range(2016, 2026)
NUMBERED = 5  # every fifth document has a number
ASKED, ROUNDS, SHOWN = 120, 3, 20
WRITTEN = 200
# Of common words: so many, and of how many documents at most all are ranked.
WHOLE_WORDS, WHOLE_UP_TO = 20, 100_000

Groups = list[list[str]]


class Query(NamedTuple):
    text: str
    facets: Groups


def main(folder: str, size: str) -> dict[str, Any]:
    count = int(size)
    began = perf_counter()
    sizes = fill(documents(Path(folder), count))
    filled = perf_counter() - began
    classes = _classes(count)
    return {
        **sizes,
        "filled": filled,
        "relevance": _measured(classes, _relevance),
        "newest": _measured(classes, _newest),
        "written": _percentiles(sorted(_written())),
        "kept": _kept(classes["common"], count),
    }


# --- The documents ----------------------------------------------------------------


def documents(folder: Path, count: int) -> Iterator[Document]:
    random = Random(7)
    pool = search_texts.sentences(folder)
    pool = random.sample(pool, min(POOL, len(pool)))
    cut = [frozenset(terms(sentence)) for sentence in pool]
    writer = Writer(random)
    for serial in range(1, count + 1):
        chosen = [int(random.random() * len(pool)) for _number in range(SENTENCES)]
        number = number_of(serial) if serial % NUMBERED == 0 else ""
        title = writer.title("清源县", random.choice(YEARS), serial)
        body = number + "".join(pool[place] for place in chosen)
        found = set(terms(number)).union(*(cut[place] for place in chosen))
        tokens = Tokens(terms(title), found, _facets(random))
        yield Document(title, body, tokens)


def number_of(serial: int) -> str:
    return f"清政办〔{YEARS[serial % len(YEARS)]}〕{serial}号。"


def _facets(random: Random) -> set[str]:
    town, village = random.randrange(TOWNS), random.randrange(VILLAGES)
    return {
        "@notice",
        "@p1",
        f"@p1_{town}",
        f"@p1_{town}_{village}",
        f"@b{random.randrange(BOARDS)}",
        f"@k{random.randrange(KINDS)}",
        f"@y{random.choice(YEARS)}",
    }


# --- The questions ----------------------------------------------------------------


def _classes(count: int) -> dict[str, list[Query]]:
    random = Random(11)
    rows = SearchTerm.objects.order_by("-df", "term").values_list("term", "df")
    words = [(term, df) for term, df in rows.iterator() if _is_word(term)]
    common = [term for term, _df in words[:ASKED]]
    seldom = [term for term, df in words if df <= max(count // 2_000, 2)]
    middle = [term for term, _df in words[ASKED : ASKED * 10]]
    numbered = range(NUMBERED, count + 1, NUMBERED)
    plain: dict[str, Iterable[str]] = {
        "rare": random.sample(seldom, ASKED),
        "common": common,
        "and": (" ".join(random.sample(middle, 2)) for _number in range(ASKED)),
        "question": (asked.question for asked in search_texts.law_questions()),
        "number": (
            number_of(serial)[:-1] for serial in random.choices(numbered, k=ASKED)
        ),
    }
    found = {name: [Query(text, []) for text in texts] for name, texts in plain.items()}
    found["filtered"] = [Query(word, _filters(random)) for word in common]
    return found


def _is_word(term: str) -> bool:
    is_pair = len(term) == 2 and IS_HAN.match(term) is not None
    return is_pair and GRAMMAR.isdisjoint(term)


def _filters(random: Random) -> Groups:
    return [
        [f"@p1_{random.randrange(TOWNS)}"],
        [f"@k{random.randrange(KINDS)}"],
        [f"@y{random.choice(YEARS)}"],
    ][: random.randint(1, 3)]


# --- What a page asks -------------------------------------------------------------


def _relevance(query: Query) -> None:
    finder = Finder(Search(ask(query.text), query.facets))
    hits = finder.best()[:SHOWN]
    words = words_to_mark(finder.search.question)
    for hit in hits:
        marked(hit.text.title, words)
        snippet(hit.text.body, words)
    finder.count()
    finder.facets()


def _newest(query: Query) -> None:
    finder = Finder(Search(ask(query.text), query.facets))
    words = words_to_mark(finder.search.question)
    for hit in finder.newest(SHOWN + 1):
        marked(hit.text.title, words)
        snippet(hit.text.body, words)
    finder.count()


def _measured(
    classes: dict[str, list[Query]], page: Callable[[Query], None]
) -> dict[str, dict[str, float]]:
    """Milliseconds of the clock: of each question the best of some rounds."""
    taken: dict[str, list[list[float]]] = {name: [] for name in classes}
    for _round in range(ROUNDS):
        for name, queries in classes.items():
            taken[name].append([_clocked(page, query) for query in queries])
    return {
        name: _percentiles(sorted(map(min, zip(*rounds, strict=True))))
        for name, rounds in taken.items()
    }


def _clocked(page: Callable[[Query], None], query: Query) -> float:
    began = perf_counter()
    page(query)
    return (perf_counter() - began) * 1000


def _percentiles(ordered: list[float]) -> dict[str, float]:
    return {
        "asked": len(ordered),
        "p50": ordered[len(ordered) // 2],
        "p95": ordered[min(len(ordered) * 95 // 100, len(ordered) - 1)],
    }


def _written() -> Iterator[float]:
    """Single publications, each in a transaction of its own."""
    for number in range(WRITTEN):
        record = Record(
            kind="written",
            object_id=number,
            title=f"关于做好第{number}批惠农补贴发放工作的通知",
            sections=[("", "各单位要高度重视，明确专人负责，按时完成核查。" * 30)],
            facets=["@notice", "@y2026"],
            published_at=EPOCH + timedelta(days=1, minutes=number),
        )
        began = perf_counter()
        put(record)
        yield (perf_counter() - began) * 1000


# --- What ranking only the newest costs -------------------------------------------


def _kept(common: list[Query], count: int) -> dict[str, float]:
    """Of the best of all matches of a common word, how many are shown when only its
    newest are ranked, and how much less the shown ones weigh."""
    if count > WHOLE_UP_TO:
        return {}
    shown, worth = 0, 0.0
    for query in common[:WHOLE_WORDS]:
        finder = Finder(Search(ask(query.text)))
        best = finder.best()[:SHOWN]
        weighed = weigh(finder.search.question, finder.corpus, finder._df)
        scores = {
            hit.docid: weighed.score(fold(hit.text.title), fold(hit.text.body))
            for hit in finder.newest(count)
        }
        whole = sorted(scores, key=lambda docid: (-scores[docid], -docid))[:SHOWN]
        shown += len({hit.docid for hit in best} & set(whole))
        worth += sum(hit.score for hit in best) / sum(scores[each] for each in whole)
    words = len(common[:WHOLE_WORDS])
    return {"words": words, "shown": shown / (SHOWN * words), "worth": worth / words}
