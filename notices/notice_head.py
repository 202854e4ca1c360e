"""What the head of a notice's page says to search engines and messengers. No query:
all of it stands on the page already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import LOCAL
from disclosure_portal.foundation.linked_data import Thing, organization, thing, whole
from disclosure_portal.foundation.official_text import is_addressee, without_tables
from disclosure_portal.foundation.page_heads import shortened

from .models import Board, Kind, Notice

# Beside pictures, messengers draw none of what is attached.
PICTURES = frozenset({"JPG", "JPEG", "PNG", "GIF", "WEBP"})
# Search engines cut longer headlines.
MOST_OF_HEADLINE = 110
# The first words of a text stand within its first so many signs of HTML.
OPENING = 1_500
BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|td|th|tr)>|<br>")
TAG = re.compile(r"<[^>]*(?:>|\Z)")


def description_of(summary: str, body: str) -> str:
    """A notice's summary, else the first words of its text; for lists of them, too."""
    return summary or _opening(body[:OPENING])


def _opening(html: str) -> str:
    """Read without a parser: a body was cleaned when it was stored."""
    html = without_tables(html)
    blocks = (unescape(TAG.sub("", each)).strip() for each in BLOCK_END.split(html))
    said = [block for block in blocks if block]
    if len(said) > 1 and is_addressee(said[0]):
        said = said[1:]
    return shortened(" ".join(said))


def first_picture(files: Sequence[Mapping[str, object]]) -> str:
    """The path of the first picture among its files; empty if there is none."""
    pictures = [file for file in files if file["extension"] in PICTURES]
    return str(pictures[0]["download"]) if pictures else ""


def head_of_notice(
    notice: Notice,
    files: Sequence[Mapping[str, object]],
    structured: Mapping[str, Any] | None,
    corrected_at: datetime | None = None,
) -> dict[str, Any]:
    """What page_heads.py wants to know of the page."""
    description = description_of(notice.summary, notice.body)
    if not description and notice.kind == Kind.PROCEDURE:
        description = _guide_in_short(structured)
    picture = first_picture(files)
    if notice.kind == Kind.PROCEDURE:
        data = _service(notice, description, structured)
    else:
        data = _article(notice, description, picture, corrected_at)
    return {
        "description": description,
        "card_title": notice.title,
        "card_type": "article",
        "card_picture": picture,
        "linked_data": [data],
    }


def head_of_attachment(title: str, notice: Notice) -> dict[str, Any]:
    """The same of the page on which one of its files is read."""
    return {
        "description": _("Attachment of “%(title)s”, published by %(unit)s")
        % {"title": notice.title, "unit": notice.agency.name},
        "card_title": title,
        "column": board_column(notice.board),
    }


def board_column(board: Board) -> dict[str, str]:
    """The national tags of a board, which its notices and their files bear too."""
    return {
        "name": board.name,
        "description": board.description,
        "keywords": board.keywords,
        "type": board.column_type,
    }


def _unit(notice: Notice) -> Thing:
    return organization(notice.agency.name, notice.agency.get_absolute_url())


def _article(
    notice: Notice, description: str, picture: str, corrected_at: datetime | None
) -> Thing:
    published, recorded = notice.published_at, notice.recorded_at
    changed = max(filter(None, (published, recorded, corrected_at)), default=None)
    address = whole(notice.get_absolute_url())
    return thing(
        "NewsArticle" if notice.kind == Kind.NEWS else "Article",
        headline=notice.title[:MOST_OF_HEADLINE],
        description=description,
        url=address,
        mainEntityOfPage=address,
        identifier=notice.index_number,
        datePublished=published
        and published.astimezone(LOCAL).isoformat("T", "seconds"),
        dateModified=changed and changed.astimezone(LOCAL).isoformat("T", "seconds"),
        author=_unit(notice),
        publisher=_unit(notice),
        articleSection=notice.board.name,
        keywords=notice.keywords,
        image=picture and whole(picture),
        inLanguage="zh-CN",
    )


def _moment(at: datetime | None) -> str:
    return at.astimezone(LOCAL).isoformat("T", "seconds") if at else ""


def _service(
    notice: Notice, description: str, structured: Mapping[str, Any] | None
) -> Thing:
    unit = _unit(notice)
    return thing(
        "GovernmentService",
        name=notice.title,
        description=description,
        url=whole(notice.get_absolute_url()),
        identifier=notice.index_number,
        serviceType=notice.board.name,
        serviceOperator=unit,
        provider=unit,
        availableChannel=_channel(structured),
    )


def _guide_in_short(structured: Mapping[str, Any] | None) -> str:
    """What most who look for a guide want to know of it; empty if it tells none."""
    if not structured:
        return ""
    part = structured["part"]
    place, time = part["place"], part["time"]
    known = [
        _("Where: %(place)s") % {"place": place["address"]} if place["address"] else "",
        place["window"],
        _("How long: %(time)s") % {"time": time["short"]} if time["short"] else "",
        _("Free of charge") if part["is_free"] else "",
        _("Telephone: %(number)s") % {"number": place["telephone"]}
        if place["telephone"]
        else "",
    ]
    return "；".join(filter(None, known))


def _channel(structured: Mapping[str, Any] | None) -> Thing | None:
    """Where and when one goes, or whom one rings."""
    place = structured["part"]["place"] if structured else None
    if not place or not (place["address"] or place["telephone"]):
        return None
    hours = place["hours"] and thing(
        "OpeningHoursSpecification", description=place["hours"]
    )
    location = place["address"] and thing(
        "Place",
        name=place["window"] or place["address"],
        address=place["address"],
        openingHoursSpecification=hours,
    )
    telephone = place["telephone"] and thing(
        "ContactPoint", telephone=place["telephone"], hoursAvailable=hours
    )
    return thing(
        "ServiceChannel",
        serviceLocation=location,
        servicePhone=telephone,
        availableLanguage="zh-CN",
    )
