"""告知单: what a writer reads on the page of their letter, to be printed for those who
have neither mail nor a telephone. Neither name nor address stands on it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.qr_codes import own_address

from .models import Letter
from .tracking_page import replies_told, steps_told


def slip_context(letter: Letter) -> dict[str, Any]:
    return {
        "desk_section": "letters",
        "letter": letter,
        "status": letter.get_status_display(),
        "due": official_date(letter.due_on) if letter.is_open else "",
        "steps": steps_told(letter),
        "replies": replies_told(letter),
        "address": own_address(reverse("letter-track")),
        "today": official_date(local_day(clock.now())),
    }
