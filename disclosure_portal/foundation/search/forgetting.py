"""Forgetting words that only an erased record had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from ..models import AskedWords, SearchTerm, SearchWord
from .folding import fold
from .terms import is_han, pairs, runs, terms

BATCH = 500


def forget_words(texts: Iterable[str]) -> int:
    """Remove suggestions and questions with anything in them that stood in these texts
    and stands in no record that is left. The caller has taken the record out of the
    index."""
    gone: set[str] = set()
    for text in texts:
        gone |= terms(text)
    gone = {term for term in gone if len(term) > 1}
    for batch in _batches(gone):
        known = SearchTerm.objects.filter(pk__in=batch, df__gt=0)
        gone -= set(known.values_list("term", flat=True))
    return _drop(SearchWord.objects.all(), "folded", gone) + _drop(
        AskedWords.objects.exclude(words=""), "words", gone
    )


def _drop(rows: QuerySet[Any], column: str, gone: set[str]) -> int:
    told = [
        (pk, words)
        for pk, words in rows.values_list("pk", column)
        if not gone.isdisjoint(_terms(words))
    ]
    for batch in _batches([pk for pk, _words in told]):
        rows.model._default_manager.filter(pk__in=batch).delete()
    return len(told)


def _terms(words: str) -> Iterator[str]:
    for run in runs(fold(words)):
        if is_han(run):
            yield from pairs(run)
        else:
            yield run


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(list(items))
    while batch := list(islice(rest, BATCH)):
        yield batch
