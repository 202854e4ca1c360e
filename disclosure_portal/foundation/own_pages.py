"""Asking this portal for a page of its own, within the process and through all of its
middleware: no socket is opened, so no address of another site can ever be fetched.

Nobody reads such a page: it is counted as no visit, and what it lacks is no warning in
the log. A page that fails is logged as always.
"""

from __future__ import annotations

import logging
from html.parser import HTMLParser
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase

# In the environment of a request; no header of a client can set it.
MARK = "portal.own_walk"
# Redirects that are followed.
MOST_HOPS = 5
REDIRECTS = (301, 302, 303, 307, 308)
LINKS = {"a": "href", "img": "src"}
# Signs that stand in a path as they are.
PLAIN = "/:@!$&'()*+,;=-._~%"


def is_own_walk(request: HttpRequest) -> bool:
    return MARK in request.META


class _Unlogged(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        is_own = isinstance(request, HttpRequest) and is_own_walk(request)
        return not is_own or record.levelno >= logging.ERROR


class OwnPages:
    """Answers to addresses of this site, as any reader without an account gets them."""

    def __init__(self) -> None:
        self._handler = BaseHandler()
        self._handler.load_middleware()
        log = logging.getLogger("django.request")
        if not any(isinstance(each, _Unlogged) for each in log.filters):
            log.addFilter(_Unlogged())

    def status(self, address: str) -> int:
        """How it is answered, after own redirects; nothing is read of it."""
        status, onward = self._head(address)
        for _hop in range(MOST_HOPS):
            if not onward:
                break
            status, onward = self._head(onward)
        return status

    def _head(self, address: str) -> tuple[int, str]:
        """The status, and where on this site it leads on."""
        response = self._ask("HEAD", address)
        _let_go(response)
        if response.status_code not in REDIRECTS:
            return response.status_code, ""
        location = response.headers.get("Location", "")
        return response.status_code, own_address(urljoin(address, location))

    def html(self, address: str) -> tuple[int, str]:
        """The status and the text of a page; no text where it is no page."""
        response = self._ask("GET", address)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        text = _text_of(response) if is_page else ""
        _let_go(response)
        return response.status_code, text

    def text(self, address: str) -> str:
        """What stands at an address, whatever it is; nothing where it is no answer."""
        response = self._ask("GET", address)
        text = _text_of(response) if response.status_code == HTTPStatus.OK else ""
        _let_go(response)
        return text

    def _ask(self, method: str, address: str) -> HttpResponseBase:
        return self._handler.get_response(WSGIRequest(_environ(method, address)))


def _let_go(response: HttpResponseBase) -> None:
    """Close what an answer holds open. Its own close() would also say that a request
    is over, and Django would drop the connection on which a duty still works."""
    for close in getattr(response, "_resource_closers", ()):
        close()


def _text_of(response: HttpResponseBase) -> str:
    return response.text if isinstance(response, HttpResponse) else ""


def own_address(link: str, page: str = "/") -> str:
    """Path and query of a link that stays on this site; empty for any other, and for
    what is no address of a page."""
    try:
        parts = urlsplit(urljoin(f"{settings.SITE_URL}{page}", link.strip()))
        own = urlsplit(settings.SITE_URL)
        is_own = parts.hostname == own.hostname and parts.port == own.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not is_own:
        return ""
    query = f"?{quote(parts.query, safe=PLAIN + '/?')}" if parts.query else ""
    return f"{quote(parts.path, safe=PLAIN) or '/'}{query}"


def links_of(html: str, page: str) -> list[str]:
    """The own addresses to which a page leads, each once, in their order."""
    reader = _Links()
    reader.feed(html)
    own = (own_address(link, page) for link in reader.found)
    return [*dict.fromkeys(filter(None, own))]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = LINKS.get(tag)
        self.found += [value for key, value in attrs if key == name and value]


def _environ(method: str, address: str) -> dict[str, Any]:
    site = urlsplit(settings.SITE_URL)
    path, _mark, query = address.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        MARK: True,
    }
