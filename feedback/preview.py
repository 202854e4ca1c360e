"""What the public would read of a letter, and who else reads what."""

from __future__ import annotations

from typing import Any

from disclosure_portal.foundation.leaks import find_leaks, mask

from .contacts import masked
from .models import Anonymity, LetterKind
from .submitting import Given


def preview_of(given: Given) -> dict[str, Any]:
    """Numbers of persons stand as stars, as they would in public."""
    texts = {"title": given.title, "text": given.text}
    hits = find_leaks(texts, ())
    shown = {
        place: mask(words, [hit for hit in hits if hit.place == place])
        for place, words in texts.items()
    }
    accuses = given.accuses or given.kind == LetterKind.REPORT
    return {
        "given": given,
        "kind": LetterKind(given.kind).label,
        "anonymity": Anonymity(given.anonymity).label,
        "is_public": given.wants_publication and not accuses,
        "accuses": accuses,
        "public_title": shown["title"],
        "public_text": shown["text"],
        "is_masked": bool(hits),
        "unit_sees_name": given.anonymity != Anonymity.UNIT,
        "masked_name": masked(given.contact.name),
    }
