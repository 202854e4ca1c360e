"""Are public records that are no notices (matters, activities, reading points) what two
people signed? The trail holds digests of what was signed, and what was joined, counted
or taken out since: it is append-only, and anchored in the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from disclosure_portal.foundation.imprints import digests_of
from disclosure_portal.foundation.models import AuditEntry

from .garbled import said_of
from .log_checking import Finding
from .models import (
    Activity,
    Matter,
    MatterEntry,
    Notice,
    ReadingPoint,
    SignedWords,
    VisitorCount,
)
from .models.signed_words import digest_of_part
from .row_checking import column_word, difference, shown

RECORDS: tuple[type[SignedWords], ...] = (Matter, Activity, ReadingPoint)
# A signed row that was taken out: the deed → the relation, and the fact that names it.
TAKEN_OUT = {
    "meeting_struck": ("meetings", "meeting"),
    "file_taken_out": ("files", "file"),
}


def record_findings(progress: Callable[[int], Any]) -> Iterator[Finding]:
    """Each public record that is not what was signed; a few queries for each."""
    for model in RECORDS:
        name = model._meta.verbose_name
        for pk in sorted(_signed(model) | _public(model)):
            progress(1)
            for words in said_of(record_faults(model, pk)):
                yield Finding(None, f"{name} {pk}：{words}")


def count_of_records() -> int:
    return sum(len(_signed(model) | _public(model)) for model in RECORDS)


def not_compared() -> int:
    """How many were signed before the trail kept digests: their words are compared
    from their next signature on."""
    return sum(
        len(_public(model) - _signed(model, with_imprint=True)) for model in RECORDS
    )


def record_faults(model: type[SignedWords], pk: int) -> Iterator[str]:
    """What anybody reads of one record and nobody signed, in plain words."""
    row = model._default_manager.filter(pk=pk).first()
    told = list(_entries(model).filter(target_id=pk).order_by("pk"))
    if row is None:
        yield _("it was signed, and is missing")
        return
    if not any(entry.action == "signed" for entry in told):
        yield _("it is public, and nobody signed it")
        return
    if not row.is_public:
        yield _("it was signed, and is not public any more")
    imprint = _imprint_of(told)
    yield from _word_faults(row, imprint["words"])
    for relation, parts in imprint["parts"].items():
        yield from _part_faults(row, relation, parts)
    if isinstance(row, Matter):
        yield from _file_faults(row, told)
    elif isinstance(row, ReadingPoint):
        yield from _visitor_faults(row, told)


def _entries(model: type[SignedWords]) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(target_type=model._meta.label_lower)


def _signed(model: type[SignedWords], *, with_imprint: bool = False) -> set[int]:
    told = _entries(model).filter(action="signed")
    if with_imprint:
        told = told.filter(facts__has_key="imprint")
    return {pk for pk in told.values_list("target_id", flat=True) if pk is not None}


def _public(model: type[SignedWords]) -> set[int]:
    rows = model._default_manager.filter(signed_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def _imprint_of(told: list[AuditEntry]) -> dict[str, Any]:
    """What was signed last, with what deeds changed or took out since."""
    words: dict[str, str] = {}
    parts: dict[str, Any] = {}
    for entry in told:
        imprint = entry.facts.get("imprint", {})
        words |= imprint.get("words", {})
        parts |= imprint.get("parts", {})
        relation, fact = TAKEN_OUT.get(entry.action, ("", ""))
        if relation in parts:
            parts[relation]["rows"].pop(str(entry.facts[fact]), None)
    return {"words": words, "parts": parts}


def _word_faults(row: SignedWords, signed: Mapping[str, str]) -> Iterator[str]:
    known = {name: getattr(row, name) for name in sorted(signed) if hasattr(row, name)}
    for name, found in digests_of(known).items():
        if found != signed[name]:
            yield _("%(place)s is not what was signed: there now is %(now)s") % {
                "place": column_word(row, name.removesuffix("_id")),
                "now": shown(_text(known[name])),
            }


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _part_faults(
    row: SignedWords, relation: str, signed: Mapping[str, Any]
) -> Iterator[str]:
    rows = getattr(row, relation).filter(signed_at__isnull=False)
    now = {str(part.pk): digest_of_part(part, signed["columns"]) for part in rows}
    name = {"name": rows.model._meta.verbose_name}
    for pk in sorted({*now, *signed["rows"]}, key=int):
        if pk not in now:
            words = _("%(name)s %(pk)s was signed, and is missing")
        elif pk not in signed["rows"]:
            words = _("%(name)s %(pk)s is public, and nobody signed it")
        elif now[pk] != signed["rows"][pk]:
            words = _("%(name)s %(pk)s is not what was signed")
        else:
            continue
        yield words % {**name, "pk": pk}


def _file_faults(matter: Matter, told: list[AuditEntry]) -> Iterator[str]:
    """The notices of its file: joined and parted by deeds that the trail tells of."""
    joined: dict[int, str] = {}
    for entry in told:
        if entry.action == "joined":
            joined[entry.facts["notice"]] = entry.after
        elif entry.action == "parted":
            joined.pop(entry.facts["notice"], None)
    # A draft that was discarded left the file with its row.
    there = Notice.objects.filter(pk__in=joined).values_list("pk", flat=True)
    known = {pk: joined[pk] for pk in there}
    entries = MatterEntry.objects.filter(matter=matter)
    now = dict(entries.values_list("notice_id", "stage"))
    yield from _differences(str(MatterEntry._meta.verbose_name), known, now)


def _visitor_faults(point: ReadingPoint, told: list[AuditEntry]) -> Iterator[str]:
    known: dict[str, dict[str, Any]] = {}
    for entry in told:
        if entry.action == "visitors_counted":
            after = entry.facts["after"]
            known[after["from"]] = after
        elif entry.action == "visitors_struck":
            known.pop(entry.facts["before"]["from"], None)
    now = {count.facts()["from"]: count.facts() for count in point.visitor_counts.all()}
    for day in known.keys() & now.keys():
        # Earlier lines of the trail say less.
        now[day] = {name: now[day][name] for name in known[day]}
    yield from _differences(str(VisitorCount._meta.verbose_name), known, now)


def _differences(
    name: str, known: Mapping[Any, Any], now: Mapping[Any, Any]
) -> Iterator[str]:
    """Between what the trail tells and what stands there."""
    for key in sorted({*known, *now}):
        if known.get(key) != now.get(key):
            yield difference(f"{name} {key}", known.get(key), now.get(key))
