"""The keys under which a recipient's line is found: digests that only this portal can
make, of a name and a check value which it never keeps."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from .models import CheckLength
from .recipient_identity import asked_for, below_township, plain_check, plain_name

SALT = b"notices.lookup"
SHA = "sha256"
SUFFIXES = tuple(length for length in CheckLength.values if length)


@sensitive_variables()
def lookup_key(name: str, check: str) -> str:
    """The key of one recipient; the same in every programme."""
    return key_of(plain_name(name), plain_check(check))


def key_of(name: str, check: str) -> str:
    """The same of what is plain already, without a guard around each call."""
    value = f"{name}\0{check}"
    return hmac.digest(_signing_key(settings.LOOKUP_KEY), value.encode(), SHA).hex()


@lru_cache(1)
def _signing_key(secret: str) -> bytes:
    """Derived as Django's salted_hmac derives it, once and not for each line."""
    return hashlib.new(SHA, SALT + secret.encode()).digest()


@sensitive_variables()
def keys_for(name: str, check: str) -> list[str]:
    """The keys to look under for what a reader typed: the value itself, its end where
    programmes ask for fewer characters, and village and group without their township.
    Always the same number of keys."""
    ends = [asked_for(check, length) for length in (0, *SUFFIXES)]
    return [lookup_key(name, each) for each in (*ends, below_township(check))]
