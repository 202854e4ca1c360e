"""The page of the notices that words found."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import SiteState

from .advanced_search import advanced_address
from .facets import chips, facets, list_address, orders
from .feeds import feed_link
from .forms.alerts import AlertForm
from .found_help import found_help
from .list_query import EVEN_ENDED, ListQuery
from .listing import number
from .search_list import NoticeSearch


def found_page(query: ListQuery, state: SiteState) -> dict[str, Any]:
    """What was found, how many there are, and how many of them have what."""
    search = NoticeSearch(query)
    page = search.page()
    ended = search.ended()
    parameters = query.parameters
    here = reverse("notice-list")
    first = list_address(parameters) if query.cursor or query.page > 1 else ""
    older = list_address(parameters | page.older) if page.older else ""
    return {
        "section": "notices",
        "breadcrumbs": [{"title": _("Notices"), "url": here}],
        "q": query.q,
        "help": found_help(
            search.finder, search.count.number, parameters, list_address
        ),
        "rows": page.rows,
        "count_words": search.count_words(),
        "is_cut": search.is_cut,
        "ended_text": number(ended.number) if ended.number else "",
        "ended_url": list_address({**parameters, "validity": EVEN_ENDED}),
        "advanced_url": advanced_address(parameters),
        "newest_url": list_address({**parameters, "order": "newest"}),
        "page": {"newer_url": "", "older_url": older, "first_url": first},
        "facets": facets(query, state, search.facets()),
        "counts_newest_only": search.counts_newest_only,
        "chosen": chips(query),
        "clear_url": here,
        "orders": orders(query),
        "feed": feed_link(query),
        "alert_form": AlertForm(query),
        "errors": [*query.errors, *page.errors],
    }
