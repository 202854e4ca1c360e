"""Do units, officials, groups, floor plans, boards, legal bases and programmes still
read what the last deed left? No two people sign them; each deed leaves digests of the
row in the trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from directories.models import Agency, FloorPlan, LegalBasis, Official, WorkingGroup
from disclosure_portal.foundation.imprints import digests_of, imprint_of, words_of
from disclosure_portal.foundation.models import AuditEntry

from .garbled import cannot_be_read, said_of, stored
from .log_checking import Finding
from .models import Board, Programme
from .row_checking import column_word, shown

REGISTERS: tuple[Any, ...] = (
    *(Agency, Official, WorkingGroup, FloorPlan),
    *(Board, LegalBasis, Programme),
)
LATER = "imprinted"
# Of more units than a county has, digests would fill the trail: two kilobytes each.
MOST = 20_000


def register_findings(progress: Callable[[int], Any]) -> Iterator[Finding]:
    """Each row that is not what the trail says; three queries for each register, and
    one for the members of each group."""
    for model in REGISTERS:
        name = model._meta.verbose_name
        told = _told(model)
        keys = _compared(model, told)
        rows, garbled = stored(model._default_manager.all(), sorted(keys))
        for pk in sorted(keys):
            progress(1)
            faults = _faults(rows.get(pk), told.get(pk), pk in told)
            for words in [cannot_be_read()] if pk in garbled else said_of(faults):
                yield Finding(None, f"{name} {pk}：{words}")
    yield from _places_in_the_tree()


def count_of_register_rows() -> int:
    return sum(len(_compared(model, _told(model))) for model in REGISTERS)


def _compared(model: Any, told: Mapping[int, Any]) -> set[int]:
    """Rows of which the trail tells; all of them once those of before are in it."""
    return {*told, *(_keys(model) if _is_whole(model) else ())}


def _is_whole(model: Any) -> bool:
    """Are the rows of before in the trail? What an import of units put in since is not:
    a line for each would cost more than the import."""
    later = _entries(model).filter(action=LATER)
    if model is Agency:
        imports = AuditEntry.objects.filter(action="imported", facts__what="units")
        later = later.filter(pk__gt=imports.aggregate(last=Max("pk"))["last"] or 0)
    return bool(later.exists())


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
        for model in REGISTERS
        if not _is_whole(model)
    )


@transaction.atomic
def record_registers() -> int:
    """Digests of rows that have none: once for each register, and of units once after
    each import, since a second time would make good what somebody put in. Gives how
    many."""
    count = 0
    for model in REGISTERS:
        unknown = _keys(model) - _told(model).keys()
        if _is_whole(model) or len(unknown) > MOST:
            continue
        for row in model._default_manager.in_bulk(sorted(unknown)).values():
            facts = {"imprint": imprint_of(row)}
            AuditEntry.objects.record(LATER, row, by=None, facts=facts)
            count += 1
    return count


def _faults(row: Any, words: Mapping[str, str] | None, is_told: bool) -> Iterator[str]:
    if row is None:
        if words is not None:
            yield _("it is in the trail, and is missing")
    elif not is_told:
        yield _("it is there, and no deed of the trail wrote it")
    elif words is None:
        yield _("it was deleted, and is there")
    else:
        there = words_of(row)
        known = {name: there[name] for name in words if name in there}
        for name, found in sorted(digests_of(known).items()):
            if found != words[name]:
                yield _("%(place)s is not what the last deed left: now %(now)s") % {
                    "place": _place(row, name),
                    "now": _now(known[name]),
                }


def _place(row: Any, name: str) -> str:
    if name in getattr(row, "BESIDE", ()):
        return str(row._meta.get_field(name).related_model._meta.verbose_name_plural)
    return column_word(row, name.removesuffix("_id"))


def _now(value: Any) -> str:
    """Of rows beside it how many there are."""
    if isinstance(value, list):
        return str(len(value))
    return shown("" if value is None else str(value))


def _told(model: Any) -> dict[int, Mapping[str, str] | None]:
    """What the last line with digests says of each row; None of a deleted one."""
    lines = _entries(model).filter(Q(action="deleted") | Q(facts__has_key="imprint"))
    return {
        pk: None if action == "deleted" else facts["imprint"]["words"]
        for pk, action, facts in lines.order_by("pk").values_list(
            "target_id", "action", "facts"
        )
    }


def _keys(model: Any) -> set[int]:
    return set(model._default_manager.values_list("pk", flat=True))


def _entries(model: Any) -> Any:
    return AuditEntry.objects.filter(target_type=model._meta.label_lower)
