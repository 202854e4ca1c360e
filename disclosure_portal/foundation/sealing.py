"""What lies encrypted: the first of FIELD_KEYS encrypts, all of them decrypt."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from . import lazy

if TYPE_CHECKING:
    from cryptography import fernet
else:
    fernet = lazy.Module("cryptography.fernet")


class Unreadable(ValueError):
    """The key that sealed a text is not among FIELD_KEYS any more."""


def box(purpose: str) -> fernet.MultiFernet:
    """Seals and opens for one purpose; what one box sealed no other opens."""
    keys = [fernet.Fernet(_key(purpose, key)) for key in settings.FIELD_KEYS]
    return fernet.MultiFernet(keys)


def sealed(purpose: str, text: str) -> str:
    return box(purpose).encrypt(text.encode()).decode()


def opened(purpose: str, text: str) -> str:
    """What sealed() was given. Raises Unreadable."""
    try:
        return box(purpose).decrypt(text.encode()).decode()
    except fernet.InvalidToken as error:
        raise Unreadable(purpose) from error


def _key(purpose: str, key: str) -> bytes:
    digest = hashlib.sha256(f"{purpose}:{key}".encode()).digest()
    return base64.urlsafe_b64encode(digest)
