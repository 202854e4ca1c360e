"""Paths of older sites: one spelling for each, however it was written down."""

from __future__ import annotations

from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.utils.encoding import escape_uri_path, repercent_broken_unicode


def path_key(address: str) -> str:
    """The path of an address with its query, as browsers send it: letters beyond ASCII
    escaped, those of older encodings (%D0%C2, GBK) left as they were."""
    address = address.strip()
    if address.startswith(("http://", "https://")):
        parts = urlsplit(address)
        address = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    path, mark, query = address.partition("#")[0].partition("?")
    known = repercent_broken_unicode(unquote_to_bytes(path)).decode()
    return f"{escape_uri_path(known)}{mark if query else ''}{query}"


def spellings(path: str) -> list[str]:
    """A path with its query, and without: messengers add to addresses."""
    key = path_key(path)
    return list(dict.fromkeys((key, key.partition("?")[0])))


def urls_of(path: str, hosts: list[str]) -> list[str]:
    """The whole addresses under which a path may have been written down."""
    return [
        f"{scheme}://{host}{spelled}"
        for each in spellings(path)
        for spelled in dict.fromkeys((each, unquote(each)))
        if "\0" not in spelled  # no address has it, and PostgreSQL no text
        for host in hosts
        for scheme in ("http", "https")
    ]
