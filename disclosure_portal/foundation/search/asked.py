"""What readers look for: counted by day, each reader once, without anybody's data.

Words are written down only once several readers asked for them; until then a keyed
digest stands for them. Numbers of persons, addresses of mail and what looks like a name
are never written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .. import clock
from ..days import local_day
from ..leaks import find_leaks
from ..models import AskedWords, SearchWord
from ..models.search_words import WordSource
from ..visit_batches import Asked
from .folding import fold
from .surnames import looks_like_a_name

LONGEST = 60
# So many readers, or readers of different days, ask before words are written down.
READERS = 3
# Of one day so many different questions are told apart.
MOST_A_DAY = 2_000
# A year and the month in which it is looked at; what nobody else asked, a month.
KEPT = timedelta(days=396)
NAMELESS_KEPT = timedelta(days=31)
NUMBER = re.compile(r"[0-9]{5}|@")


class AskedFigures(NamedTuple):
    words: str
    times: int
    times_nothing: int


def note(request: HttpRequest, words: str, *, has_found: bool) -> None:
    """Let the words be counted with this page. Called by pages of search, for the
    first page of what was found only."""
    normal = " ".join(fold(words).split())[:LONGEST]
    request.asked_words = (normal, has_found)  # type: ignore[attr-defined]


def add_asked(day: date, asked: Iterable[Asked]) -> None:
    """Add to the counts of a day; the caller holds the day's row."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    words_of: dict[str, str] = {}
    for each in asked:
        key = _key(each.words)
        words_of[key] = each.words
        counts[key][0] += 1
        counts[key][1] += not each.has_found
    if not counts:
        return
    known = dict(AskedWords.objects.filter(day=day).values_list("key", "words"))
    for key, (times, nothing) in counts.items():
        if key not in known:
            if len(known) >= MOST_A_DAY:
                continue
            AskedWords.objects.create(day=day, key=key)
            known[key] = ""
        rows = AskedWords.objects.filter(day=day, key=key)
        rows.update(
            times=F("times") + times, times_nothing=F("times_nothing") + nothing
        )
        if not known[key]:
            _name(key, words_of[key])


def _name(key: str, words: str) -> None:
    rows = AskedWords.objects.filter(key=key)
    total = rows.aggregate(total=Sum("times"))["total"]
    if total >= READERS and may_be_kept(words):
        rows.update(words=words)


def _key(words: str) -> str:
    return salted_hmac(
        "foundation.search.asked", words, secret=settings.LOOKUP_KEY, algorithm="sha256"
    ).hexdigest()


def may_be_kept(words: str) -> bool:
    """No number of a person, nor a name by the look of it, unless the site itself has
    the word in names or titles of its own."""
    if NUMBER.search(words) or find_leaks({"": words}, ()):
        return False
    pieces = [piece for piece in words.split() if looks_like_a_name(piece)]
    known = SearchWord.objects.filter(pk__in=pieces).exclude(source=WordSource.ASKED)
    return known.count() == len(set(pieces))


def most_asked(first: date, last: date, limit: int) -> list[AskedFigures]:
    """The words that were looked for most; one query."""
    return _most(first, last, "-total", limit)


def most_missed(first: date, last: date, limit: int) -> list[AskedFigures]:
    """The words that found nothing most often; one query."""
    return _most(first, last, "-nothing", limit, nothing__gt=0)


def _most(
    first: date, last: date, order: str, limit: int, **more: Any
) -> list[AskedFigures]:
    rows = AskedWords.objects.filter(day__range=(first, last)).exclude(words="")
    sums = (
        rows.order_by()
        .values("words")
        .annotate(total=Sum("times"), nothing=Sum("times_nothing"))
        .filter(**more)
        .order_by(order, "words")
    )
    found = sums.values_list("words", "total", "nothing")
    return [AskedFigures(*row) for row in found[:limit]]


def forget_asked() -> str:
    """Remove what is older than a year, and what was never asked again. Wired to
    tick."""
    today = local_day(clock.now())
    old = AskedWords.objects.filter(day__lt=today - KEPT)
    nameless = AskedWords.objects.filter(day__lt=today - NAMELESS_KEPT, words="")
    count = old.delete()[0] + nameless.delete()[0]
    return f"{count} rows removed"
