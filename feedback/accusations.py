"""Where a letter comes in that accuses a unit or somebody of it.

What belongs to an accusation is never given to the accused or their branch
(信访工作条例 2022, art. 30): it goes to the mailbox's unit where that lies outside,
else to the superior unit, else to the county's supervision group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from directories import tree
from directories.models import Agency, WorkingGroup

from .models import AccusationDesk, LetterKind

if TYPE_CHECKING:
    from .submitting import Given


class Way(NamedTuple):
    """The unit that takes a letter in, and whom it accuses."""

    unit: Agency
    is_accusation: bool = False
    accused: tuple[Agency, ...] = ()
    group: WorkingGroup | None = None


def way_of(given: Given) -> Way:
    """A report of misconduct is an accusation always; another letter where its writer
    says that it is about the conduct of the unit."""
    unit = given.mailbox.agency
    if not (given.accuses or given.kind == LetterKind.REPORT):
        return Way(unit)
    accused = tuple(agency for agency in (given.about.agency,) if agency)
    return outside(unit, accused)


def outside(unit: Agency, accused: tuple[Agency, ...]) -> Way:
    """The first unit on the way up that lies in no accused branch; the supervision
    group where there is none, or only the county itself is left."""
    at: Agency | None = unit
    while at is not None and _is_barred(at, accused):
        at = at.parent
    if at is not None and (at == unit or tree.depth(at.path)):
        return Way(at, is_accusation=True, accused=accused)
    desk = AccusationDesk.objects.select_related("group").first()
    root = Agency.objects.get(parent=None)
    return Way(root, True, accused, desk.group if desk else None)


def _is_barred(unit: Agency, accused: tuple[Agency, ...]) -> bool:
    return any(tree.contains(each.path, unit.path) for each in accused)
