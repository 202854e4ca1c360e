"""Does each duty have the slots of its periods, by rules that it had? Both follow from
the editions that were published, each of which gave it a rule from a day on.

Duties, editions and slots are read side by side in the order of the duties, once each
and without being kept: time grows with the number of slots, memory does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from directories.cadences import Cadence, Duty, Periodic, Standing, slots_opening
from directories.models import (
    CatalogueEntry,
    CatalogueItem,
    CatalogueStatus,
    DutyRule,
    Slot,
)
from directories.periods import Span, period_of, periods_between
from directories.slot_opening import earliest_day
from disclosure_portal.foundation import work_calendar
from disclosure_portal.foundation.days import local_day

from .log_checking import Finding

TOGETHER = 5_000
# Periods of one duty that are named one by one.
NAMED = 5
IN_FORCE = (CatalogueStatus.PUBLISHED, CatalogueStatus.SUPERSEDED)
# No period is longer, and of a duty's first two one is owed.
LOOK_AHEAD = timedelta(days=800)

Rules = dict[int, Cadence]


class Spell(NamedTuple):
    """How long a duty had one rule for its periods: from a day on, laid out on
    another, and until a rule of other periods replaced it."""

    rule: int
    since: date
    laid_out_on: date
    until: date | None


class _Duty(NamedTuple):
    pk: int
    begins_on: date | None
    ends_on: date | None
    opened_until: date | None


def duty_findings(rules: Rules) -> Iterator[Finding]:
    """Duties that lack the slot of a period, and slots by a rule that no edition gave
    their duty."""
    required = _required_by(rules)
    editions, slots = _by_item(_editions()), _by_item(_slots())
    for duty in _duties():
        given, there = editions(duty.pk), slots(duty.pk)
        if duty.begins_on is not None:
            spells = spells_of(duty.begins_on, given, rules)
            keys = {key for _item, key, _rule, _pk in there}
            owed = required(tuple(spells), duty.ends_on, duty.opened_until)
            if lacking := [key for key in owed if key not in keys]:
                yield Finding(None, _words(duty.pk, lacking))
        known = {rule for _item, rule, *_stamps in given}
        for _item, _key, rule, pk in there:
            if rule not in known:
                words = _("its duty never had this rule")
                yield Finding(None, f"{Slot._meta.verbose_name} {pk}：{words}")


def _words(pk: int, lacking: list[str]) -> str:
    words = _("duty %(pk)s lacks the slots of: %(periods)s")
    more = "…" if len(lacking) > NAMED else ""
    return words % {"pk": pk, "periods": "、".join(lacking[:NAMED]) + more}


# --- What is read ---------------------------------------------------------------------


def _duties() -> Iterator[_Duty]:
    rows = CatalogueItem.objects.order_by("pk")
    columns = ("pk", "begins_on", "ends_on", "opened_until")
    return map(_Duty._make, rows.values_list(*columns).iterator(TOGETHER))


def _editions() -> Iterator[tuple[Any, ...]]:
    """(duty, rule, in force from, published at), by edition."""
    rows = CatalogueEntry.objects.filter(catalogue__status__in=IN_FORCE)
    ordered = rows.order_by("item", "catalogue__edition")
    stamps = ("catalogue__in_force_from", "catalogue__published_at")
    return ordered.values_list("item", "rule", *stamps).iterator(TOGETHER)


def _slots() -> Iterator[tuple[int, str, int, int]]:
    """(duty, key, rule, slot), in the order of an index."""
    rows = Slot.objects.order_by("item", "key")
    return rows.values_list("item", "key", "rule", "pk").iterator(TOGETHER)


def _by_item(rows: Iterable[Any]) -> Callable[[int], list[Any]]:
    """The rows of a duty; duties are asked for in their order, each once."""
    groups = groupby(rows, key=itemgetter(0))
    ahead: list[tuple[int, list[Any]]] = []

    def of(pk: int) -> list[Any]:
        while not ahead or ahead[0][0] < pk:
            ahead.clear()
            found = next(groups, None)
            if found is None:
                return []
            ahead.append((found[0], list(found[1])))
        return ahead[0][1] if ahead[0][0] == pk else []

    return of


# --- What follows ---------------------------------------------------------------------


def spells_of(
    begins_on: date,
    editions: Iterable[tuple[int, int | None, date, datetime]],
    rules: Rules,
) -> list[Spell]:
    """What the editions of a duty said of its periods, in their order. A rule that
    only moves the due day goes on with the periods that are there."""
    spells: list[Spell] = []
    last: tuple[Any, ...] | None = None
    for number, (_item, rule, in_force_from, published_at) in enumerate(editions):
        cadence = rules.get(rule) if rule else None
        periods = periods_of(cadence)
        if number and periods == last:
            continue
        since = in_force_from if number else begins_on
        if spells and spells[-1].until is None:
            spells[-1] = spells[-1]._replace(until=since)
        if periods is not None:
            assert rule is not None
            spells.append(Spell(rule, since, local_day(published_at), None))
        last = periods
    return spells


def periods_of(cadence: Cadence | None) -> tuple[Any, ...] | None:
    """What is the same for rules whose slots are the same but for their due days."""
    match cadence:
        case Periodic(span=span) | Standing(review=span):
            return type(cadence), span
        case _:
            return None


def _required_by(rules: Rules) -> Callable[..., tuple[str, ...]]:
    """The keys of the slots that must be there: computed once for all duties that
    bound alike."""

    @lru_cache(maxsize=TOGETHER)
    def required(
        spells: tuple[Spell, ...], ends_on: date | None, opened_until: date | None
    ) -> tuple[str, ...]:
        keys: dict[str, None] = {}
        for spell in spells:
            last = _last_day(spell, ends_on, opened_until, rules[spell.rule])
            if last is not None:
                keys |= dict.fromkeys(_keys_of(spell, last, rules[spell.rule]))
        return tuple(keys)

    return required


def _span(cadence: Cadence) -> Span:
    assert isinstance(cadence, Standing | Periodic)
    return cadence.review if isinstance(cadence, Standing) else cadence.span


def _last_day(
    spell: Spell, ends_on: date | None, opened_until: date | None, cadence: Cadence
) -> date | None:
    """The last day of the last period that must be there. One that a change of the
    rule or the end of the duty cuts may have been asked for no longer."""
    span = _span(cadence)
    end = spell.until
    if ends_on is not None:
        over = ends_on + timedelta(days=1)
        end = min(end, over) if end else over
    if end is not None:
        return period_of(end, span).before.last if end > spell.since else None
    reached = max(opened_until or spell.laid_out_on, spell.laid_out_on)
    return period_of(reached, span).after.last


def _keys_of(spell: Spell, last: date, cadence: Cadence) -> Iterator[str]:
    """From the first that was laid out: no farther back than slots are opened, and not
    the period that begins before its duty and is owed by whom it binds on a day."""
    first = max(earliest_day(spell.laid_out_on), spell.since)
    duty = Duty(cadence, first)
    calendar = work_calendar.current()
    laid_out = slots_opening(duty, first, first + LOOK_AHEAD, calendar)
    if laid_out:
        for period in periods_between(laid_out[0].period_start, last, _span(cadence)):
            yield period.key


def cadences() -> Rules:
    return {pk: rule.as_cadence() for pk, rule in DutyRule.objects.in_bulk().items()}
