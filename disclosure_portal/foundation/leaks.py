"""Leak guard: people's numbers in a text that is about to be published. Pure.

Identity numbers, bank cards, mobile and landline telephones, e-mail addresses. What
units publish as their own telephones is no leak. How well it finds them is measured in
tests/foundation/test_leaks.py and written down in docs/leak-guard.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .leak_context import Candidate, Kind
from .leak_emails import emails, web_spans
from .leak_folding import fold
from .leak_patterns import numbers

__all__ = ["Hit", "Kind", "find_leaks", "mask"]

RANKS = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Hit:
    """Somebody's number: where it stands, how it looks with its middle hidden, and
    its value, the same however it was written."""

    place: str
    kind: Kind
    start: int
    end: int
    text: str
    masked: str
    value: str


def find_leaks(texts: Mapping[str, str], allowed: Collection[str]) -> list[Hit]:
    """The numbers of persons in the texts, each with its place.

    `allowed` are texts that hold numbers which may be shown: telephones of units as
    they were typed, in any form, several in one.
    """
    hits = [hit for place, text in texts.items() for hit in _hits(place, text)]
    if not hits:
        return []
    own = _Own(allowed)
    return [hit for hit in hits if not own.has(hit)]


def mask(text: str, hits: Iterable[Hit]) -> str:
    """The text with the hits of its place hidden, a star for each character.

    Nothing is moved; a hit that no longer stands where it was found is passed over.
    """
    masked = list(text)
    for hit in hits:
        if text[hit.start : hit.end] == hit.text:
            masked[hit.start : hit.end] = hit.masked
    return "".join(masked)


def _hits(place: str, text: str) -> Iterator[Hit]:
    folded = fold(text)
    for found in _candidates(folded.text):
        start = folded.places[found.start]
        end = folded.places[found.end - 1] + 1
        original = text[start:end]
        hidden = {folded.places[number] - start for number in found.hidden}
        masked = "".join(
            "*" if number in hidden else sign for number, sign in enumerate(original)
        )
        yield Hit(place, found.kind, start, end, original, masked, found.value)


def _candidates(folded: str) -> list[Candidate]:
    """What explains each part of the text best, in order; none lies in another."""
    found = list(emails(folded))
    web = {place for span in web_spans(folded) for place in range(*span)}
    ends = {email.end for email in found}
    found += [one for one in numbers(folded, ends) if one.start not in web]
    found.sort(key=lambda one: (RANKS[one.kind], one.start - one.end, one.start))
    chosen: list[Candidate] = []
    taken: set[int] = set()
    for one in found:
        span = range(one.start, one.end)
        if taken.isdisjoint(span):
            taken.update(span)
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


class _Own:
    """Numbers that may be shown. A telephone without its area is the same with one."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self.values: set[tuple[Kind, str]] = set()
        self.locals: set[str] = set()
        parts = "\n".join(allowed).replace("、", "\n").split("\n")
        # As if each were called a telephone: units type bare numbers, too.
        for found in _candidates(fold("\n".join(f"电话{part}" for part in parts)).text):
            self.values.add((found.kind, found.value))
            if found.kind == Kind.LANDLINE:
                self.locals.add(found.value.partition("-")[2])

    def has(self, hit: Hit) -> bool:
        if (hit.kind, hit.value) in self.values:
            return True
        if hit.kind != Kind.LANDLINE:
            return False
        area, _dash, local = hit.value.partition("-")
        is_bare = (hit.kind, f"-{local}") in self.values
        return is_bare if area else local in self.locals
