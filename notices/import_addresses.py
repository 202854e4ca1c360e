"""Addresses in the files of older sites: mended where it is plain what was meant.

Outside addresses are never fetched: a file that stands elsewhere becomes a link.
Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

import orjson

# https://a.example.gov.cnhttps://b.example.gov.cn/x: a host put before an address
# that was whole. Only directly after a host: one in a query is meant.
DOUBLED = re.compile(r"https?://[^/?#\s]*?(?=(?:https?|ftp|mailto|javascript):)", re.I)
HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9\u4e00-\u9fff](?:[a-z0-9\u4e00-\u9fff-]{0,61}"
    r"[a-z0-9\u4e00-\u9fff])?\.)+[a-z\u4e00-\u9fff][a-z0-9\u4e00-\u9fff-]{1,62}\Z"
    r"|(?:\d{1,3}\.){3}\d{1,3}\Z",
    re.I,
)
# Kept as they are in an address; everything else but letters is escaped.
SAFE = "/?#[]@!$&'()*+,;=:%~-._"
# Between several addresses in one cell: line ends always, these by their sense.
BETWEEN = re.compile(r"[\s;；|]+(?=https?://|/)|[\r\n]+")


class Address(NamedTuple):
    url: str
    title: str = ""


def mend(text: str, *, base: str = "") -> str:
    """A whole web address, or "" where the text is none.

    A doubled beginning is cut to the last address, a relative one is joined to
    `base`, spaces are escaped.
    """
    text = text.strip()
    while (doubled := DOUBLED.match(text)) and doubled.end() < len(text):
        text = text[doubled.end() :]
    if base and not re.match(r"[a-z][a-z0-9+.-]*:", text, re.I) and text:
        text = urljoin(base, text)
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc:
        return ""
    if not HOST.match(parts.hostname or ""):
        return ""
    return "".join(
        letter if letter.isalnum() else quote(letter, safe=SAFE) for letter in text
    )


def addresses(value: object, *, separator: str = "") -> list[Address]:
    """What a cell says of attachments: a list of addresses or of objects with "url"
    and "title" (or "name"), JSON of such a list, or text with several addresses."""
    if isinstance(value, str):
        value = _listed(value, separator)
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return []
    return [address for item in value if (address := _address(item)).url]


def _listed(text: str, separator: str) -> object:
    if text.startswith("["):
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            pass
    pieces = text.split(separator) if separator else BETWEEN.split(text)
    return [piece.strip() for piece in pieces]


def _address(item: object) -> Address:
    if isinstance(item, dict):
        url = item.get("url") or item.get("href") or item.get("address") or ""
        title = item.get("title") or item.get("name") or ""
        return Address(str(url).strip(), str(title).strip())
    return Address(item.strip()) if isinstance(item, str) else Address("")


def file_name(url: str) -> str:
    """What to call an address that came without a title: its file, else itself."""
    path = unquote(urlsplit(url).path)
    return path.rstrip("/").rpartition("/")[2] or url


def links(files: Iterable[Address]) -> str:
    """The list of attachments at the end of a body."""
    items = "".join(
        f'<li><a href="{escape(file.url)}">{escape(file.title)}</a></li>'
        for file in files
    )
    return f"<p>附件：</p><ul>{items}</ul>" if items else ""
