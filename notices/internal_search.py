"""Words looked for among internal notices: at the desk, by who may read them."""

from __future__ import annotations

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.writing import HIDDEN

from .models import NoticeQuerySet
from .search import IS_NOTICE, NOTICE
from .waiting import internal_for


def internal_found(user: User, words: str) -> NoticeQuerySet:
    """The notices of `internal_for` that have all words; all of them without words."""
    notices = internal_for(user)
    if not words:
        return notices
    finder = Finder(Search(ask(words), [[IS_NOTICE]], first=HIDDEN, last=-1))
    return notices.filter(pk__in=finder.matching(NOTICE))
