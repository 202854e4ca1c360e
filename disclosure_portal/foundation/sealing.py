"""What lies encrypted: the first of FIELD_KEYS encrypts, all of them decrypt."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def box(purpose: str) -> MultiFernet:
    """Seals and opens for one purpose; what one box sealed no other opens."""
    return MultiFernet([Fernet(_key(purpose, key)) for key in settings.FIELD_KEYS])


def _key(purpose: str, key: str) -> bytes:
    digest = hashlib.sha256(f"{purpose}:{key}".encode()).digest()
    return base64.urlsafe_b64encode(digest)
