"""What the list of notices shows for one address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import SiteState

from .facets import chips, facets, orders, page_links
from .feeds import feed_link
from .list_query import ListQuery
from .listing import count_of, printed_rows, read_page


def list_page(query: ListQuery, state: SiteState) -> dict[str, Any]:
    """Rows (one query) and, unless tallies know it, their count (one query)."""
    page, place_errors = read_page(query)
    count = count_of(query, state)
    here = reverse("notice-list")
    return {
        "section": "notices",
        "breadcrumbs": [{"title": _("Notices"), "url": here}],
        "q": query.q,
        "rows": printed_rows(page.rows),
        "count_text": count.text,
        "is_capped": count.is_capped,
        "page": page_links(here, query.parameters, page, query),
        # The template keeps what it made of them under their key; not what was made
        # for days of the reader's own, of which there is no end.
        "facets": SimpleLazyObject(lambda: facets(query, state)),
        "facets_key": urlencode(query.parameters),
        "has_days": query.has_days,
        "chosen": chips(query),
        "clear_url": here,
        "orders": orders(query),
        "feed": feed_link(query),
        "errors": [*query.errors, *place_errors],
    }
