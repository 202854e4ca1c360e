"""Finding a notice by the index number on a paper."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SiteState

from .index_numbers import compose
from .listing import Row, printed_rows, row_values
from .models import Notice
from .tombstones import DISCREET

MATCHES = 20
# Letters, digits and the signs that index numbers of other sites use.
_FORM = re.compile(r"[\w()（）〔〕\[\]/\-.:—－·　 ]{1,80}")
EXAMPLE_CODE = "123456"


def lookup_page(typed: str, state: SiteState) -> dict[str, Any]:
    """The page for a typed number: its state, and the notices that bear it; one
    query once something was typed."""
    number = typed.strip()
    matches: list[Any] = []
    result = ""
    if number and not _FORM.fullmatch(number):
        result = "malformed"
    elif number:
        matches = _matches(number)
        result = "" if matches else "missing"
    return {
        "section": "lookup",
        "breadcrumbs": [{"title": _("Find an index number"), "url": ""}],
        "no": number[:80],
        "state": result,
        "matches": matches,
        "pattern_example": _example(state.index_pattern),
    }


def only_match(page: dict[str, Any]) -> str:
    """The address to go to when exactly one notice bears the number, else empty."""
    matches = page["matches"]
    return matches[0]["url"] if len(matches) == 1 else ""


def _matches(number: str) -> list[Any]:
    # A withdrawn notice still answers for its number: its page says what became of it.
    found = Notice.objects.addressable_by(AnonymousUser()).filter(
        Q(index_number=number) | Q(legacy_index_number=number)
    )
    rows = row_values(found, "withdrawal_ground").order_by("-published_at")
    return list(printed_rows(map(_discreet, rows[:MATCHES])))


def _discreet(row: Row) -> Row:
    """As silent as the page of a notice whose words had to be taken down."""
    if row["withdrawal_ground"] not in DISCREET:
        return row
    return row | {"title": _("This notice was withdrawn"), "document_number": ""}


def _example(pattern: str) -> str:
    return compose(pattern, EXAMPLE_CODE, local_day(clock.now()), 50)
