"""What search knows of a unit: names, duties, address, and who does what there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.search.bulk import put_many
from disclosure_portal.foundation.search.sources import Source
from disclosure_portal.foundation.search.writing import EPOCH, Record, forget, put

from . import tree
from .models import Agency, AgencyKind, Official

AGENCY = "agency"
IS_AGENCY = "@agency"
BATCH = 200
MOST_NAMES = 5_000
PEOPLE = _("Officials")
# Of whole countries' villages those that say something of themselves.
SMALL = (AgencyKind.VILLAGE, AgencyKind.COMMUNITY)


def agencies() -> Any:
    """The units that search finds."""
    tells = ~Q(telephone="") | ~Q(duties="") | ~Q(address="")
    return Agency.objects.open().filter(~Q(kind__in=SMALL) | tells)


def put_agency(agency: Agency) -> None:
    """Let a unit be found as it is now, or not any more."""
    if agencies().filter(pk=agency.pk).exists():
        for record in _records([agency]):
            put(record)
    else:
        forget(AGENCY, agency.pk)


def forget_agency(agency: Agency) -> None:
    forget(AGENCY, agency.pk)


def refresh_branch(path: str) -> None:
    """Paths changed: the units at and below this one are found by their new ones."""
    for record in _records(agencies().branch(path)):
        put(record)


def highest() -> int:
    """The number of the unit that was founded last, 0 for none."""
    return Agency.objects.aggregate(last=Max("pk"))["last"] or 0


def put_those_after(number: int, progress: Callable[[int], object]) -> None:
    """Let the units that an import founded be found: those of a higher number. Tells
    how many were put in so far."""
    done = 0
    new = records(number)
    while batch := list(islice(new, BATCH)):
        put_many(batch)
        done += len(batch)
        progress(done)


def put_renewed(keys: Collection[int]) -> None:
    """Let units be found as an import renewed them, or not any more."""
    put_many(list(_records(agencies().filter(pk__in=keys))))
    found = set(agencies().filter(pk__in=keys).values_list("pk", flat=True))
    for key in set(keys) - found:
        forget(AGENCY, key)


def records(after: int) -> Iterator[Record]:
    """All units that can be found, from behind a number on, in their order."""
    while True:
        found = list(agencies().filter(pk__gt=after).order_by("pk")[:BATCH])
        if not found:
            return
        yield from _records(found)
        after = found[-1].pk


SOURCE = Source(AGENCY, records, lambda: agencies().count())


def _records(found: Iterable[Agency]) -> Iterator[Record]:
    with translation.override(settings.LANGUAGE_CODE):
        yield from _told(found)


def _told(found: Iterable[Agency]) -> Iterator[Record]:
    people: dict[int, list[Official]] = {}
    for person in Official.objects.public().filter(agency__in=found):
        people.setdefault(person.agency_id, []).append(person)
    for agency in found:
        who = sorted(people.get(agency.pk, []), key=lambda person: person.position)
        own = [agency.short_name, agency.duties, agency.address, agency.telephone]
        # Last, so that it is shown only to who asked for it.
        own.append(agency.code)
        told = [f"{each.post}　{each.name}　{each.duties}" for each in who]
        yield Record(
            kind=AGENCY,
            object_id=agency.pk,
            title=agency.name,
            sections=[
                ("", "\n".join(filter(None, own))),
                *([(str(PEOPLE), "\n".join(told))] if told else []),
            ],
            facets=[IS_AGENCY, f"@a{agency.pk}", *branch_tokens(agency.path)],
            # Long before all that is published, in the order of their numbers.
            published_at=EPOCH + timedelta(milliseconds=agency.pk),
        )


def branch_tokens(path: str) -> list[str]:
    """A facet token for a unit and for each above it."""
    return [f"@p{place}" for place in (*tree.ancestors(path), path)]


def names() -> Iterator[str]:
    """The names of units that search suggests, of whole and of short ones."""
    rows = agencies().order_by("pk").values_list("name", "short_name")[:MOST_NAMES]
    for pair in rows:
        yield from filter(None, pair)
