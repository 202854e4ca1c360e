"""Is the trail still the one that the log of publications anchored?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import Receipt, ReceiptKind
from disclosure_portal.foundation.trail_anchoring import digest_of_entries, stretch_of

from .log_checking import Finding


def trail_findings(progress: Callable[[int], Any]) -> Iterator[Finding]:
    """Each anchor whose entries were altered, taken out or added to since."""
    up_to = 0
    for anchor in anchors().iterator():
        progress(1)
        try:
            stretch = stretch_of(anchor.facts)
        except ValueError:
            yield Finding(anchor.seq, _("it does not say which entries it anchors"))
            continue
        named = {"first": stretch.after + 1, "last": stretch.up_to}
        digest, count = digest_of_entries(stretch)
        if stretch.after != up_to:
            words = _("entries before %(first)s of the trail were never anchored")
            yield Finding(anchor.seq, words % named)
        if digest != anchor.content_digest:
            words = _(
                "entries %(first)s to %(last)s of the trail are not those that were"
                " anchored: then %(then)s, now %(now)s"
            )
            told = {**named, "then": anchor.facts.get("entries"), "now": count}
            yield Finding(anchor.seq, words % told)
        up_to = stretch.up_to


def anchors() -> Any:
    """The lines that anchor the trail, oldest first."""
    return Receipt.objects.filter(kind=ReceiptKind.AUDIT_ANCHOR).order_by("seq")
