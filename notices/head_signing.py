"""Signing the log as it stands: daily by tick, and by `manage.py sign_head`."""

from __future__ import annotations

from django.db import transaction

from disclosure_portal.foundation.models import SignedHead, SiteState

from .release import settle_due


def sign_head() -> SignedHead | None:
    """The new signed head; None while nothing was ever published."""
    settle_due()
    return _signed()


@transaction.atomic
def _signed() -> SignedHead | None:
    SiteState.objects.hold()
    signed = SignedHead.objects.sign()
    if signed is not None:
        SiteState.objects.bump()
    return signed


def sign_daily() -> str:
    """For tick, in a few words."""
    signed = sign_head()
    return f"head signed at line {signed.seq}" if signed else "nothing to sign"
