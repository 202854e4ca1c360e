"""Before a letter is sent: answered ones and guides that may answer it already."""

from __future__ import annotations

from typing import Any

from disclosure_portal.foundation.models import SiteState
from notices.list_query import parse_query
from notices.search_list import NoticeSearch

from .search import found_letters

SHOWN = 3


def similar_to(title: str, state: SiteState) -> dict[str, Any]:
    """A few of each; nothing for no words."""
    if not title:
        return {}
    search = NoticeSearch(parse_query({"q": title}, state))
    found = found_letters(title, SHOWN)
    return {
        "notices": list(search.page().rows)[:SHOWN],
        "letters": found.letters,
        "questions": found.questions,
    }
