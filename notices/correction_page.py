"""Where a reader says that a notice is wrong (纠错): whom to tell, and of what."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.qr_codes import own_address
from disclosure_portal.foundation.telephones import telephone_url

from .models import Notice
from .structures.registry import told_structure

# Of a long table the first; its file has all.
LINES_SHOWN = 60
NAMED = 3


def correction_page(notice: Notice, state: SiteState) -> dict[str, Any]:
    """Address and revision travel along, so that nobody has to describe the place;
    one query."""
    subject = {
        "pk": notice.pk,
        "title": notice.title,
        "url": notice.get_absolute_url(),
        "address": own_address(notice.get_absolute_url()),
        "index_number": notice.index_number or "",
        **_revision(notice),
    }
    return {
        "section": "notices",
        "breadcrumbs": [
            {"title": _("Notices"), "url": reverse("notice-list")},
            {"title": _("Full text"), "url": subject["url"]},
            {"title": _("Report a mistake"), "url": ""},
        ],
        "subject": subject,
        "unit": _unit(notice, subject),
        "site_telephone_url": telephone_url(state.telephone),
    }


def _revision(notice: Notice) -> dict[str, Any]:
    """The newest one; none in the minute before a timed release is settled."""
    columns = ("number", "published_at", "content")
    newest = notice.revisions.order_by("-number").values_list(*columns).first()
    if newest is None:
        return {"revision": None, "revision_day": "", "lines": []}
    number, published_at, content = newest
    day = official_date(local_day(published_at))
    return {"revision": number, "revision_day": day, "lines": _lines(content)}


def _lines(content: str) -> list[dict[str, str]]:
    """What a reader may say is wrong, line by line, by the words that name it."""
    structure = told_structure(content) or {}
    lines = structure.get("lines") or []
    found = []
    for line in lines[:LINES_SHOWN]:
        words = [text for text in line.values() if isinstance(text, str) and text]
        if words:
            key, told = "/".join(words[:2])[:120], "　".join(words[:NAMED])[:200]
            found.append({"key": key, "words": told})
    return found


def _unit(notice: Notice, subject: dict[str, Any]) -> dict[str, str]:
    unit = notice.agency
    return {
        "title": unit.name,
        "url": unit.get_absolute_url(),
        "telephone": unit.telephone,
        "telephone_url": telephone_url(unit.telephone),
        "hours": unit.office_hours,
        "email": unit.email,
        "email_url": _letter(unit.email, subject) if unit.email else "",
        "address": f"{unit.address} {unit.postcode}".strip() if unit.address else "",
    }


def _letter(email: str, subject: dict[str, Any]) -> str:
    """A mail that already says which notice it is about."""
    title = _("Mistake on “%s”") % subject["title"]
    lines = [subject["title"], subject["address"]]
    if subject["index_number"]:
        lines.append(f"{_('Index number')} {subject['index_number']}")
    if subject["revision"]:
        lines.append(f"{_('Revision')} {subject['revision']}")
    text = "\r\n".join([*lines, "", _("What is wrong:"), ""])
    return f"mailto:{email}?subject={quote(title)}&body={quote(text)}"
