"""提交回执: number, code, promised day with its arithmetic, to keep or to print."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_date, official_moment

from .clock_words import clock_lines
from .letter_clock import counted
from .submitting import Receipt


def receipt_context(receipt: Receipt) -> dict[str, Any]:
    letter = receipt.letter
    return {
        "section": "letters",
        "title": _("Receipt"),
        "breadcrumbs": [
            {"title": _("Letters"), "url": reverse("letter-list")},
            {"title": _("Receipt"), "url": ""},
        ],
        "letter": letter,
        "code": f"{receipt.code[:4]} {receipt.code[4:]}",
        "received": official_moment(letter.received_at),
        "accepted_by": official_date(letter.accept_due_on),
        "promised": official_date(letter.promised_on),
        "clock": clock_lines(counted(letter)),
        "is_provisional": letter.is_provisional,
    }
