"""Each deed on a letter leaves a step that the writer or the staff can read later."""

from __future__ import annotations

from typing import Any

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User

from .models import Letter, LetterStep, StepKind
from .notifying import queue_for
from .telling_systems import put_down

# What holds for the letters joined to one, too: their writers read it as theirs.
OF_ALL_JOINED = (StepKind.ANSWERED, StepKind.CLOSED)


def write_step(
    letter: Letter,
    kind: str,
    *,
    by: User | None,
    agency: Agency | None = None,
    message: str = "",
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> LetterStep:
    """Call it in the deed's transaction. `message` is told to the writer, `note` is
    for staff only; the trail keeps neither, since its readers may be accused in it."""
    if by is not None:
        AuditEntry.objects.record("letter_step", letter, by=by, after=kind)
    step = LetterStep.objects.create(
        letter=letter,
        kind=kind,
        at=clock.now(),
        by=by,
        agency=agency,
        message=message,
        note=note,
        facts=facts or {},
    )
    queue_for(step)
    put_down(step)
    if kind in OF_ALL_JOINED:
        for joined in letter.merged.all():
            write_step(joined, kind, by=by, agency=agency, message=message, facts=facts)
    return step
