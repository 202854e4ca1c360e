"""Citations of law: which records of the register a text of legal bases names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from disclosure_portal.foundation.document_numbers import normalise

from .models import BasisValidity, LegalBasis

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
    rows = list(LegalBasis.objects.filter(_is_named(keys)).order_by("pk"))
    return _sorted(rows, keys)


def unknown_in(texts: Iterable[str]) -> dict[str, list[str]]:
    """For each text the citations that the register lacks. One query for all texts."""
    return {
        text: [part for part in citations(text) if not _is_known(part, known)]
        for text, known in cited_in(texts).items()
    }


def _is_known(citation: str, known: Sequence[LegalBasis]) -> bool:
    wanted = _keys(citation)
    return any(_names(row, wanted) for row in known)


def repealed_in(
    texts: Iterable[str], known: Iterable[int]
) -> tuple[dict[str, list[LegalBasis]], list[LegalBasis]]:
    """What is repealed by now of what texts cite, whenever it came into the register:
    by text, and in all with the records of these keys. One query, or none."""
    keys, pks = {text: _keys(text) for text in texts}, list(known)
    named = _is_named(keys) | Q(pk__in=pks)
    repealed = LegalBasis.objects.filter(validity=BasisValidity.REPEALED)
    rows = list(repealed.filter(named).order_by("pk"))
    return _sorted(rows, keys), rows


def _is_named(keys: Mapping[str, set[str]]) -> Q:
    wanted = {key for found in keys.values() for key in found}
    return Q(number_key__in=wanted) | Q(title_key__in=wanted)


def _sorted(
    rows: Sequence[LegalBasis], keys: Mapping[str, set[str]]
) -> dict[str, list[LegalBasis]]:
    return {
        text: [row for row in rows if _names(row, wanted)]
        for text, wanted in keys.items()
    }


def _names(basis: LegalBasis, keys: set[str]) -> bool:
    return (
        bool(basis.number_key and basis.number_key in keys) or basis.title_key in keys
    )


def citations(text: str) -> list[str]:
    """The titles and numbers of a text, one by one."""
    return [part.strip() for part in DIVIDERS.split(text) if part.strip()]


def _keys(text: str) -> set[str]:
    keys = set()
    for part in citations(text):
        keys.add(title_key(part))
        keys |= {title_key(title) for title in TITLE.findall(part)}
        outside = TITLE.sub("", part).strip("（）() ")
        if outside:
            keys.add(number_key(outside))
    return keys - {""}
