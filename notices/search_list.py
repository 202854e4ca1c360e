"""What the list of notices shows for words: found by the index, the best first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypedDict

from django.db.models import Q
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_end, day_start
from disclosure_portal.foundation.search.closest import best_or_closest
from disclosure_portal.foundation.search.conditions import EVERYTHING
from disclosure_portal.foundation.search.finding import (
    FACETED,
    RANKED,
    Count as Found,
    Finder,
    Groups,
    Hit,
    Search,
    words_to_mark,
)
from disclosure_portal.foundation.search.questions import ask, keys_asked
from disclosure_portal.foundation.search.showing import reason
from disclosure_portal.foundation.search.snippets import Piece
from disclosure_portal.foundation.search.writing import OVER, SPREADS, TIES, docid_of

from .list_query import EVEN_ENDED, IN_TITLES, NEWEST_FIRST, ListQuery
from .listing import (
    PAGE_SIZE,
    NoticeRow,
    first_moment,
    last_moment,
    number,
    printed_rows,
    row_values,
)
from .models import Notice, Validity
from .search import IS_NOTICE

# Fewer digits are no index number that anybody types whole.
INDEX_DIGITS = 8


class FoundRow(TypedDict):
    """A row of the list with its title in pieces, the place in the text that shows
    why it was found, and what that part of the text is called."""

    row: NoticeRow
    title: list[Piece]
    snippet: list[Piece]
    section: str


class FoundPage(NamedTuple):
    rows: list[FoundRow]
    older: dict[str, str]
    errors: tuple[str, ...]


@dataclass
class NoticeSearch:
    """The notices that a query with words asks for."""

    query: ListQuery
    # What a list query can't say: more groups of tokens.
    more: Groups = ()
    finder: Finder = field(init=False)

    def __post_init__(self) -> None:
        groups, without = tokens_of(self.query)
        groups += [list(group) for group in self.more]
        first, last = docids_of(self.query)
        asked = Search(
            ask(self.query.q),
            groups,
            without,
            is_title_only=self.query.where == IN_TITLES,
            first=first,
            last=last,
        )
        self.finder = Finder(asked)

    def page(self) -> FoundPage:
        """The rows of this page and the parameters of the next one."""
        if self.query.order == NEWEST_FIRST:
            return self._newest()
        hits = self.best
        start = (self.query.page - 1) * PAGE_SIZE
        end = start + PAGE_SIZE
        older = {"page": str(self.query.page + 1)} if len(hits) > end else {}
        return FoundPage(self._rows(hits[start:end]), older, ())

    def _newest(self) -> FoundPage:
        place, errors = _place(self.query.cursor)
        hits = self.finder.newest(PAGE_SIZE + 1, place)
        shown = hits[:PAGE_SIZE]
        older = {"cursor": str(shown[-1].docid)} if len(hits) > PAGE_SIZE else {}
        return FoundPage(self._rows(shown), older, errors)

    @property
    def is_closest(self) -> bool:
        """Of a whole sentence hardly any text has all: the closest are the answer."""
        if self.query.order == NEWEST_FIRST:
            return False
        finder, _hits = self._found
        return not finder.search.question.is_word

    @property
    def best(self) -> list[Hit]:
        _finder, hits = self._found
        return hits

    @cached_property
    def _found(self) -> tuple[Finder, list[Hit]]:
        self.finder, hits = best_or_closest(self.finder)
        return self.finder, hits

    @cached_property
    def count(self) -> Found:
        return Found(len(self.best)) if self.is_closest else self.finder.count()

    def count_words(self) -> str:
        """How many there are, as a sentence of the page says it."""
        count = {"count": number(self.count.number)}
        if self.is_closest:
            return _("Of whole questions the closest: %(count)s") % count
        if self.count.is_capped:
            return _("More than %(count)s in all") % count
        return _("%(count)s in all") % count

    @property
    def is_cut(self) -> bool:
        """Does the list by relevance end before all that was found?"""
        return self.count.number > RANKED and self.query.order != NEWEST_FIRST

    def ended(self) -> Found:
        """How many were left out because they do not hold any more."""
        if OVER not in self.finder.search.without:
            return Found(0)
        facets = self.finder.search.facets
        return self.finder.within([*facets, [OVER]]).count()

    def facets(self) -> Counter[str]:
        """How many of what was found have which token."""
        if not self.is_closest:
            return self.finder.facets()
        return Counter(
            token for hit in self.best for token in hit.text.entry.facets.split()
        )

    @property
    def counts_newest_only(self) -> bool:
        return self.count.number > FACETED

    def _rows(self, hits: Sequence[Hit]) -> list[FoundRow]:
        """One query; what may not be read any more is left out."""
        until = last_moment(self.query, clock.now())
        notices = Notice.objects.public(until).filter(
            pk__in=[hit.object_id for hit in hits]
        )
        if since := first_moment(self.query):
            notices = notices.filter(published_at__gte=since)
        values = {row["id"]: row for row in row_values(notices)}
        hits = [hit for hit in hits if hit.object_id in values]
        rows = printed_rows(values[hit.object_id] for hit in hits)
        words = words_to_mark(self.finder.search.question)
        return [
            _found_row(row, hit, words) for row, hit in zip(rows, hits, strict=True)
        ]


def _place(cursor: str) -> tuple[int, tuple[str, ...]]:
    if not cursor:
        return EVERYTHING, ()
    if cursor.isascii() and cursor.isdigit() and int(cursor[:30]) < EVERYTHING:
        return int(cursor[:30]), ()
    message = _("The address names no place in this list: this is its first page.")
    return EVERYTHING, (message,)


def _found_row(row: NoticeRow, hit: Hit, words: Sequence[str]) -> FoundRow:
    found = reason(row["title"], hit.text, words)
    return {
        "row": row,
        "title": found.title,
        "snippet": found.snippet,
        "section": found.section,
    }


def docids_of(query: ListQuery) -> tuple[int, int]:
    """Where its days stand, and a little more: notices of one moment spread over the
    next minutes. The rows are asked for the days themselves."""
    first, last = 0, EVERYTHING
    if query.published_from:
        first = docid_of(day_start(query.published_from))
    if query.published_to:
        last = docid_of(day_end(query.published_to)) + (TIES << SPREADS)
    return max(first, 0), max(last, 0)


def tokens_of(query: ListQuery) -> tuple[list[list[str]], list[str]]:
    """The filters as the index knows them: one token of each group, and none of the
    others."""
    groups, without = [[IS_NOTICE]], []
    branch = query.branch
    if branch and branch.above:
        units = branch.units
        path = [f"@p{branch.path}"]
        groups.append(path if units is None else [f"@a{pk}" for pk in units])
    single = {
        "b": query.board.pk if query.board else "",
        "k": query.kind,
        "t": query.theme.replace("-", "_"),
        "y": query.year or "",
    }
    groups += [[f"@{sign}{value}"] for sign, value in single.items() if value]
    if query.validity == Validity.EXPIRED:
        groups.append([OVER])
        without.append(f"@v{Validity.REPEALED}")
    elif query.validity == Validity.REPEALED:
        groups.append([f"@v{Validity.REPEALED}"])
    elif query.validity != EVEN_ENDED:
        without.append(OVER)
        if query.validity:
            groups.append([f"@v{query.validity}"])
    return groups, without


def only_bearer(q: str) -> Notice | None:
    """The one public notice whose number these words are, as a whole."""
    digits = sum(letter.isdigit() for letter in q)
    keys = keys_asked(q)
    asked = Q(document_key__in=keys) if keys else Q()
    if digits >= INDEX_DIGITS and " " not in q:
        asked |= Q(index_number=q) | Q(legacy_index_number=q)
    if not asked:
        return None
    found = list(Notice.objects.public().filter(asked).only("pk")[:2])
    return found[0] if len(found) == 1 else None
