"""The words that search knows by themselves, made anew from what is public.

Apps register what has a name; synonyms, titles and what readers often ask are added
here. Nothing comes from internal notices: only what the public index has is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Sum

from .. import clock, lazy
from ..days import local_day
from ..models import (
    AskedWords,
    SearchEntry,
    SearchState,
    SearchTerm,
    SearchWord,
    SiteState,
    SynonymGroup,
)
from ..models.search_words import WordSource
from .folding import fold
from .questions import Synonyms
from .synonyms import synonyms_now
from .terms import IS_HAN, terms
from .title_words import words_of
from .writing import docid_of

if TYPE_CHECKING:
    import pypinyin
else:
    pypinyin = lazy.Module("pypinyin")

# However many notices there are: titles that are read, and words of each source.
TITLES = 20_000
MOST_OF_SOURCE = 5_000
LONGEST = 40
ASKED_WITHIN = timedelta(days=90)
BATCH = 500

_named: dict[str, Callable[[], Iterable[str]]] = {}


def register(kind: str, names: Callable[[], Iterable[str]]) -> None:
    """Let these names be suggested; registering a kind again replaces it."""
    _named[kind] = names


@transaction.atomic
def refresh() -> str:
    """Add new words, drop those that nothing public has any more. Wired to tick. While
    records are counted anew, words would seem to be gone: it waits."""
    # Read before an erasure and written after it, a word would outlive its record.
    SiteState.objects.hold()
    if SearchState.objects.filter(is_building=True).exists():
        return "waits: the index is being made anew"
    wanted = {word.folded: word for word in _found()}
    known = dict(SearchWord.objects.values_list("folded", "weight"))
    gone = [folded for folded in known if folded not in wanted]
    for batch in _batches(gone):
        SearchWord.objects.filter(pk__in=batch).delete()
    new = [word for folded, word in wanted.items() if known.get(folded) != word.weight]
    for row in new:
        row.pinyin, row.initials = pinyin_of(row.word)
    SearchWord.objects.bulk_create(
        new,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["folded"],
        update_fields=["word", "weight", "source"],
    )
    if gone or new:
        # Suggestions are kept by caches as pages are.
        SiteState.objects.bump()
    return f"{len(wanted)} words, {len(new)} new, {len(gone)} gone"


def pinyin_of(word: str) -> tuple[str, str]:
    """A word as it is typed in letters, and by the first letter of each syllable."""
    if not IS_HAN.search(word):
        return fold(word), fold(word)
    syllables = [fold(each).replace(" ", "") for each in pypinyin.lazy_pinyin(word)]
    return "".join(syllables), "".join(each[:1] for each in syllables)


def _found() -> Iterator[SearchWord]:
    """Each word once, under the first source that has it."""
    seen: set[str] = set()
    same = synonyms_now()
    for source, counted in _sources():
        words = {fold(word): (word, count) for word, count in counted.items()}
        short = {
            folded: each
            for folded, each in words.items()
            if 1 < len(folded) <= LONGEST and folded not in seen
        }
        for folded, weight in _weights(short, same):
            seen.add(folded)
            word, _count = short[folded]
            yield SearchWord(
                folded=folded,
                word=word,
                length=len(folded),
                source=source,
                weight=weight,
            )


def _sources() -> Iterator[tuple[WordSource, Counter[str]]]:
    groups = SynonymGroup.objects.values_list("words", flat=True)
    yield WordSource.SYNONYM, Counter(chain(*(group.split() for group in groups)))
    names = (name for _kind, names in sorted(_named.items()) for name in names())
    yield WordSource.NAME, Counter(names)
    yield WordSource.TITLE, words_of(_titles())
    yield WordSource.ASKED, _asked()


def _titles() -> Iterable[str]:
    """The newest public ones."""
    public = SearchEntry.objects.filter(docid__range=(0, docid_of(clock.now())))
    newest = public.order_by("-docid").values_list("searchtext__title", flat=True)
    return newest[:TITLES]


def _asked() -> Counter[str]:
    """What readers asked for several times, and found something by."""
    since = local_day(clock.now()) - ASKED_WITHIN
    rows = AskedWords.objects.filter(day__gte=since).exclude(words="").order_by()
    sums = rows.values_list("words").annotate(
        found=Sum(F("times") - F("times_nothing"))
    )
    return Counter({words: found for words, found in sums if found})


def _weights(
    words: dict[str, tuple[str, int]], same: Synonyms
) -> Iterator[tuple[str, int]]:
    """The weightiest words: of those that the index has, in how many records at most,
    and how often they are said. Who asks for a word finds the records of others for
    the same thing: it weighs as much as they do."""
    every_word = {*words, *chain(*(same.get(folded, ()) for folded in words))}
    terms_of = {folded: terms(folded) - {folded[-1]} for folded in every_word}
    every = sorted(set(chain(*terms_of.values())))
    df: dict[str, int] = {}
    for batch in _batches(every):
        df.update(SearchTerm.objects.filter(pk__in=batch).values_list("term", "df"))
    alone = {
        folded: min((df.get(term, 0) for term in terms_of[folded]), default=0)
        for folded in every_word
    }
    weighed = {
        folded: max(alone[word] for word in (folded, *same.get(folded, ())))
        for folded in words
    }
    counts = Counter(
        {
            folded: weight + words[folded][1]
            for folded, weight in weighed.items()
            if weight > 0
        }
    )
    return iter(counts.most_common(MOST_OF_SOURCE))


def _batches(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
