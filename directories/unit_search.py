"""Finding units by what a person types: a name, a short name or a code."""

from __future__ import annotations

from django.db.models import Q

from .models import Agency, AgencyQuerySet

# As many units are looked through for a name that holds the words; among more, a name,
# short name or code has to begin with the first word, for which there are indexes.
READ_THROUGH = 20_000
MAX_TEXT = 60


def matching(units: AgencyQuerySet, text: str) -> AgencyQuerySet:
    """Those of the units that the text may mean; none for an empty text."""
    words = words_of(text)
    if not words:
        return units.none()
    if is_read_through(units):
        return _each_held(units, words)
    first, *others = words
    begun = (
        Q(name__begins=first)
        | Q(short_name__begins=first)
        | Q(slug__begins=first.lower())
    )
    # By key: SQLite would otherwise begin with the branch that the units are of.
    found = Agency.objects.filter(begun).order_by()
    return _each_held(units.filter(pk__in=found.values("pk")), others)


def words_of(text: str) -> list[str]:
    # PostgreSQL takes no NUL in a text.
    return text.replace("\x00", "")[:MAX_TEXT].split()


def is_read_through(units: AgencyQuerySet) -> bool:
    """Few enough to look through; one query, which stops counting there."""
    return units.order_by()[: READ_THROUGH + 1].count() <= READ_THROUGH


def _each_held(units: AgencyQuerySet, words: list[str]) -> AgencyQuerySet:
    for word in words:
        units = units.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(slug__icontains=word.lower())
        )
    return units
