"""Letters of the last weeks that may tell of the same incident, for the clerk who may
join them (joining.py). Among those that this clerk may read, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from disclosure_portal.foundation.models import User

from .letter_hands import require_sight
from .models import Accusation, Letter, LetterStatus
from .near_duplicates import (
    Candidates,
    Likeness,
    likeness,
    profile,
    rarity_of,
)

WITHIN = timedelta(days=60)
# However many came in: the newest of the time before the letter, and after it.
MOST_READ = 2_000
SHOWN = 5


@dataclass(frozen=True)
class Similar:
    """A letter that may be on the same incident, and why it seems so."""

    letter: Letter
    likeness: Likeness


def similar_letters(letter: Letter, *, by: User) -> list[Similar]:
    """The likest ones first, at most five. One accusing and one not, or two that
    accuse different units, are never named together. Raises NotAllowed."""
    require_sight(letter, by=by)
    rows = _near(letter, by)
    own = profile(letter.title, letter.text)
    profiles = {pk: profile(title, text) for pk, title, text in rows}
    rarity = rarity_of([own, *profiles.values()])
    candidates: Candidates[int] = Candidates(rarity)
    for pk, each in profiles.items():
        candidates.add(pk, each)
    found = {pk: likeness(own, profiles[pk], rarity) for pk in candidates.of(own)}
    likely = sorted(
        (pk for pk, each in found.items() if each.is_likely),
        key=lambda pk: (-found[pk].share, -pk),
    )
    letters = Letter.objects.in_bulk(likely[:SHOWN])
    return [Similar(letters[pk], found[pk]) for pk in likely[:SHOWN]]


def _near(letter: Letter, by: User) -> list[tuple[int, str, str]]:
    at = letter.received_at
    mine = letter.accusations.values_list("agency_id", flat=True)
    others = Accusation.objects.exclude(agency__in=list(mine))
    rows = (
        Letter.objects.visible_to(by)
        .filter(received_at__gte=at - WITHIN, received_at__lte=at + WITHIN)
        .filter(is_accusation=letter.is_accusation, group=letter.group_id)
        .exclude(Q(pk=letter.pk) | Q(status=LetterStatus.MERGED))
        .exclude(Exists(others.filter(letter=OuterRef("pk"))))
    )
    for agency_id in mine:
        same = Accusation.objects.filter(letter=OuterRef("pk"), agency=agency_id)
        rows = rows.filter(Exists(same))
    return list(
        rows.order_by("-received_at", "-pk").values_list("pk", "title", "text")[
            :MOST_READ
        ]
    )
