"""Citations of law: which records of the register a text of legal bases names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Q

from disclosure_portal.foundation.document_numbers import normalise

from .models import LegalBasis

# A title keeps what stands between its brackets: 《a、b》 is one.
DIVIDERS = re.compile(r"[、;；,，\n]+(?![^《]*》)")
TITLE = re.compile(r"《([^》]+)》")
LEFT_OUT = re.compile(r"[\s《》〈〉「」\"“”]+")


def title_key(title: str) -> str:
    """Under which a title is compared: no brackets of titles, no spaces, one width."""
    return LEFT_OUT.sub("", unicodedata.normalize("NFKC", title))


def number_key(number: str) -> str:
    return normalise(number) if number.strip() else ""


def save_basis(basis: LegalBasis) -> LegalBasis:
    basis.title_key, basis.number_key = title_key(basis.title), number_key(basis.number)
    basis.save()
    return basis


def cited_in(texts: Iterable[str]) -> dict[str, list[LegalBasis]]:
    """For each text the records that it cites, by number or by whole title.

    One query for all texts; a citation that the register lacks is passed over.
    """
    keys = {text: _keys(text) for text in texts}
    wanted = {key for found in keys.values() for key in found}
    if not wanted:
        return {text: [] for text in keys}
    rows = LegalBasis.objects.filter(
        Q(number_key__in=wanted) | Q(title_key__in=wanted)
    ).order_by("pk")
    return {text: [row for row in rows if _names(row, keys[text])] for text in keys}


def unknown_in(text: str, cited: Iterable[LegalBasis]) -> list[str]:
    """The citations of a text that no record stands for, as they were typed."""
    rows = list(cited)
    return [
        part
        for part in _parts(text)
        if not any(_names(row, _keys(part)) for row in rows)
    ]


def _names(basis: LegalBasis, keys: set[str]) -> bool:
    return (
        bool(basis.number_key and basis.number_key in keys) or basis.title_key in keys
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in DIVIDERS.split(text) if part.strip()]


def _keys(text: str) -> set[str]:
    keys = set()
    for part in _parts(text):
        keys.add(title_key(part))
        keys |= {title_key(title) for title in TITLE.findall(part)}
        outside = TITLE.sub("", part).strip("（）() ")
        if outside:
            keys.add(number_key(outside))
    return keys - {""}
