"""Letters of an older mailbox come in with their answers, their own times and numbers.

They are no new work: clocks say how long the answer took, nothing else. Nobody has a
query code for them, nothing of them is public, and no routing rule is asked.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from directories.permissions import require_role
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workdays import WorkCalendar, add_working_days

from . import letter_codes
from .clocks import Course, Limit, count, days_taken
from .letter_hands import OFFICE
from .letter_import_rows import BadRow, OldLetter, read_all
from .models import (
    Channel,
    Letter,
    LetterKind,
    LetterStatus,
    LetterStep,
    Mailbox,
    Reply,
    ReplyState,
    StepKind,
)
from .submitting import content_digest

BATCH = 500
# The limit that most mailboxes promise (domain.md 6.1); what was promised then is not
# known.
LIMIT = Limit(5)

Tell = Callable[[BadRow], object]


@dataclass
class LetterImport:
    """`progress` hears how many letters were written so far."""

    mailbox: Mailbox
    source: str
    by: User
    dry_run: bool = False
    tell: Tell = lambda _row: None
    progress: Callable[[int], object] = lambda _count: None
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Counter[str]:
        """Taken, known and refused together are all rows. Raises NotAllowed for all
        but those who take letters in at the mailbox."""
        require_role(self.by, self.mailbox.agency, *OFFICE)
        reading = read_all(rows, clock.now())
        for bad in reading.bad:
            self.counts[bad.fault.value] += 1
            self.tell(bad)
        taken = iter(reading.taken)
        while some := list(islice(taken, BATCH)):
            self._take(some)
        return self.counts

    def _take(self, some: list[OldLetter]) -> None:
        """One batch is one transaction; what came in before is known by its number."""
        known = set(
            Letter.objects.filter(
                source=self.source, original_id__in=[each.original_id for each in some]
            ).values_list("original_id", flat=True)
        )
        new = [each for each in some if each.original_id not in known]
        self.counts["known"] += len(known)
        self.counts["taken"] += len(new)
        if not self.dry_run and new:
            self._write(new)
        self.progress(self.counts["taken"])

    @transaction.atomic
    def _write(self, new: list[OldLetter]) -> None:
        first = min(each.asked_at for each in new)
        calendar = work_calendar.current(local_day(first))
        made = Letter.objects.bulk_create(
            [self._letter(each, calendar) for each in new]
        )
        pairs = list(zip(made, new, strict=True))
        LetterStep.objects.bulk_create(self._steps(pairs))
        Reply.objects.bulk_create(
            Reply(
                letter=letter,
                agency=self.mailbox.agency,
                text=old.answer,
                state=ReplyState.SENT,
                sent_at=old.answered_at,
            )
            for letter, old in pairs
            if old.answer
        )
        facts = {"letters": len(made), "source": self.source}
        AuditEntry.objects.record("imported", self.mailbox, by=self.by, facts=facts)

    def _letter(self, old: OldLetter, calendar: WorkCalendar) -> Letter:
        received = local_day(old.asked_at)
        course = Course(received, LIMIT)
        due = count(course, calendar, received).due_on
        letter = Letter(
            number=letter_codes.next_letter_number(received.year),
            code_digest=letter_codes.keyed("none", old.original_id),
            content_digest=content_digest(old.title, old.text),
            kind=old.kind,
            channel=Channel.MIGRATED,
            mailbox=self.mailbox,
            title=old.title,
            text=old.text,
            is_accusation=old.kind == LetterKind.REPORT,
            intake=self.mailbox.agency,
            agency=self.mailbox.agency,
            received_at=old.asked_at,
            received_on=received,
            accept_due_on=add_working_days(received, 1, calendar),
            due_on=due,
            promised_on=due,
            source=self.source,
            original_id=old.original_id,
            status=LetterStatus.SUBMITTED,
        )
        if old.answered_at is not None:
            answered = local_day(old.answered_at)
            letter.status = LetterStatus.CLOSED
            letter.answered_at = letter.settled_at = old.answered_at
            letter.days_taken = days_taken(course, answered, calendar)
            letter.days_to_settle = letter.days_taken
            letter.was_in_time = answered <= due
        return letter

    def _steps(self, pairs: list[tuple[Letter, OldLetter]]) -> Iterator[LetterStep]:
        for letter, old in pairs:
            common: dict[str, Any] = {"letter": letter, "agency": letter.agency}
            yield LetterStep(kind=StepKind.SUBMITTED, at=old.asked_at, **common)
            if old.answered_at is not None:
                yield LetterStep(kind=StepKind.ANSWERED, at=old.answered_at, **common)


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file, packed or not, with their numbers. Raises OSError and
    UnicodeDecodeError."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from enumerate(csv.DictReader(file), start=2)
