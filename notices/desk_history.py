"""What happened to a notice so far, as its page at the desk tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.trail_words import action_word, state_word

from .models import Decision, Notice, ReviewDecision, RoundStep

SHOWN = 100
# Entries that name a step.
BY_STEP = ("step_agreed", "step_overridden")


@dataclass
class Line:
    """One event; `count` says how many like it followed each other."""

    at: datetime
    who: str
    what: str
    note: str
    count: int = 1


def history(notice: Notice) -> list[Line]:
    """The trail of the notice, newest first, at most 100 lines; two queries more for
    the opinions of those who agreed and the names of steps."""
    entries = AuditEntry.objects.filter(
        target_type=notice._meta.label_lower, target_id=notice.pk
    )
    opinions = _opinions(notice)
    steps = dict(RoundStep.objects.filter(notice=notice).values_list("code", "name"))
    lines: list[Line] = []
    for entry in entries.order_by("-at", "-pk")[:SHOWN]:
        line = _line(entry, opinions, steps)
        last = lines[-1] if lines else None
        if last and entry.action == "edited" and _is_same(last, line):
            last.count += 1
        else:
            lines.append(line)
    return lines


def _is_same(last: Line, line: Line) -> bool:
    return (last.who, last.what) == (line.who, line.what)


def _line(
    entry: AuditEntry,
    opinions: dict[tuple[int | None, datetime], str],
    steps: dict[str, str],
) -> Line:
    what = action_word(entry.action)
    note = entry.note
    if entry.action in BY_STEP:
        what = f"{what}：{steps.get(entry.before, entry.before)}"
    if entry.action == "moved":
        what = " → ".join(
            state_word(entry, state) for state in (entry.before, entry.after)
        )
        note = note or _opinion_near(entry, opinions)
    return Line(at=entry.at, who=entry.actor_name, what=what, note=note)


def _opinions(notice: Notice) -> dict[tuple[int | None, datetime], str]:
    agreed = ReviewDecision.objects.filter(
        notice=notice, decision=Decision.AGREED
    ).exclude(opinion="")
    return {(row.by_id, row.at): row.opinion for row in agreed}


def _opinion_near(
    entry: AuditEntry, opinions: dict[tuple[int | None, datetime], str]
) -> str:
    """The decision and the move it led to are written one after the other."""
    for (by, at), opinion in opinions.items():
        if by == entry.actor_id and 0 <= (entry.at - at).total_seconds() < 5:
            return opinion
    return ""
