"""Feeds in Atom (RFC 4287). Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .xml_texts import DECLARATION, element, xml_moment, xml_text

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """`id` never changes; `category` is a code and what it means."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    author: str
    author_url: str
    category: tuple[str, str]
    summary: str


@dataclass(frozen=True)
class Feed:
    """`url` is its own address and its id; `updated` holds for one without entries."""

    title: str
    url: str
    page_url: str
    author: str
    updated: datetime
    entries: tuple[Entry, ...] = ()


def written(feed: Feed) -> str:
    updated = max((entry.updated for entry in feed.entries), default=feed.updated)
    parts = [
        DECLARATION,
        f'<feed xmlns="{NAMESPACE}" xml:lang="zh-CN">\n',
        element("id", feed.url),
        element("title", feed.title),
        element("updated", xml_moment(updated)),
        f"<author>{element('name', feed.author)}</author>",
        _link("self", MEDIA_TYPE, feed.url),
        _link("alternate", "text/html", feed.page_url),
        "\n",
        *_entries(feed.entries),
        "</feed>\n",
    ]
    return "".join(parts)


def _entries(entries: Iterable[Entry]) -> Iterable[str]:
    for entry in entries:
        code, label = entry.category
        yield "".join(
            (
                "<entry>",
                element("id", entry.id),
                element("title", entry.title),
                _link("alternate", "text/html", entry.url),
                element("published", xml_moment(entry.published)),
                element("updated", xml_moment(entry.updated)),
                f"<author>{element('name', entry.author)}",
                f"{element('uri', entry.author_url)}</author>",
                f'<category term="{xml_text(code)}" label="{xml_text(label)}"/>',
                element("summary", entry.summary),
                "</entry>\n",
            )
        )


def _link(relation: str, media_type: str, url: str) -> str:
    return f'<link rel="{relation}" type="{media_type}" href="{xml_text(url)}"/>'
