"""The steps of a matter as slots of the ledger: each that is promised in public is owed
by its day, and filled by the notice that comes into the file."""

from __future__ import annotations

from hashlib import sha256

from directories.duty_events import promise_stage
from directories.models import Slot, SlotSort
from disclosure_portal.foundation.models import User

from .fulfilling import fill
from .models import Audience, Matter, MatterEntry, Notice


def promise_next_step(matter: Matter, *, by: User) -> None:
    """Part of signing a matter: its next step is owed by the day that was promised."""
    if matter.duty and matter.is_public and matter.next_step and matter.next_step_on:
        promise_stage(
            matter.duty,
            key=_key(matter, matter.next_step),
            on=matter.next_step_on,
            about=f"{matter.title}：{matter.next_step}"[:200],
            by=by,
        )


def fill_stage(matter: Matter, notice: Notice, *, by: User) -> None:
    """A public notice in the file answers the step that is owed first."""
    if matter.duty_id is None or notice.audience != Audience.PUBLIC:
        return
    owed = Slot.objects.filter(
        item=matter.duty_id,
        sort=SlotSort.STAGE,
        key__startswith=f"stage-{_mark(matter)}",
    )
    is_used = owed.filter(fulfilments__notice=notice, fulfilments__ended_on=None)
    slot = owed.empty().soonest_first().first()
    if slot and not is_used.exists():
        fill(slot, notice, by=by)


def fill_stages(notice: Notice, *, by: User) -> None:
    """Part of publishing: one query for a notice that is in no file."""
    entries = MatterEntry.objects.filter(notice=notice, matter__duty__isnull=False)
    for entry in entries.select_related("matter"):
        fill_stage(entry.matter, notice, by=by)


def _key(matter: Matter, step: str) -> str:
    return f"{_mark(matter)}{sha256(step.encode()).hexdigest()[:12]}"


def _mark(matter: Matter) -> str:
    return f"matter{matter.pk}-"
