"""Sitemaps as search engines read them (sitemaps.org, protocol 0.9): no Django."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .xml_texts import DECLARATION, element, xml_moment

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_ADDRESSES = 50_000

# An address, and when what stands there last changed, if that is known.
Address = tuple[str, datetime | None]


def address_file(addresses: Iterable[Address]) -> str:
    return _file("urlset", "url", addresses)


def index_file(files: Iterable[Address]) -> str:
    return _file("sitemapindex", "sitemap", files)


def parts_of(count: int, most: int) -> int:
    """In how many files so many addresses stand."""
    return -(-count // most)


def _file(root: str, name: str, addresses: Iterable[Address]) -> str:
    rows = (
        f"<{name}>{element('loc', url)}"
        f"{element('lastmod', xml_moment(at)) if at else ''}</{name}>\n"
        for url, at in addresses
    )
    return f'{DECLARATION}<{root} xmlns="{NAMESPACE}">\n{"".join(rows)}</{root}>\n'
