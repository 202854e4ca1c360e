"""Finding: few candidates from the index, the texts themselves to rank them by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import NamedTuple

from .. import clock
from ..models import SearchEntry, SearchState, SearchTerm, SearchText
from .conditions import EVERYTHING, Condition
from .folding import fold
from .index import Index, index
from .questions import Question, Term
from .ranking import CITED, READ, Corpus, Weighed, standing, weigh
from .synonyms import synonyms
from .writing import GUIDE, OVER, TIES, docid_of

# Of a word, so many of the newest in whose title it is, and of those that have it.
NEWEST = 200
# Of a sentence, so many records are looked at, by its rarest terms.
POSTINGS = 3_000
FEW = 240
# So many are ranked by their texts.
RANKED = 120
# Of a common word, so many guides are among them, however old they are.
GUIDES = 20
# Of a question how something is done, so many terms are looked for in their titles.
ASKED_OF_GUIDES = 2
# Counting ends here.
CAP = 10_001
FACETED = 5_000
# Of what must stand there just so, the texts of so many records are looked at.
CHECKED = 1_000
# A year in docids.
YEAR = 365 * 86_400_000 * TIES

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Search:
    """What is asked, within which facets: one token of each group; of what was
    published in which span of docids."""

    question: Question
    facets: Groups = ()
    without: Sequence[str] = ()
    is_title_only: bool = False
    first: int = 0
    last: int = EVERYTHING


class Hit(NamedTuple):
    docid: int
    kind: str
    object_id: int
    text: SearchText
    score: float


class Count(NamedTuple):
    """How many records answer; more than so many, or about so many."""

    number: int
    is_capped: bool = False
    is_about: bool = False


@dataclass
class Finder:
    """One search: the counts of its terms are read once."""

    search: Search
    index: Index = field(default_factory=index)
    _is_cut: bool = field(default=False, init=False)
    # What few records meet is asked of the index once.
    _few: dict[tuple[Term, ...], list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        state = SearchState.objects.filter(pk=SearchState.ONLY).first()
        self.words_version = state.words_version if state else 0
        table = synonyms(self.words_version)
        question = self.search.question.widened(table)
        self.search = replace(self.search, question=question)
        self.records = state.records if state else 0
        characters = state.characters if state else 0
        self.corpus = Corpus(self.records, characters / max(self.records, 1))
        wordings = map(question.wanted, question.variants)
        self.wordings = [terms for terms in wordings if terms]
        self.df = self._counts()
        self.now = docid_of(clock.now())
        self.last = min(self.now + TIES - 1, self.search.last)

    def within(self, facets: Groups, without: Sequence[str] = ()) -> Finder:
        """The same question within other facets; the counts are not read again."""
        other = copy(self)
        other._few = {}
        other.search = replace(self.search, facets=facets, without=without)
        return other

    def among(self, *kinds: str) -> Finder:
        """The same question of records of other kinds: kinds are the first group of
        facets, what else is chosen stays."""
        return self.within([kinds, *self.search.facets[1:]])

    def unfiltered(self, facets: Groups) -> Finder:
        """The same question within these facets and no other bounds."""
        other = self.within(facets)
        other.search = replace(
            other.search, is_title_only=False, first=0, last=EVERYTHING
        )
        other.last = self.now + TIES - 1
        return other

    def loosened(self) -> Finder:
        """The same question as if it were a whole sentence."""
        question = replace(self.search.question, is_loose=True)
        return Finder(replace(self.search, question=question), self.index)

    def best(self, least: float = 0.0) -> list[Hit]:
        """Up to RANKED records, the best first, newest first among equals; only such as
        have so much of what is asked about, or cite the number that is asked for."""
        question = self.search.question
        number = question.number
        citing = self._postings([Term(number)], NEWEST) if number else []
        ids = self._of_word() if question.is_word else self._of_sentence(citing)
        weighed = weigh(question, self.corpus, self._df)
        return sorted(
            self._scored(ids, weighed, set(citing), least),
            key=lambda hit: (-hit.score, -hit.docid),
        )

    def newest(self, limit: int, before: int = EVERYTHING) -> list[Hit]:
        """The newest records that have all terms, before a docid."""
        ids = self._of_any(limit, before=before)
        return sorted(self._hits(ids), key=lambda hit: -hit.docid)

    def count(self) -> Count:
        """How many records have all terms of a wording."""
        if not self.wordings:
            return Count(0)
        if self.search.question.is_checked:
            ids = self._of_any(CHECKED)
            return Count(len(ids), is_capped=self._is_cut)
        if len(self.wordings) > 1 or self._are_few(self.wordings[0]):
            ids = self._of_any(FACETED)
            if len(ids) < FACETED:
                return Count(len(ids))
        number = max(map(self._number, self.wordings))
        is_more = number >= CAP or len(self.wordings) > 1
        return Count(min(number, CAP - 1), is_capped=is_more)

    def facets(self) -> Counter[str]:
        """How many of the newest matches have which facet token."""
        counted: Counter[str] = Counter()
        for facets in self.index.facets(self._of_any(FACETED)):
            counted.update(facets.split())
        return counted

    def matching(self, kind: str) -> list[int]:
        """The keys of the newest records of one kind that have all terms."""
        entries = SearchEntry.objects.filter(pk__in=self._of_any(FACETED), kind=kind)
        return list(entries.values_list("object_id", flat=True))

    def share(self, hit: Hit) -> float:
        """How much of what is asked a record has, 0 to 1, rare terms weighing more.
        Terms that no record has are not asked for."""
        text = fold(f"{hit.text.title}\n{hit.text.body[:READ]}")
        return max((self._share(terms, text) for terms in self.wordings), default=0.0)

    def _share(self, terms: Sequence[Term], text: str) -> float:
        known = [term for term in terms if self._df(term.text)] or terms
        total = sum(self._idf(term) for term in known)
        had = sum(self._idf(term) for term in known if term.text in text)
        return had / total if total else 0.0

    # --- Candidates --------------------------------------------------------------

    def _of_word(self) -> list[int]:
        found: dict[int, None] = {}
        for terms in self.wordings:
            found |= dict.fromkeys(self._postings(terms, NEWEST, is_title_only=True))
        for terms in self.wordings:
            found |= dict.fromkeys(self._postings(terms, NEWEST))
        if len(found) > RANKED:
            found = dict.fromkeys(self._guides()) | found
        return list(found)[:RANKED]

    def _guides(self) -> Iterator[int]:
        """Lists of each month would else be all that is ranked."""
        guides = self.within([*self.search.facets, [GUIDE]], self.search.without)
        for terms in self.wordings:
            yield from guides._postings(terms, GUIDES, is_title_only=True)

    def _of_sentence(self, citing: Iterable[int]) -> list[int]:
        weights: dict[int, float] = defaultdict(float)
        weights.update(dict.fromkeys(citing, 10_000.0))
        for terms in self.wordings:
            for docid in self._postings(terms, NEWEST):
                weights[docid] += 1_000
            self._spend(terms, weights)
            if self.search.question.asks_how:
                self._add_guides(terms, weights)
        ranked = sorted(weights.items(), key=lambda each: (-each[1], -each[0]))
        return [docid for docid, _weight in ranked[:RANKED]]

    def _add_guides(self, terms: Sequence[Term], weights: dict[int, float]) -> None:
        """Those with the rarest terms in their titles, before all that only say so."""
        guides = self.within([*self.search.facets, [GUIDE]], self.search.without)
        rarest = sorted(terms, key=lambda term: self._df(term.text))
        for term in rarest[:ASKED_OF_GUIDES]:
            for docid in guides._postings([term], GUIDES, is_title_only=True):
                weights[docid] += 1_000

    def _spend(self, terms: Sequence[Term], weights: dict[int, float]) -> None:
        """Look at single terms from the rarest on, then at pairs of the next ones."""
        # What nobody has counted yet is as rare as can be.
        rarest = sorted(terms, key=lambda term: self._df(term.text))
        left = POSTINGS
        while rarest and left > 0:
            term = rarest.pop(0)
            found = self._postings([term], left)
            left -= len(found)
            for docid in found:
                weights[docid] += self._idf(term)
        if len(weights) < FEW:
            for pair in combinations(rarest[:4], 2):
                for docid in self._postings(pair, NEWEST):
                    weights[docid] += sum(map(self._idf, pair))

    def _of_any(self, limit: int, before: int = EVERYTHING) -> list[int]:
        """The newest records that have all terms of a wording."""
        found: set[int] = set()
        for terms in self.wordings:
            found.update(self._postings(terms, limit, before=before))
        return sorted(found, reverse=True)[:limit]

    def _postings(
        self,
        terms: Sequence[Term],
        limit: int,
        *,
        is_title_only: bool = False,
        before: int = EVERYTHING,
    ) -> list[int]:
        condition = self._condition(terms, is_title_only=is_title_only)
        condition = replace(condition, last=min(condition.last, before - 1))
        question = self.search.question
        if question.is_checked and question.is_word:
            return self._checked(condition, limit)
        if not is_title_only and before == EVERYTHING and self._are_few(terms):
            known = self._few.get(tuple(terms))
            if known is None:
                known = self.index.postings(condition, FACETED)
                self._few[tuple(terms)] = known
            return known[:limit]
        return self.index.postings(condition, limit)

    def _are_few(self, terms: Sequence[Term]) -> bool:
        """Is it likely that all that have a word can be read at once? Of a sentence
        nobody asks how many there are."""
        is_word = self.search.question.is_word
        return is_word and self._condition(terms).likely() <= FACETED

    def _checked(self, condition: Condition, limit: int) -> list[int]:
        """Of the newest that have the terms those whose text answers."""
        ids = self.index.postings(condition, CHECKED)
        self._is_cut |= len(ids) == CHECKED
        found = [hit.docid for hit in self._hits(ids) if self._answers(hit)]
        return sorted(found, reverse=True)[:limit]

    def _answers(self, hit: Hit) -> bool:
        return self.search.question.allows(
            fold(hit.text.title),
            fold(hit.text.body),
            is_title_only=self.search.is_title_only,
        )

    def _condition(
        self, terms: Sequence[Term], *, is_title_only: bool = False
    ) -> Condition:
        return Condition(
            terms=terms,
            facets=self.search.facets,
            without=[*self.search.without, *self.search.question.without_terms],
            first=self.search.first,
            last=self.last,
            is_title_only=is_title_only or self.search.is_title_only,
            counts=self._counts_of(terms),
            records=self.records,
        )

    # --- Counts ------------------------------------------------------------------

    def _number(self, terms: Sequence[Term]) -> int:
        """Up to CAP. Counting one by one takes a tenth of a second among a million;
        twice as many as are told may be among those that nobody may read yet."""
        condition = self._condition(terms)
        if self._at_least(condition) >= 2 * CAP:
            return CAP
        return self.index.count(condition, CAP)

    def _at_least(self, condition: Condition) -> int:
        """So many meet it by the kept counts alone: all but those that lack a part."""
        is_whole = self.search.first == 0 and self.search.last == EVERYTHING
        is_counted = not any(term.is_prefix for term in condition.terms)
        if not is_whole or not is_counted or not self.df.keys() >= {*condition.without}:
            return 0
        had = [self._df(term.text) for term in condition.terms]
        had += [max(map(self._df, group), default=0) for group in condition.facets]
        lacking = sum(self.records - count for count in had)
        return self.records - lacking - sum(map(self._df, condition.without))

    def _counts(self) -> dict[str, int]:
        wanted = {term.text for terms in self.wordings for term in terms}
        wanted.update(token for group in self.search.facets for token in group)
        wanted.update([*self.search.without, *self.search.question.without_terms])
        wanted.update((GUIDE, self.search.question.number))
        rows = SearchTerm.objects.filter(term__in=wanted)
        return dict.fromkeys(wanted, 0) | dict(rows.values_list("term", "df"))

    def _df(self, term: str) -> int:
        return self.df.get(term, 0)

    def _idf(self, term: Term) -> float:
        return self.corpus.idf(self._df(term.text))

    def _counts_of(self, terms: Sequence[Term]) -> list[int]:
        known = [self._df(term.text) for term in terms if not term.is_prefix]
        return known + [sum(map(self._df, group)) for group in self.search.facets]

    # --- Texts -------------------------------------------------------------------

    def _scored(
        self,
        ids: Sequence[int],
        weighed: Weighed,
        citing: Collection[int],
        least: float,
    ) -> Iterator[Hit]:
        question = self.search.question
        for hit in self._hits(ids):
            if question.is_checked and not self._answers(hit):
                continue
            title, body = fold(hit.text.title), fold(hit.text.body[:READ])
            is_cited = hit.docid in citing
            score = weighed.score(title, body) + CITED * is_cited
            is_near = is_cited or not least or question.coverage(title + body) >= least
            if score and is_near:
                yield hit._replace(score=score * self._standing(hit))

    def _standing(self, hit: Hit) -> float:
        tokens = hit.text.entry.facets.split()
        return standing(
            age=(self.now - hit.docid) / YEAR,
            is_over=OVER in tokens,
            is_guide=GUIDE in tokens,
            is_word=self.search.question.is_word,
            asks_how=self.search.question.asks_how,
        )

    def _hits(self, ids: Iterable[int]) -> Iterator[Hit]:
        rows = SearchText.objects.filter(pk__in=list(ids)).select_related("entry")
        for text in rows:
            yield Hit(text.pk, text.entry.kind, text.entry.object_id, text, 0.0)


def words_to_mark(question: Question) -> list[str]:
    """What is marked in titles and snippets: the terms of what was typed, and other
    words for the same thing as wholes, since nobody asked for their pieces."""
    own = (term.text for term in question.wanted(question.folded))
    return list(dict.fromkeys((*own, *question.others)))
