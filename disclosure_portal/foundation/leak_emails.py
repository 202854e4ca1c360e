"""E-mail addresses in a folded text, and addresses of pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .leak_context import Candidate, Kind

WEB = re.compile(r"(?:https?://|www\.)[!#-&*-;=?-~]{1,2000}", re.IGNORECASE)
MARKER = re.compile(r" ?(?:@|\((?:at|AT)\)|\[(?:at|AT)\]|#) ?")
MAILBOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\Z")
TOUCHED = re.compile(r"[A-Za-z0-9._%+*@-]\Z|[A-Za-z0-9*]#\Z")
HOST = re.compile(
    r"((?:[A-Za-z0-9][A-Za-z0-9-]{0,61}\.){1,4}([A-Za-z]{2,10}))(?![A-Za-z-])"
)
# Written with another sign for the @, only these hosts make an address.
MAIL_HOSTS = frozenset(
    f"{name}.com" for name in ("163", "126", "qq", "139", "sina", "foxmail", "hotmail")
) | {"189.cn", "yeah.net", "gmail.com", "outlook.com", "aliyun.com", "sohu.com"}
FILE_ENDINGS = frozenset(
    ("png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "doc", "docx", "xls", "xlsx")
)


def emails(text: str) -> Iterator[Candidate]:
    for marker in MARKER.finditer(text):
        found = _email(text, marker)
        if found:
            yield found


def _email(text: str, marker: re.Match[str]) -> Candidate | None:
    at = marker.start()
    mailbox = MAILBOX.search(text[max(0, at - 64) : at])
    host = HOST.match(text, marker.end())
    if not mailbox or not host or host[2].lower() in FILE_ENDINGS:
        return None
    if "@" not in marker[0] and host[1].lower() not in MAIL_HOSTS:
        return None
    start = at - len(mailbox[0])
    if TOUCHED.search(text[max(0, start - 2) : start]):
        return None
    value = f"{mailbox[0]}@{host[1]}".lower()
    # A mailbox of one letter is hidden whole: what is masked is no address any more.
    first = start if at - start == 1 else start + 1
    return Candidate(Kind.EMAIL, start, host.end(), value, tuple(range(first, at)))


def web_spans(text: str) -> list[tuple[int, int]]:
    """Addresses of pages: the numbers in them are numbers of pages."""
    return [found.span() for found in WEB.finditer(text)]
