"""Where else a notice was shown: as its page and its desk say it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import User

from .models import Posting


def elsewhere_rows(notice: int) -> list[dict[str, Any]]:
    """What hangs out or hung out, in the order of its days; one query."""
    return _rows(Posting.objects.confirmed().filter(notice=notice))


def all_rows(notice: int, user: User) -> list[dict[str, Any]]:
    """With what waits for a second person, and whether that may be this one."""
    postings = Posting.objects.filter(notice=notice)
    found = postings.select_related("registered_by", "confirmed_by")
    rows = _rows(found)
    for posting, row in zip(found, rows, strict=True):
        row["waits"] = posting.confirmed_at is None
        row["registered_by"] = str(posting.registered_by)
        row["confirmed_by"] = str(posting.confirmed_by or "")
        row["may_confirm"] = row["waits"] and posting.registered_by != user
    return rows


def _rows(postings: QuerySet[Posting]) -> list[dict[str, Any]]:
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
        for posting in postings
    ]
