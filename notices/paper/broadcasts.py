"""The short text of a notice for loudspeakers and LED lines: made of what was signed,
so that nobody has to write, check and correct a second one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import (
    local_day,
    official_date,
    official_moment,
)
from disclosure_portal.foundation.rich_text import plain_text
from disclosure_portal.foundation.warning_banner import WarningLevel

from ..models import Kind, Notice, PostingPeriod, WarningFacts, WarningState
from ..spoken_text import LIMIT, composed, spoken

# More of a text is never read out; a long one is not taken apart for it.
READ_CHARACTERS = 4_000


def broadcast_page(notice: Notice) -> dict[str, Any]:
    texts = broadcast_texts(notice)
    return {
        "section": "notices",
        "title": notice.title,
        "limit": LIMIT,
        "texts": [
            {
                "code": code,
                "label": label,
                "text": texts[code],
                "size": len(texts[code]),
            }
            for code, label in (
                ("spoken", _("For loudspeakers")),
                ("led", _("For LED lines")),
            )
        ],
        "plain_url": reverse("notice-text-plain", args=[notice.pk]),
        "breadcrumbs": [
            {"title": notice.title, "url": notice.get_absolute_url()},
            {"title": _("Short text"), "url": ""},
        ],
    }


def broadcast_texts(notice: Notice) -> dict[str, str]:
    """Both at most 200 characters; one query for a warning."""
    head, middle, tail = _parts(notice)
    return {
        "led": composed(head, middle, tail),
        "spoken": composed(spoken(head), spoken(middle), spoken(tail)),
    }


def _parts(notice: Notice) -> tuple[str, str, str]:
    if notice.kind == Kind.WARNING:
        facts = WarningFacts.objects.filter(notice=notice).first()
        if facts is not None:
            return _warning(notice, facts)
    period: PostingPeriod | None = getattr(notice, "posting_period", None)
    if period is not None and period.ends_on >= local_day(clock.now()):
        return _posting(notice, period)
    return _head(notice), _middle(notice), ""


def _head(notice: Notice) -> str:
    # At the desk it is read before it is public, as of the day of the reading.
    day = local_day(notice.published_at or clock.now())
    return _("%(unit)s on %(day)s: %(title)s") % {
        "unit": notice.agency.name,
        "day": official_date(day),
        "title": notice.title,
    }


def _middle(notice: Notice) -> str:
    return notice.summary or plain_text(notice.body)[:READ_CHARACTERS]


def _warning(notice: Notice, facts: WarningFacts) -> tuple[str, str, str]:
    if facts.state_at(clock.now()) in (WarningState.ENDED, WarningState.OVER):
        return _("%s no longer holds") % notice.title, "", ""
    head = _("%(level)s: %(title)s, for %(area)s") % {
        "level": WarningLevel(facts.level).label,
        "title": notice.title,
        "area": facts.area,
    }
    tail = _("It holds until %(end)s. %(unit)s, telephone %(telephone)s") % {
        "end": official_moment(facts.ends_at),
        "unit": facts.issuing_unit,
        "telephone": facts.telephone,
    }
    return head, facts.advice, tail


def _posting(notice: Notice, period: PostingPeriod) -> tuple[str, str, str]:
    tail = _("Posted from %(start)s to %(end)s; objections go to %(unit)s") % {
        "start": official_date(period.starts_on),
        "end": official_date(period.ends_on),
        "unit": period.objection_unit,
    }
    if period.objection_telephone:
        tail += _(", telephone %s") % period.objection_telephone
    return _head(notice), _middle(notice), tail
