"""A search as it is followed, by feed or by mail: its parameters, and its words."""

from __future__ import annotations

from .facets import chips
from .list_query import FILTERS, ListQuery

# The order of a list says nothing of what is new.
FOLLOWED = (*FILTERS, "q")


def followed(query: ListQuery) -> dict[str, str]:
    parameters = query.parameters
    return {name: parameters[name] for name in FOLLOWED if name in parameters}


def words_of(query: ListQuery) -> str:
    """“低保”（县民政局、通知）"""
    filters = "、".join(chip["title"] for chip in chips(query)[: len(query.filters)])
    if not query.q:
        return filters
    return f"“{query.q}”（{filters}）" if filters else f"“{query.q}”"
