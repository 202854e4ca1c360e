"""The A4 sheet of a notice: to hang on a board or to take along."""

from __future__ import annotations

from typing import Any

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.qr_codes import own_address, qr_svg

from ..models import Kind, Notice, Posting
from ..notice_page import notice_page

DIGITS = 18  # of a number that a row may have
NAMES = {Kind.PROCEDURE: "guide"}


def sheet_page(
    notice: Notice, state: SiteState, *, posting: str = ""
) -> dict[str, Any]:
    """What its page shows, and the way back to it; no query of its own, one where the
    place of a posting is to stand on it (`posting` is its number).

    A list of recipients stands on no sheet, whatever its posting allows: nobody takes
    paper down on the day on which the posting ends.
    """
    page = notice_page(notice, state=state)
    address = own_address(notice.get_absolute_url())
    return page | {
        "address": address,
        "qr": qr_svg(address, address),
        "verification": _verification(page["receipt"]),
        "printed_on": official_date(local_day(clock.now())),
        "index_number": notice.index_number or "",
        "look": "posting" if page["posting"] else NAMES.get(Kind(notice.kind), "text"),
        "is_on_paper": True,
        "hung": _hung(notice, posting),
    }


def _hung(notice: Notice, posting: str) -> dict[str, Any]:
    """Where and how long it hangs, as far as that is known: the rest is written by
    hand by the one who puts it up, and signed."""
    is_number = posting.isascii() and posting.isdigit() and len(posting) <= DIGITS
    known = Posting.objects.confirmed().filter(notice=notice)
    row = known.filter(pk=posting).first() if is_number else None
    if row is None:
        return {"place": "", "start": "", "end": ""}
    return {
        "place": row.place,
        "start": official_date(row.shown_from),
        "end": official_date(row.shown_until) if row.shown_until else "",
    }


def _verification(receipt: dict[str, Any] | None) -> dict[str, Any] | None:
    """Where the line of what is printed stands; none until it was settled."""
    if receipt is None:
        return None
    address = own_address(receipt["url"])
    return {"address": address, "qr": qr_svg(address, address)}
