"""Do the rows that no two people sign still read what the last deed left? Each deed
leaves digests of the row in the trail: units, officials, boards, catalogues, lists of
services, settings and whatever else says that it does (`IMPRINTED`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation.imprints import (
    digests_of,
    registers,
    stretches,
    whole_digest,
    words_of,
)
from disclosure_portal.foundation.models import AuditEntry, SiteState

from .garbled import cannot_be_read, said_of, words_or_garbled
from .log_checking import Finding
from .row_checking import column_word, shown

LATER = "imprinted"
# Of more rows than that the trail keeps a digest of each row, and none of each column:
# two kilobytes a row would be more than the rows themselves.
MOST = 20_000

# What the trail says of a row: digests of its columns, or of the whole of it.
Told = Mapping[str, Any]


def register_findings(progress: Callable[[int], Any]) -> Iterator[Finding]:
    """Each row that is not what the trail says; a few queries for five hundred."""
    for model in registers():
        name = model._meta.verbose_name
        told = _told(model)
        for some in stretches(_compared(model, told)):
            read, garbled = words_or_garbled(partial(words_of, model), some)
            for pk in some:
                progress(1)
                faults = _faults(model, read.get(pk), told.get(pk), pk in told)
                for words in [cannot_be_read()] if pk in garbled else said_of(faults):
                    yield Finding(None, f"{name} {pk}：{words}")
    yield from _places_in_the_tree()


def count_of_register_rows() -> int:
    return sum(len(_compared(model, _told(model))) for model in registers())


def _compared(model: Any, told: Mapping[int, Any]) -> set[int]:
    """Rows of which the trail tells; all of them once those of before are in it."""
    return {*told, *(_keys(model) if _is_whole(model) else ())}


def _is_whole(model: Any) -> bool:
    """Are the rows of before in the trail?"""
    return bool(_entries(model).filter(action=LATER).exists())


def _places_in_the_tree() -> Iterator[Finding]:
    """A unit that stands elsewhere than below its superior."""
    at_home = Q(path__startswith=F("parent__path"))
    for unit in Agency.objects.exclude(parent=None).exclude(at_home):
        words = _("its place in the tree is not below its superior unit")
        yield Finding(None, f"{unit._meta.verbose_name} {unit.pk}：{words}")


def rows_not_compared() -> int:
    """How many were written before the trail kept digests of them."""
    return sum(
        len(_keys(model) - _told(model).keys())
        for model in registers()
        if not _is_whole(model)
    )


@transaction.atomic
def record_registers() -> int:
    """Digests of rows that have none: once for each register, since a second time
    would make good what somebody put in. Gives how many."""
    SiteState.objects.current()  # it makes itself where it was never asked for
    count = 0
    for model in registers():
        if _is_whole(model):
            continue
        unknown = sorted(_keys(model) - _told(model).keys())
        if not unknown:
            # Rows that somebody puts in later are found, too.
            AuditEntry.objects.record_no_rows(model, by=None, action=LATER)
        if len(unknown) > MOST:
            count += AuditEntry.objects.record_rows(
                model, unknown, by=None, action=LATER
            )
            continue
        found = model._base_manager.in_bulk(unknown)
        for row in (found[pk] for pk in unknown):
            AuditEntry.objects.record(LATER, row, by=None)
            count += 1
    return count


def _faults(
    model: Any, stored: Mapping[str, Any] | None, told: Told | None, is_told: bool
) -> Iterator[str]:
    if stored is None:
        if told is not None:
            yield _("it is in the trail, and is missing")
    elif not is_told:
        yield _("it is there, and no deed of the trail wrote it")
    elif told is None:
        yield _("it was deleted, and is there")
    elif "whole" in told:
        yield from _fault_of_whole(stored, told)
    else:
        yield from _faults_of_columns(model, stored, told["words"])


def _fault_of_whole(stored: Mapping[str, Any], told: Told) -> Iterator[str]:
    """Which column it is can't be told: the digest is of them all. Of one that a later
    version of the portal has no more, nothing can be told."""
    names = told["columns"]
    if not all(name in stored for name in names):
        return
    if whole_digest({name: stored[name] for name in names}) != told["whole"]:
        yield _("it is not what the last deed left")


def _faults_of_columns(
    model: Any, stored: Mapping[str, Any], words: Mapping[str, str]
) -> Iterator[str]:
    known = {name: stored[name] for name in words if name in stored}
    for name, found in sorted(digests_of(known).items()):
        if found != words[name]:
            yield _("%(place)s is not what the last deed left: now %(now)s") % {
                "place": _place(model, name),
                "now": _now(known[name]),
            }


def _place(model: Any, name: str) -> str:
    if name in getattr(model, "BESIDE", ()):
        return str(model._meta.get_field(name).related_model._meta.verbose_name_plural)
    return column_word(model, name.removesuffix("_id"))


def _now(value: Any) -> str:
    """Of rows beside it how many there are."""
    if isinstance(value, list):
        return str(len(value))
    return shown("" if value is None else str(value))


def _told(model: Any) -> dict[int, Told | None]:
    """What the last line with digests says of each row; None of a deleted one."""
    of_one = Q(action="deleted") | Q(facts__has_key="imprint")
    lines = _entries(model).filter(of_one | Q(target_id=None)).order_by("pk")
    told: dict[int, Told | None] = {}
    for pk, action, facts in lines.values_list("target_id", "action", "facts"):
        if pk is None:
            told.update(_of_many(facts))
        else:
            told[pk] = None if action == "deleted" else facts["imprint"]
    return told


def _of_many(facts: Mapping[str, Any]) -> Iterator[tuple[int, Told | None]]:
    columns = facts.get("columns", ())
    for pk, found in facts.get("rows", {}).items():
        whole = {"whole": found, "columns": columns}
        yield int(pk), None if found is None else whole


def _keys(model: Any) -> set[int]:
    return set(model._base_manager.values_list("pk", flat=True))


def _entries(model: Any) -> Any:
    return AuditEntry.objects.filter(target_type=model._meta.label_lower)
