"""Links that leave the site: those to other than government sites pass a warning.

The warning page shows only targets that this portal signed, so that nobody can lend
its name to an address of their own (国办发〔2017〕47号: a notice before leaving).
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_SALT = "leaving"
_SCHEMES = ("http", "https")
# Browsers read these signs of an address in other ways than a parser does.
_TRAPS = frozenset("\\@\t\r\n ")


class BadTarget(ValueError):
    """A target that this portal did not sign, or that is no web address."""


def is_near(url: str) -> bool:
    """Does a web address stay on this site or on a government site?"""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if _TRAPS & set(parts.netloc + url[: len(parts.netloc) + 10]):
        return False
    own = urlsplit(settings.SITE_URL).hostname
    return host in (own, "gov.cn") or host.endswith(".gov.cn")


def outward(url: str) -> str:
    """The address itself when it is near, else that of the page that warns."""
    if not url or is_near(url):
        return url
    signed = Signer(salt=_SALT).sign(url)
    return f"{reverse('leaving')}?{urlencode({'to': signed})}"


def read_target(signed: str) -> str:
    """The address behind a signed one. Raises BadTarget."""
    try:
        url = Signer(salt=_SALT).unsign(signed)
        scheme = urlsplit(url).scheme
    except (BadSignature, ValueError) as error:
        raise BadTarget(signed) from error
    if scheme not in _SCHEMES:
        raise BadTarget(signed)
    return url
