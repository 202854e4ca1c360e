"""Signing the log as it stands: daily by tick, and by `manage.py sign_head`."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import Receipt, SignedHead, SiteState
from disclosure_portal.foundation.trail_anchoring import anchor_trail

from .release import settle_due

logger = logging.getLogger(__name__)

LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}


def sign_head() -> SignedHead | None:
    """The new signed head; None while nothing was ever published. It fixes the trail up
    to this moment, too."""
    settle_due()
    if Receipt.objects.exists():
        anchor_trail(whole=True)
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
    if signed is None:
        return "nothing to sign"
    if fault := fault_of_address():
        logger.warning(fault)
    return f"head signed at line {signed.seq}"


def fault_of_address() -> str:
    """What is wrong with the address that a head names: this machine's own, as where
    SITE_URL was never set. Empty where all is well."""
    if urlsplit(settings.SITE_URL).hostname not in LOCAL:
        return ""
    words = _(
        "The head names %s, which nobody elsewhere can open. Set"
        " SITE_URL to the public address and sign again before you"
        " hand the head out."
    )
    return words % settings.SITE_URL
