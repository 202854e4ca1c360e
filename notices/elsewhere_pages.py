"""Where else a notice was shown: as its page and its desk say it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date

from .models import Posting


def elsewhere_rows(notice: int) -> list[dict[str, Any]]:
    """What hangs out or hung out, in the order of its days; one query."""
    today = local_day(clock.now())
    return [
        {
            "id": posting.pk,
            "form": posting.get_form_display(),
            "place": posting.place,
            "start": official_date(posting.shown_from),
            "start_iso": posting.shown_from.isoformat(),
            "end": official_date(posting.shown_until) if posting.shown_until else "",
            "end_iso": posting.shown_until.isoformat() if posting.shown_until else "",
            "hangs": posting.still_hangs(today),
            "number": posting.number,
            "photo_url": posting.photo_url,
            "photo_alt": _("Photograph: %(form)s, %(place)s")
            % {"form": posting.get_form_display(), "place": posting.place},
        }
        for posting in Posting.objects.filter(notice=notice)
    ]
