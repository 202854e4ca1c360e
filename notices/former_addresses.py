"""Notices of an older site by the address that they had there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from disclosure_portal.foundation.old_paths import urls_of

from .models import Notice


def formerly_at(path: str) -> Notice | None:
    """The notice that stood at a path of this site or of one that it succeeds
    (FORMER_HOSTS), if it is or was public here; one query."""
    own = urlsplit(settings.SITE_URL).netloc
    urls = urls_of(path, [own, *settings.FORMER_HOSTS])
    notices = Notice.objects.addressable_by(AnonymousUser())
    found = notices.filter(original_url__in=urls).order_by()
    # In no order: asked for the first key, SQLite would read the table by keys.
    return next(iter(found.select_related("agency", "withdrawn_by")[:1]), None)
